"""Microsoft Teams: signed activities in, Adaptive Cards out.

In reading order:

    cloud          Microsoft's clouds: whom to ask for keys and tokens, and who signs
    edge           the HTTP handler: nothing is believed before its token is checked
    token          the token that an activity comes with, checked
    keys           the keys that sign those tokens, held ready
    refusal        why a request is not taken
    mention        what people wrote, without the markup that Teams puts around it
    reference      the conversations we have heard of, and how each is reached
    adaptive_card  messages as Adaptive Cards
    inert          words in which nothing works
    capture        the thread that a message stands in, where it may be read: graph reads it, team names its group
    credentials    our own tokens, for the way out
    connector      the Bot Connector's API, over one session
    failure        Teams's error codes, in our errors
    limit          what Teams takes, and how fast
    gateway        posting and editing messages
    roster         who is who in the tenant

    turn           botbuilder's pipeline, with a listener for each kind of activity; attempt is what becomes of failures
    sender         who did something, and where
    press          a button that was pressed; button is how it is made, seal how it proves that one person saw it
    action         presses, carried out
    command        words, carried out: said is what was said, one_line a problem in one line
    thread         what people write under cards
    dialog         what a button opens, and what a form leads to
    form           the escalation form as a dialog; submission carries it out
    message_action the form on a message; payload is that message, markup its words
    question       any other verb's form as a dialog; taking_in carries them out
    answer         how whoever acted is answered
    installation   the tenant we are in; welcome is what it is told
    door           all of it, joined
"""
