"""What may go wrong.

    BatonError                 .words = what a person may be shown;  str(e) = what the log needs
    ├── NotFound               also for another account's id: existence is not revealed
    ├── NotAllowed             role or account
    ├── InvalidRequest         what was sent cannot be meant
    ├── Unavailable            the database cannot be reached just now; .uncertain when it was lost in the commit
    ├── DeliveryFailed
    │   ├── TryAgain(after)    429 with Retry-After, 412, 5xx, timeouts
    │   ├── Gone               the message that should be edited is no longer there: post anew
    │   └── GiveUp             revoked token, archived channel, no permission: needs a human
    │       └── PerhapsSent    it may have arrived twice unseen, and is not sent a third time
    └── AssessmentFailed       late, overloaded, refused, unreadable

Neither ``words`` nor ``str(e)`` ever holds a token, a URL with a token, or a customer's text.
"""

from datetime import timedelta

from core.assessment import Tokens


class BatonError(Exception):
    """Something that should not happen, or did not work; told apart from an expected outcome."""

    words = "Something went wrong on our side. Nothing was changed."
    code = ""
    """The vendor's word for it, one of few: what is counted. Empty for what is no vendor's."""

    def __init__(self, detail: str = "", *, words: str | None = None) -> None:
        super().__init__(detail or words or self.words)
        if words is not None:
            self.words = words


class NotFound(BatonError):
    """There is no such thing here, or it is not this person's to know of."""

    words = "There is no such handoff here."


class NotAllowed(BatonError):
    """The person's role or account does not allow it."""

    words = "You may not do that here."


class InvalidRequest(BatonError):
    """What was sent cannot be meant: a button that is not ours, a form without its fields."""

    words = "That could not be understood. Nothing was changed."


class Unavailable(BatonError):
    """The database did not answer. ``uncertain`` when that happened while committing: it may have been kept."""

    words = "Baton cannot reach its database just now: nothing was changed, and nothing was sent."
    words_uncertain = "Baton's database did not answer in time, so it is not certain whether that was kept."

    def __init__(self, detail: str, *, uncertain: bool = False) -> None:
        super().__init__(detail, words=self.words_uncertain if uncertain else None)
        self.uncertain = uncertain


class DeliveryFailed(BatonError):
    """A message did not reach its destination. Each subclass says what to do about it."""


class TryAgain(DeliveryFailed):
    """It may work later.

    ``after`` is the vendor's own waiting time, when it named one. ``uncertain`` means that the request went
    out and no answer came back: it may have been carried out. ``busy`` means that the vendor asked for time, for
    everything that goes there. ``most`` is after how many attempts in a row it is given up, where that is soon.
    """

    def __init__(
        self,
        detail: str,
        *,
        after: timedelta | None = None,
        uncertain: bool = False,
        busy: bool = False,
        most: int | None = None,
        words: str | None = None,
    ) -> None:
        super().__init__(detail, words=words)
        self.busy = busy
        self.most = most
        self.after = after
        self.uncertain = uncertain


class Gone(DeliveryFailed):
    """The message to edit is definitely no longer there."""


class GiveUp(DeliveryFailed):
    """It will not work until a human changes something; ``words`` says what."""


class PerhapsSent(GiveUp):
    """It was sent, and sent once more, and nobody said whether either arrived: a third would be one too many."""

    words = "it may have arrived, but nobody said so: it was sent twice, and is not sent a third time"


class AssessmentFailed(BatonError):
    """The model gave nothing usable; ``words`` is the short reason a card shows: "timed out", "refused".

    ``tokens`` is what that cost, where the model said so.
    """

    def __init__(self, detail: str, *, words: str | None = None, tokens: Tokens | None = None) -> None:
        super().__init__(detail, words=words)
        self.tokens = tokens
