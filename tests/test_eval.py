"""``make eval``: the cases, the rules by which answers are counted, and the command against any model of the wire."""

import asyncio
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from core.assessment import Fact, Findings, Step
from core.case import case_text
from core.escalation import snapshot_of
from eval.cases import cases
from eval.judge import is_grounded, judged
from playground.advice import advice_for
from playground.model import KEY, ModelStandIn

ROOT = Path(__file__).parent.parent
LYON = next(case for case in cases() if case.name == "vpn-drops-on-the-hour")
ASKED = case_text(snapshot_of(LYON.entry))


async def eval_(**named: str) -> tuple[int, str, str]:
    """Exit code, output and complaints, with nothing in the environment but these settings."""
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **named}
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "eval")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environ, stdout=pipe, stderr=pipe)
    out, err = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode or 0, out.decode(), err.decode()


def test_there_are_cases_of_everything_that_a_service_desk_meets() -> None:
    told = cases()
    assert len(told) >= 20
    assert len({case.problem for case in told}) == len(told)
    areas = Counter(case.area for case in told)
    wanted = {"mail flow", "VPN", "directory", "backup", "printing", "line of business", "networking"}
    assert set(areas) == wanted
    assert min(areas.values()) >= 3
    assert all(case.tried for case in told)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_every_case_becomes_a_prompt_with_all_that_was_said_in_it(case: Any) -> None:
    asked = case_text(snapshot_of(case.entry))
    assert [what for what in case.tried if what not in asked.text] == []
    assert asked.messages.of == len(case.said)
    assert "Winter2024" not in asked.text


@pytest.mark.parametrize(
    ("fact", "source", "expected"),
    [
        ("The VPN drops every 60 minutes in Lyon", "f1", True),
        ("Lyon's VPN connection dropped each 60 minutes for everybody", "f1", True),
        ("The VPN drops every 30 minutes in Lyon", "f1", False),  # another number
        ("The VPN drops every 60 minutes in Lyon", "f2", False),  # of another line
        ("The VPN drops every 60 minutes in Lyon", "f99", False),  # no line at all
        ("The firewall's firmware is out of date", "f1", False),
        ("Lyon got a new firewall on Friday", "m1", True),
        ("", "f1", False),
    ],
)
def test_a_fact_is_grounded_when_its_words_stand_in_the_line_it_names(fact: str, source: str, expected: bool) -> None:
    assert is_grounded(Fact(fact, source), ASKED) is expected


def test_steps_that_were_tried_are_counted_and_those_that_the_model_did_not_call_so() -> None:
    steps = (Step("Update the client to 5.1.3", ""), Step("Align the lifetimes", ""), Step("x", "", already_tried=True))
    told = judged(Findings("x", (Fact("Paris is fine", "f1"), Fact("Made up", "f7")), steps=steps), ASKED)
    assert (told.steps, told.tried, told.repeated) == (3, 2, 1)
    assert "Made up" in told.invented


async def test_without_a_key_the_stand_in_answers_and_the_table_says_what_that_is_worth() -> None:
    code, out, err = await eval_()
    assert (code, err) == (0, "")
    assert "There is no ANTHROPIC_API_KEY: the stand-in answers" in out
    assert "nothing about any model" in out
    assert all(f"\n{case.name} " in out for case in cases())
    for column in ("grounded", "invented", "tried before", "time", "tokens"):
        assert column in out


async def test_the_same_command_asks_whatever_server_is_configured_and_counts_what_it_invents() -> None:
    async with ModelStandIn() as vendor:
        vendor.answer_by(inventing)
        code, out, _ = await eval_(**{**vendor.settings(), "BATON_MODEL": "claude-test"})
        assert (code, len(vendor.requests)) == (0, len(cases()))
        assert {request.body["model"] for request in vendor.requests} == {"claude-test"}
        assert any(KEY in value for value in vendor.requests[0].headers.values())
        assert f"{len(cases())} cases, asked of claude-test." in out
        assert "stand-in answers" not in out
        assert out.count("not in the line it names: The moon was full") == len(cases())
        vendor.fail(stop="refusal", times=2)
        code, out, _ = await eval_(**vendor.settings())
        assert code == 1
        assert out.count("no assessment: refused") == 2
        assert "2 without an assessment" in out


def inventing(asked: str) -> dict[str, Any]:
    """The stand-in's advice, and a fact that stands nowhere."""
    told = advice_for(asked)
    told["what_we_know"] = [*told["what_we_know"][:1], {"fact": "The moon was full", "source": "f1"}]
    return dict(json.loads(json.dumps(told)))
