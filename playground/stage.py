"""Everything that plays together: the panes, the model, and who one may be on the page."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from playground.bell import Bell
from playground.cast import Actor
from playground.model import ModelStandIn
from playground.pane import CannotDo, Json, Pane

MODEL_MODES: Mapping[str, str] = {
    "quick": "answers in 2 s",
    "slow": "answers in 20 s",
    "hang": "hangs",
    "overloaded": "overloaded (529)",
}
_LATENCY = {"quick": 2.0, "slow": 20.0}


class Stage:
    """What the page shows and does, over all chats. `bells` ring when something may look different."""

    def __init__(
        self, people: Sequence[Actor], panes: Sequence[Pane], model: ModelStandIn, bells: Sequence[Bell]
    ) -> None:
        self._people = people
        self._panes = {pane.name: pane for pane in panes}
        self._model = model
        self._bells = bells
        self._mode = ""
        self._set_model("quick")

    @property
    def revision(self) -> int:
        """A number that grows with every change."""
        return sum(bell.revision for bell in self._bells)

    async def changed(self) -> None:
        """Return at the next change."""
        rings = [asyncio.ensure_future(bell.next_ring()) for bell in self._bells]
        try:
            await asyncio.wait(rings, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for ring in rings:
                ring.cancel()

    def state(self, handle: str, places: Mapping[str, str]) -> Json:
        """The page for this person; `places` says which conversation ("slack") and thread are open."""
        actor = next((a for a in self._people if a.handle == handle), self._people[0])
        shown = {
            name: pane.state(actor.handle, places.get(name, ""), places.get(f"{name}_thread", ""))
            for name, pane in self._panes.items()
        }
        modes = {name: pane.faults() for name, pane in self._panes.items()}
        modes["model"] = {"mode": self._mode, "modes": dict(MODEL_MODES), "asked": len(self._model.requests)}
        return {
            "revision": self.revision,
            "you": actor.handle,
            "people": [_person(a) for a in self._people],
            "panes": shown,
            "faults": modes,
        }

    async def do(self, body: Mapping[str, Any]) -> Json:
        """One act: {"pane", "as", "act", …}; a fault switch is {"fault": whose, "mode"}. Raises CannotDo."""
        if "fault" in body:
            return self._set_fault(str(body["fault"]), str(body.get("mode")))
        pane = self._panes.get(str(body.get("pane")))
        if pane is None:
            raise CannotDo("no such chat")
        if body.get("act") == "race":
            return await pane.race(dict(body))
        if body.get("as") not in {actor.handle for actor in self._people}:
            raise CannotDo("nobody of that name plays here")
        return await pane.do(str(body["as"]), str(body.get("act")), dict(body))

    def _set_fault(self, whose: str, mode: str) -> Json:
        if whose == "model":
            self._set_model(mode)
        elif whose in self._panes:
            self._panes[whose].set_fault(mode)
        else:
            raise CannotDo("no such server")
        return {}

    def _set_model(self, mode: str) -> None:
        if mode not in MODEL_MODES:
            raise CannotDo(f"no such mode: {mode}")
        self._model.heal()
        self._model.latency = _LATENCY.get(mode, 0.0)
        if mode == "hang":
            self._model.fail(times=None, hang=3600)
        if mode == "overloaded":
            self._model.fail(times=None, status=529)
        self._mode = mode
        self._model.bell.ring()


def _person(actor: Actor) -> Json:
    return {"handle": actor.handle, "name": actor.name, "about": actor.about, "timezone": actor.timezone}
