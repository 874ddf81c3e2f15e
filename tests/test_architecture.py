"""The house's rules, held by tests: what may import what, no language in code, docs that are true."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from conftest import ROOT, TAGS

PACKAGE = ROOT / "plugins" / "kawat"
MODULES = sorted(PACKAGE.rglob("*.py"))
TOOLS = sorted(path for folder in ("bench", "fuzz") for path in (ROOT / folder).rglob("*.py"))
FLOORS = ("errors", "languages", "wire", "desk", "press", "publish", "hooks")
DOCS = sorted((ROOT / "docs").glob("*.md"))


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    found = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return found | {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE if path in MODULES else ROOT).with_suffix("").as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_hooks_imports_pelican_and_only_the_schema_sqlite(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(path)}
    assert "pelican" not in roots or name_of(path) == "hooks"
    assert "sqlite3" not in roots or name_of(path) in ("press/schema", "ledger")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_dependencies_run_one_way(path: Path) -> None:
    """hooks → publish → press → desk → wire → languages → errors."""
    own = name_of(path).split("/")[0]
    if own not in FLOORS:
        return
    below = FLOORS[: FLOORS.index(own) + 1]
    used = {name.split(".")[1] for name in imports(path) if name.startswith("kawat.")}
    assert {name for name in used if name in FLOORS} <= set(below)


@pytest.mark.parametrize("path", [*MODULES, *TOOLS], ids=name_of)
def test_code_names_no_language(path: Path) -> None:
    """No language tag stands in code; docstrings and defaults of settings aside."""
    tree = ast.parse(path.read_text("utf-8"))
    compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare | ast.Dict | ast.Set | ast.Match)]
    constants = {item.value for node in compared for item in ast.walk(node) if isinstance(item, ast.Constant)}
    # "id" is a post's key too, "th" a cell of an HTML table.
    assert constants & (set(TAGS) - {"id", "th"}) == set()


@pytest.mark.parametrize("path", [*MODULES, *TOOLS], ids=name_of)
def test_modules_and_functions_are_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= 40, node.name
        if isinstance(node, ast.ExceptHandler):
            assert getattr(node.type, "id", "") not in ("", "Exception") or isinstance(
                node.type, ast.Tuple | ast.Attribute
            )


def test_languages_are_named_in_no_setting_or_template() -> None:
    """A language is two files: templates and settings know none."""
    tags = "|".join(re.escape(tag) for tag in TAGS if tag not in ("id", "en"))
    for path in [*(ROOT / "theme" / "templates").rglob("*.*"), ROOT / "pelicanconf.py", ROOT / "Makefile"]:
        assert not re.search(rf"[\"'=]({tags})[\"']", path.read_text("utf-8")), path


@pytest.mark.parametrize(
    "path",
    [*DOCS, *(ROOT / path / "README.md" for path in ("", "bench", "fuzz"))],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_docs_name_what_exists(path: Path) -> None:
    """Every path and make target in the docs is there, and a page is under two screens."""
    text = path.read_text("utf-8")
    if path.name not in ("README.md", "design.md"):
        assert text.count("\n") <= 100
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"make ([a-z-]+)`", text)) <= targets
    for name in re.findall(r"`((?:plugins|theme|tests|docs|wire|content|requirements|bench|fuzz)/[\w./-]*)`", text):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (path.parent / name).exists(), name


def test_map_names_every_module() -> None:
    """The README's map has every module of the package, so that a stranger finds where to change a thing."""
    text = (ROOT / "README.md").read_text("utf-8")
    missing = [
        name_of(path) for path in MODULES if path.name not in ("__init__.py", "__main__.py") and path.name not in text
    ]
    assert missing == []
