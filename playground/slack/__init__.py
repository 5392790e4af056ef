"""A Slack workspace on 127.0.0.1: the Web API, signed requests, and what each person sees.

In reading order:

    standin.py    SlackStandIn: start it, act as its people, make it fail, wait, look
    person.py     what a person can do and see          seen.py      a message through one reader's eyes
    workspace.py  all state                             member.py channel.py message.py view.py
    api.py        the Web API over HTTP                 argument.py  which methods, which arguments
    chat.py conversation.py directory.py modal.py       the methods
    posting.py    writing messages                      reply.py     answers and response_urls
    lint.py       what Slack would refuse in blocks     blockkit.py rule.py element.py
    wire.py       signed requests to the app            payload.py   their shapes
    event.py      the Events API with retries           form.py      filling in modals
    composer.py   typed text -> sent text               mrkdwn.py reading.py  sent text -> read text
    founding.py dump.py target.py                       the first day, the whole state in words, what one aims at
    pane.py picture.py race.py                          Slack on the page; twenty press at once
    limit.py record.py refusal.py answer.py             rate limits, records, errors, the app's answers
"""

from playground.slack.answer import Answer
from playground.slack.form import FormIncomplete
from playground.slack.person import Person
from playground.slack.record import Call, Complaint
from playground.slack.seen import Button, Seen
from playground.slack.standin import SlackStandIn
from playground.slack.target import ButtonGone, NotVisible

__all__ = [
    "Answer",
    "Button",
    "ButtonGone",
    "Call",
    "Complaint",
    "FormIncomplete",
    "NotVisible",
    "Person",
    "Seen",
    "SlackStandIn",
]
