"""What Baton says where it was added."""

from bot.teams.answer import with_form
from core.conversation import Shape
from core.message import Bullets, Message, Text, line

_WHAT = "Baton passes the baton: whoever is stuck escalates, and whoever presses Pick Up first has it, with a briefing."

_STEPS = Message(
    "Baton is here",
    (
        Text(line(_WHAT)),
        Bullets(
            "To set it up:",
            (
                line("In the channel where cards should go, an admin says: @Baton here"),
                line("Whoever is to get receipts and briefings adds Baton for themselves, too: Apps, Baton, Add"),
                line("Try it, in any channel: @Baton Outlook stops syncing #4711 !urgent"),
            ),
        ),
        Text(line("To see what else can be said: @Baton help")),
    ),
)
_HELLO = Message(
    "Baton is here",
    (
        Text(line(_WHAT)),
        Text(
            line("Stuck? Say what the problem is, here or to @Baton in a channel. To see what else can be said: help")
        ),
    ),
)


def welcome(shape: Shape) -> Message:
    """The steps for a team; for a person or a group chat, how it is used."""
    return _STEPS if shape is Shape.CHANNEL else with_form(_HELLO)
