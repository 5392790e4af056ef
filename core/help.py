"""What can be said to Baton, in one message."""

from core.message import Bullets, Message, Text, line

HELP = Message(
    "How to use Baton",
    (
        Text(line("Stuck? Ask the team for a senior. Whoever presses Pick Up first has it, and gets a briefing.")),
        Bullets(
            "Say:",
            (
                line("/escalate: the form"),
                line(
                    "/escalate Outlook stops syncing #4711 !urgent @sam: in one line, with ticket, priority, for whom"
                ),
                line("/escalate queue: what waits for somebody"),
                line("/escalate mine: what you escalated and what you have"),
                line("/escalate E-42: one handoff in full"),
                line("/escalate claim E-42: pick it up"),
                line("/escalate withdraw E-42: help is no longer needed"),
                line("/escalate here: cards come to this channel (admins)"),
            ),
        ),
        Text(line("Priorities: !urgent, !high, !normal, !low. Anything else you say is taken as a problem.")),
    ),
)
