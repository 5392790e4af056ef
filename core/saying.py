"""How Baton is spoken to: the same words in every chat, after another beginning."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saying:
    """What stands before the words. ``person`` is how somebody is named who it is for,
    ``besides`` what else there is to know about speaking. ``tells_the_thread`` where one line in the thread that a
    case comes from says who has it."""

    before: str
    person: str = "@sam"
    besides: str = ""
    tells_the_thread: bool = False

    def say(self, words: str) -> str:
        """The words as they are typed: ``/escalate here``, ``@Baton here``."""
        return f"{self.before} {words}"


IN_SLACK = Saying(
    "/escalate",
    besides="In Baton's own conversation say the same words alone, in a thread after @Baton.",
    tells_the_thread=True,
)
IN_TEAMS = Saying("@Baton", "@Sam", "In your own chat with Baton you can leave @Baton out.")
