"""The doors: chats and HTTP turn what people do into verbs of the desk.

In reading order:

    settings     everything that can be configured, and every fault of it in words
    slack/       Slack
    http/        the server, health
    turns        who is begun when a crowd presses at once
    background   tasks that somebody owns
    clockwork    the sweeps
    carrying     the couriers
    service      the composition root: ``assembled(settings)``
    __main__     the command line
"""
