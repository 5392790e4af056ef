"""A Teams tenant on 127.0.0.1: the Bot Connector, signed activities, and what each person sees.

In reading order:

    standin.py    TeamsStandIn: start it, act as its people, make it fail, wait, look
    person.py     what a person can do and see          seen.py      a message through one reader's eyes
    pen.py hand.py  writing; pressing buttons           happening.py installing, renaming, coming and going
    tenant.py     all state                             account.py conversation.py message.py dialog.py
    connector.py  the Bot Connector over HTTP           method.py roster.py  its operations
    graph.py      Microsoft Graph's messages, with consent
    outbound.py   what it takes as an activity          posting.py   writing messages
    lint.py       what Teams would refuse in cards      cardkit.py rule.py
    inbound.py    the shapes of what the app is sent    wire.py      sending it, signed
    issuer.py     signing keys and their documents      credential.py  the app's bearer tokens
    identity.py   both over HTTP                        invoke.py    what the app may answer, and what it does
    composer.py   typed text -> sent text               markup.py reading.py  sent text -> read text
    element.py form.py mention.py                       buttons and fields of a card; filling them in; who is pinged
    sight.py target.py                                  what one can see, what one aims at
    founding.py dump.py                                 the first day, the whole state in words
    limit.py record.py refusal.py answer.py             rate limits, records, errors, the app's answers
    pane.py picture.py race.py                          Teams on the page; twenty press at once
"""

from playground.teams.answer import Answer
from playground.teams.conversation import Conversation
from playground.teams.dialog import Dialog
from playground.teams.element import Button
from playground.teams.form import FormIncomplete
from playground.teams.issuer import Issuer, Key
from playground.teams.message import Message
from playground.teams.person import Person
from playground.teams.record import Call, Complaint
from playground.teams.seen import Seen
from playground.teams.standin import TeamsStandIn
from playground.teams.target import ButtonGone, NotVisible

__all__ = [
    "Answer",
    "Button",
    "ButtonGone",
    "Call",
    "Complaint",
    "Conversation",
    "Dialog",
    "FormIncomplete",
    "Issuer",
    "Key",
    "Message",
    "NotVisible",
    "Person",
    "Seen",
    "TeamsStandIn",
]
