"""A story as it is told on a terminal: what each person does, what each then sees, and whether it is right."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Transcript:
    """Prints as the story goes on, and remembers what went wrong."""

    write: Callable[[str], object] = field(default_factory=lambda: sys.stdout.write)
    wrong: list[str] = field(default_factory=list)
    checked: int = 0

    def chapter(self, title: str) -> None:
        """A new part of the story."""
        self.write(f"\n── {title}\n")

    def does(self, who: str, what: str) -> None:
        """A person acts."""
        self.write(f"\n{who} {what}\n")

    def sees(self, who: str, where: str, words: str) -> None:
        """What a person has on the screen."""
        self.write(f"   {who} sees {where}:\n" + "".join(f"      │ {line}\n" for line in words.splitlines()))

    def check(self, promise: str, kept: object) -> None:
        """A sentence that must be true now."""
        self.checked += 1
        if not kept:
            self.wrong.append(promise)
        self.write(f"   {'✓' if kept else '✗ WRONG:'} {promise}\n")

    def ends(self) -> bool:
        """The last lines; True when everything was right."""
        self.write(f"\n{self.checked - len(self.wrong)} of {self.checked} promises kept.\n")
        for promise in self.wrong:
            self.write(f"   ✗ {promise}\n")
        return not self.wrong
