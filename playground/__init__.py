"""Stand-ins that speak the vendors' real wire protocols on 127.0.0.1, and a page to play with them.

In reading order:

    cast.py      the people: who they are, in no chat's words
    bell.py      "something changed": how tests and the page wait without sleeping
    fault.py     the ways a server can fail, carried out over real HTTP
    site.py      one aiohttp application on a loopback port
    slack/       a Slack workspace: Web API, signed requests, what each person sees
    teams/       a Teams tenant: Bot Connector, signed activities, what each person sees
    story.py     the main job as a story, in either chat; crossing.py one escalation over both,
                 passing.py one that goes from hand to hand over both
    aside.py     an escalation of a message, in a Teams chat of two people
    model.py     the Anthropic Messages API; advice.py what it says, schema.py making it fit
    pane.py      what the page needs of a chat
    stage.py     all stand-ins together, and what the page shows and does with them
    server.py    the page and its JSON API, for this machine only
    page/        the page itself (static files)

Nothing here imports the product: it is spoken to over HTTP, as the vendors would.
"""
