"""What Hypothesis draws: what somebody does, before it is known who has what.

What is drawn depends on nothing that happened: races end this way or that, and Hypothesis plays them again.
"""

from dataclasses import dataclass

from hypothesis import strategies as st

from core.people import Platform
from tests.life.action import SLACK, TEAMS, Action
from tests.life.stage import CAST

MANY = 11
"""Indexes of things of which there are a few."""

CHATS = st.sampled_from([SLACK, TEAMS])
SOMEBODY = st.sampled_from([*["who may"] * 6, "assignee", "escalator", *CAST])
"""Some by what they are to the handoff: else most of what is done would be refused."""

WORDS = st.sampled_from(["", "Outlook stops", "no rights", "printer"])
VERDICTS = st.sampled_from(["", "", "undecided", "worked", "partly", "failed", "waiting", "dismissed"])


@dataclass(frozen=True)
class Drawn:
    """What somebody does, before it is known who the assignee is."""

    on: int
    by: str
    to: str
    chat: Platform
    entered: Action


ANYTHING = st.builds(
    Drawn,
    on=st.integers(0, MANY),
    by=SOMEBODY,
    to=st.sampled_from(["", "", *CAST]),
    chat=CHATS,
    entered=st.builds(
        Action,
        verb=st.just(""),
        by=st.just(""),
        chat=CHATS,
        pressed_in=st.sampled_from(["", "", "", "", "card", "card", "elsewhere"]),
        words=WORDS,
        to_chat=CHATS,
        about=st.integers(0, 2),
        verdict=VERDICTS,
        note=st.sampled_from(["", "same error"]),
        waiting_worked=st.booleans(),
        priority=st.sampled_from(["normal", "urgent"]),
        ticket=st.sampled_from(["", "#4711"]),
        look=st.sampled_from([0, 4]),
    ),
)


PRELUDES = st.sampled_from(
    [
        (),
        ("claim",),
        ("claim", "attempt"),
        ("claim", "hand_back"),
        ("claim", "resolve"),
        ("claim", "resolve", "reopen"),
        ("claim", "pass_on"),
        ("claim", "set_aside"),
        ("claim", "withdraw"),
    ]
)
"""How lives begin: much of what can go wrong comes after something that went well."""
