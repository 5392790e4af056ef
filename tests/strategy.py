"""Text as the worst people write it, and handoffs made of it: what property tests draw from."""

from dataclasses import replace

from hypothesis import strategies as st

from core.assessment import OFF, Assessment, Confidence, Fact, Findings, Status, Step
from core.handoff import Handoff, Priority, Quote, Snapshot, Source, Tried
from core.people import Party
from tests.people import ALEX, JANE, NOON, READY, SAM, UNAVAILABLE, WRITING, claimed, identity, open_handoff, withdrawn

NASTY = (
    "<!channel>",
    "<!here|here>",
    "<!everyone>",
    "<@U0SAM>",
    "<@U123|sam>",
    "<!subteam^S123|admins>",
    "<#C123|general>",
    "<https://evil.example|bank.example>",
    "<!date^1|@here>",
    "@channel @here @everyone",
    "*bold* _italic_ ~gone~ `code`",
    "```\nfence\n```",
    "> quoted",
    "&amp;lt;!channel&gt;",
    "&lt;!channel&gt;",
    '"quoted" \\ back\\slash',
    "שלום עולם",
    "مرحبا بالعالم",
    "\u202egnp.exe\u202c",
    "\u2066isolated\u2069",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "e\u0301\u0301\u0301",
    "\x00\x07\x1b[31m",
    "\u200b\u2060\ufeff",
    "\ud800",
    "\ue0000\ue001",
    "\r\n\r\n\r\n",
    "\u2028\u2029\x85\x0b\x0c",
    "#4711 E-42 /escalate here !urgent",
    "{time} {0} %s",
)
"""What has mentioned, formatted, forged or broken messages elsewhere."""

LONG = ("&" * 3_000, "<" * 3_000, "😀" * 3_000, "W" * 20_000, "a b\n" * 5_000, '"' * 20_000, "<!channel> " * 1_800)

anything = st.text(st.characters(codec=None), max_size=200)
nasty = st.lists(st.one_of(st.sampled_from(NASTY), anything), max_size=6).map(" ".join)
worst = st.one_of(nasty, st.sampled_from(LONG), st.tuples(nasty, st.sampled_from(LONG)).map("".join))
"""Any text at all, as it may come in."""

_names = st.sampled_from(("Sam Okafor", "<!channel>", "<@U0SAM> *x*", "N" * 80, "&" * 80, "名前 姓", "שם"))


quotes = st.builds(Quote, author=nasty, text=worst, at=st.one_of(st.none(), st.just(NOON)))
sources = st.builds(
    Source,
    st.lists(quotes, max_size=12).map(tuple),
    st.just("") | nasty,
    of=st.integers(0, 3_000),
    missed=st.sampled_from(["", "Slack did not answer in time"]),
    conversation=st.just(""),
)


def snapshots() -> st.SearchStrategy[Snapshot]:
    """Snapshots as they would be without any cleaning or cutting before them: a card has to stand even that."""
    return st.builds(
        Snapshot,
        problem=worst,
        reason=worst,
        tried=st.lists(st.builds(Tried, worst), max_size=45).map(tuple),
        ticket=st.one_of(st.just(""), nasty.map(lambda text: text[:41])),
        customer=st.one_of(st.just(""), nasty.map(lambda text: text[:80])),
        priority=st.sampled_from(Priority),
        masked=st.integers(0, 3),
        source=st.none() | sources,
    )


def assessments() -> st.SearchStrategy[Assessment]:
    """Assessments of every status; a ready one with whatever a model might say."""
    findings = st.builds(
        Findings,
        summary=worst,
        facts=st.lists(st.builds(Fact, worst, st.just("f1")), max_size=8).map(tuple),
        likely_cause=worst,
        steps=st.lists(st.builds(Step, worst, worst, st.booleans()), max_size=8).map(tuple),
        questions=st.lists(worst, max_size=8).map(tuple),
        confidence=st.sampled_from(Confidence),
    )
    ready = findings.map(lambda found: Assessment(Status.READY, found, model="claude-test"))
    return st.one_of(st.sampled_from((OFF, WRITING, UNAVAILABLE, READY)), ready)


def handoffs() -> st.SearchStrategy[Handoff]:
    """Handoffs in every state that a card shows, of the worst text, by people of the worst names."""

    def made(snapshot: Snapshot, assessment: Assessment, name: str, stands: str, ordinal: int, is_for: bool) -> Handoff:
        handoff = open_handoff(snapshot, ordinal=ordinal, assessment=assessment)
        handoff = replace(handoff, escalator=replace(handoff.escalator, name=name))
        if is_for:
            handoff = replace(handoff, directed=Party(SAM.id, name, (identity(SAM),)))
        if stands == "claimed":
            return claimed(handoff, ALEX)
        return withdrawn(handoff, JANE) if stands == "withdrawn" else handoff

    stands = st.sampled_from(("open", "claimed", "withdrawn"))
    return st.builds(made, snapshots(), assessments(), _names, stands, st.integers(1, 3), st.booleans())
