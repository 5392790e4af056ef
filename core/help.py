"""What can be said to Baton, in one message."""

from core.message import Bullets, Message, Text, line
from core.saying import IN_SLACK, IN_TEAMS, Saying

_FORMS = "attempt, hand back, hand over, further, park, change"
_PROBLEM = "Outlook stops syncing #4711 !urgent"


def help_in(saying: Saying) -> Message:
    """The words and what each does, as they are said in one chat."""
    return Message(
        "How to use Baton",
        (
            Text(line("Stuck? Ask the team for a senior. Whoever presses Pick Up first has it, and gets a briefing.")),
            Bullets(
                "Say:",
                (
                    line(f"{saying.before}: the form"),
                    line(f"{saying.say(_PROBLEM)} {saying.person}: in one line, with ticket, priority, for whom"),
                    line(f"{saying.say('queue')}: what waits for somebody"),
                    line(f"{saying.say('mine')}: what you escalated and what you have"),
                    line(f"{saying.say('E-42')}: one handoff in full"),
                    line(f"{saying.say('claim E-42')}: pick it up"),
                    line(f"{saying.say('park …')}: keep it for later, and tell nobody"),
                    line(f"{saying.say('resolve E-42')}: the form of a button; so do {_FORMS}"),
                    line(f"{saying.say('resume E-42')}: go on with what was set aside; reopen E-42: with what is over"),
                    line(f"{saying.say('withdraw E-42')}: help is no longer needed"),
                    line(f"{saying.say('here')}: cards come to this channel (admins)"),
                ),
            ),
            Text(line("Priorities: !urgent, !high, !normal, !low. Anything else you say is taken as a problem.")),
            *((Text(line(saying.besides)),) if saying.besides else ()),
        ),
    )


HELP = help_in(IN_SLACK)
HELP_IN_TEAMS = help_in(IN_TEAMS)
