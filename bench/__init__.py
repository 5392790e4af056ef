"""``make bench``: how fast Baton is, beside the floor of the machine it is measured on.

In reading order:

    __main__   the options, the order of the measurements, the report
    figure     rounds, percentiles, ratios and their spread
    child      a process of its own for each thing that is measured
    baton      such a process: the whole service
    bolt       such a process: an empty Bolt listener, the first half of the floor
    raw        such a process: the bare driver making the same writes, the second half of the floor
    script     the writes of one claim, as the service's own storage puts them to the driver
    town       an account with its people, and handoffs that wait to be picked up
    press      signed requests, made before they are sent
    load       the load: kept-alive connections that cost little
    wire       the HTTP that ``load`` and ``sink`` speak
    sink       a Slack that takes everything and says "ok"
    database   a database of each kind, with every table
    pickup     Pick Up beside its floor
    race       many people, one handoff
    escalate   ``/escalate`` in one line
    idle       a service that nobody asks anything
    machine    where this was measured
    report     the tables
    table      how figures are printed
    size       how much is measured

Rates near the floor are compared within pairs of short rounds, one right after the other: on a machine that
does other things as well, only such ratios mean something.
"""
