"""``make bench``: how fast Baton is, beside the floor of the machine it is measured on.

In reading order:

    __main__   the options, the order of the measurements, the report
    figure     rounds, percentiles, ratios and their spread
    child      a process of its own for each thing that is measured
    baton      such a process: the whole service
    raw        such a process: the bare driver making the same writes, the second half of the floor
    script     the writes of one claim, as the service's own storage puts them to the driver
    town       an account with its people in each chat
    waiting    handoffs that wait to be picked up
    chat       what must be known of a chat
    slack      Slack's side and its signed requests; an empty Bolt listener, the first half of the floor
    teams      the same of Teams; its half is an empty turn handler on our own edge
    copies     which copies of a card a chat was told to change
    load       the load: kept-alive connections that cost little
    wire       the HTTP that ``load`` and ``sink`` speak
    sink       the port behind which both chats take everything
    database   a database of each kind, with every table
    service    what the service is configured with
    presser    presses, each on another handoff
    pickup     Pick Up beside its floor
    race       many people, one handoff
    busy       a service that delivers: Pick Up meanwhile, and a click to the last copy of the card
    escalate   ``/escalate`` in one line
    hanging    both while the model hangs, beside a service whose AI is off
    idle       a service that nobody asks anything
    delivery   ``python -m bench.delivery``, at the end of ``make bench``: bursts, and one channel that is closed
    outbox     the outbox that it fills
    limited    the Slack that it fills, which enforces its limits
    machine    where this was measured
    report     the tables
    table      how figures are printed
    size       how much is measured

Rates near the floor are compared within pairs of short rounds, one right after the other: on a machine that
does other things as well, only such ratios mean something.
"""
