"""The walls between the packages stand, and each is really there: pulled down, it is missed."""

import ast
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("core", "storage", "bot", "integrations", "playground")

# The contract, the file that breaks it, and how.
FORBIDDEN = [
    ("core", "core/__init__.py", "import sqlalchemy"),
    ("core", "core/__init__.py", "from bot import settings"),
    ("core", "core/__init__.py", "import storage"),
    ("storage", "storage/__init__.py", "import bot.slack"),
    ("storage", "storage/__init__.py", "import integrations"),
    ("integrations", "integrations/__init__.py", "import storage"),
    ("service", "bot/slack/__init__.py", "import storage"),
    ("service", "bot/intruder.py", "import integrations"),
    ("doors", "bot/slack/__init__.py", "import bot.teams"),
    ("doors", "bot/teams/__init__.py", "import bot.slack"),
    ("doors", "bot/http/__init__.py", "import bot.slack"),
    ("doors", "bot/slack/__init__.py", "def late():\n    import bot.service"),
    ("playground-not-known", "bot/slack/__init__.py", "import playground"),
    ("playground-not-known", "bot/service.py", "def late():\n    import playground"),
    ("playground-knows-nobody", "playground/__init__.py", "import core"),
    ("playground-knows-nobody", "playground/__init__.py", "import bot.service"),
    ("home-of-botbuilder", "bot/http/__init__.py", "import botbuilder.core"),
    ("home-of-slack", "core/__init__.py", "import slack_sdk"),
    ("home-of-slack", "bot/service.py", "import slack_bolt"),
    ("home-of-anthropic", "bot/service.py", "import anthropic"),
    ("home-of-sqlalchemy", "bot/service.py", "import sqlalchemy"),
]

# May be written later than the walls around them.
EXPECTED = ("bot/slack/__init__.py", "bot/teams/__init__.py", "bot/http/__init__.py", "bot/service.py")


def linted(tree: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    only = [argument for contract in contracts for argument in ("--contract", contract)]
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo", *only]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages as they are, to pull walls down in."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=not_python)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for module in EXPECTED:
        (tmp_path / module).parent.mkdir(exist_ok=True)
        (tmp_path / module).touch()
    return tmp_path


def not_python(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not (name.endswith(".py") or (Path(folder) / name).is_dir())]


def test_every_wall_stands() -> None:
    run = linted(ROOT)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_copy_in_which_we_pull_walls_down_is_sound(copy: Path) -> None:
    run = linted(copy)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(("contract", "module", "statement"), FORBIDDEN)
def test_an_import_through_a_wall_is_noticed(copy: Path, contract: str, module: str, statement: str) -> None:
    with (copy / module).open("a") as file:
        file.write(f"\n{statement}\n")
    run = linted(copy, contract)
    assert run.returncode == 1
    assert "0 kept, 1 broken" in run.stdout, run.stdout + run.stderr


def test_every_contract_is_tried() -> None:
    contracts = settings()["tool"]["importlinter"]["contracts"]
    assert {contract["id"] for contract in contracts} == {contract for contract, _, _ in FORBIDDEN}


def test_core_imports_nothing_at_all_but_the_standard_library() -> None:
    """The contract can only name the packages that we know of."""
    assert imported("core") <= sys.stdlib_module_names | {"core"}


def test_the_playground_is_loaded_only_when_the_demo_is_asked_for() -> None:
    tree = ast.parse((ROOT / "bot/__main__.py").read_text())
    assert "playground" not in {name for statement in tree.body for name in names_in(statement)}


def test_every_library_that_we_import_is_declared() -> None:
    """Not merely there because something else brought it along."""
    declared = {normal(requirement) for requirement in settings()["project"]["dependencies"]}
    used = set().union(*map(imported, PACKAGES)) - sys.stdlib_module_names - {*PACKAGES, "manifests"}
    installed = importlib.metadata.packages_distributions()
    undeclared = {name for name in used if not declared & {normal(each) for each in installed.get(name, [])}}
    assert not undeclared


def settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def normal(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", name[0]).lower() if name else ""


def imported(package: str) -> set[str]:
    """The top-level names that its files import, at whatever depth of the code."""
    trees = (ast.parse(file.read_text()) for file in (ROOT / package).rglob("*.py"))
    return {name for tree in trees for node in ast.walk(tree) for name in names_in(node)}


def names_in(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module.partition(".")[0]
