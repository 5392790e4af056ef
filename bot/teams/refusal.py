"""Why a request is not taken."""


class Refused(Exception):
    """A request that is not taken: the status, the words for its sender, and what the log needs.

    Neither ever holds a token or what the request says.
    """

    def __init__(self, status: int, words: str, detail: str = "") -> None:
        super().__init__(detail or words)
        self.status = status
        self.words = words


def not_signed(detail: str) -> Refused:
    """401. The sender is told nothing of what was wrong."""
    return Refused(401, "not signed by the Bot Framework for this bot", detail)
