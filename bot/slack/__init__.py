"""Slack: signed requests in, blocks out.

In reading order:

    edge          the HTTP handler: nothing is parsed before its signature is checked
    signature     Slack's request signature, strictly
    app           Bolt, with our own authorize and one listener for each kind of request
    press         a button that was pressed, out of Slack's payload
    words         text as Slack escapes it, as people wrote it
    command       the words after ``/escalate``, carried out
    action        the buttons
    form          the escalation form; submission takes it, about is what it carries
    shortcut      the form on a message
    quote         a message as a quote
    capture       the messages of a thread, as many as there is time for
    spoken        what is said to Baton in a message; ear carries it out
    home          App Home: one page a person
    thread        what people write under cards
    answer        how the person who acted is answered
    blocks        messages as Block Kit
    client        Slack's Web API, over one session
    failure       Slack's error codes, in our errors
    limit         what Slack takes, and how fast
    gateway       posting, editing and finding messages
    roster        who is who in the workspace
    installation  the workspace we are installed in, learned at the start and kept up to date
"""
