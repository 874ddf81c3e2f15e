"""What is kept in ``__pycache__``: the same as without it, and what a run need not load or compile because of it."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from kawat import snapshots
from kawat.cldr import read_usage
from kawat.errors import KawatError
from kawat.files import PACKAGE
from kawat.languages import load_known
from kawat.snapshots import name_snapshot, read_toml, recall
from kawat.wire import identifier

TEXT = """Neue Brücke über die Örtze eröffnet

CELLE, 4. November 2026 – (dpa) – Die Stadt hat am Mittwoch eine Brücke für Fußgänger und Radfahrer freigegeben.

„Wir haben lange darauf gewartet“, sagte die Bürgermeisterin. Größere Schäden hätten den Bau verzögert.

Pressekontakt: Büro der Bürgermeisterin, presse@celle.example
"""


@pytest.fixture(autouse=True)
def _keeping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Snapshots are kept, in a folder of the test's own."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    snapshots._recall_tables.cache_clear()
    yield
    snapshots._recall_tables.cache_clear()


def give(times: int, value: dict[str, Any]) -> tuple[list[dict[str, Any]], int]:
    """What is given so many times, and how often it was made."""
    made = 0

    def make() -> dict[str, Any]:
        nonlocal made
        made += 1
        return value

    given = [recall("thing", make) for _ in range(times)]
    return given, made


def test_it_is_made_once() -> None:
    """Days come back as days."""
    value = {"a": {"day": date(2026, 11, 4), "texts": ["Örtze", "京"]}}
    assert give(3, value) == ([value] * 3, 1)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"5", b'{"key": "other", "made": {}}', b"\xff"])
def test_what_is_damaged_or_old_is_made_anew(damage: bytes) -> None:
    give(1, {"a": 1})
    name_snapshot("thing.json").write_bytes(damage)
    assert give(2, {"a": 2}) == ([{"a": 2}] * 2, 1)


def test_damage_within_is_made_anew() -> None:
    give(1, {"a": 1})
    path = name_snapshot("thing.json")
    path.write_text(json.dumps({"key": json.loads(path.read_text("utf-8"))["key"], "made": 5}))
    assert give(1, {"a": 2}) == ([{"a": 2}], 1)


def test_another_package_is_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of code or tables, and another Babel."""
    give(1, {"a": 1})
    with monkeypatch.context() as patch:
        patch.setattr(snapshots, "fingerprint_package", lambda: "changed")
        assert give(1, {"a": 2}) == ([{"a": 2}], 1)
    monkeypatch.setattr(snapshots.babel, "__version__", "0")
    assert give(1, {"a": 3}) == ([{"a": 3}], 1)


def test_nothing_is_kept_where_python_keeps_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert give(2, {"a": 1}) == ([{"a": 1}] * 2, 2)
    assert not (tmp_path / "kept").exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "kept").write_text("no folder")
    assert give(2, {"a": 1}) == ([{"a": 1}] * 2, 2)


def test_tables_are_what_toml_says() -> None:
    """Of every table of the package, parsed and kept; one elsewhere is parsed, and a fault names its file."""
    paths = sorted(PACKAGE.rglob("*.toml"))
    parsed = [tomllib.loads(path.read_text("utf-8")) for path in paths]
    for _ in range(2):
        assert [read_toml(path, KawatError) for path in paths] == parsed
        snapshots._recall_tables.cache_clear()
    kept = json.loads(name_snapshot("tables.json").read_text("utf-8"))["made"]
    assert len(kept) == len(paths) > 60


def test_a_table_that_is_no_toml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("a = 1")
    assert read_toml(path, KawatError) == {"a": 1}
    for damaged in (b"a = ", b'a = "\xff"'):
        path.write_bytes(damaged)
        with pytest.raises(KawatError, match=r"x\.toml: no valid TOML: .*; expected TOML in UTF-8"):
            read_toml(path, KawatError)


@pytest.mark.parametrize("tag", sorted(load_known()))
def test_usage_is_what_cldr_says(tag: str) -> None:
    language = load_known()[tag]
    assert language.usage == read_usage(language.locale)


def test_the_unpacked_model_is_the_packed_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is unpacked once, and ranks the same."""
    from py3langid.langid import LanguageIdentifier

    texts = ("Die Brücke ist offen", "The bridge is open", "Міст відкрито", "桥已开通", "")
    load = identifier.load_identifier.__wrapped__
    packed = LanguageIdentifier.from_model_file("data/model.npz.xz")
    load()
    monkeypatch.setattr(LanguageIdentifier, "from_model_file", lambda *_: pytest.fail("it was unpacked"))
    unpacked = load()
    assert [unpacked.rank(text) for text in texts] == [packed.rank(text) for text in texts]
    assert unpacked.labels == packed.labels


def run(code: str, prefix: Path) -> list[str]:
    environment = {"PYTHONPATH": str(ROOT / "plugins"), "PYTHONPYCACHEPREFIX": str(prefix)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, input=TEXT, capture_output=True, text=True, check=True, env=environment)
    return done.stdout.splitlines()


READ = """
import sys
from kawat.desk.tables import load_desk
from kawat.wire.reader import read_wires
(wire,) = read_wires(sys.stdin.buffer.read(), "bruecke.de.txt", load_desk().languages, load_desk().agencies)
assert (wire.place, str(wire.date), wire.agency) == ("CELLE", "2026-11-04", "dpa"), wire
"""


def test_a_declared_text_loads_what_it_needs(tmp_path: Path) -> None:
    """No model, no container's reader, no detector, and no language of CLDR; a second text of its language neither."""
    code = (
        "print(*sorted({'numpy', 'py3langid', 'chardet', 'tomllib', 'babel.dates', 'email', 'zipfile', 'xml',"
        "'kawat.wire.boxes.opener'} & set(sys.modules)))\n"
        "from babel import localedata; print(len(localedata._cache))"
    )
    run(READ, tmp_path / "cache")
    assert run(READ + code, tmp_path / "cache") == ["", "0"]


def test_a_declared_text_compiles_what_it_needs(tmp_path: Path) -> None:
    """The words of its own language, and of them few; some agencies' names, out of hundreds; few codecs."""
    code = """
from kawat.wire import datelines, labels, mojibake, names, phrases
print(labels.load_labels.cache_info().currsize, datelines.load_datelines.cache_info().currsize)
import gc
count = lambda kind: sum(len(one._compiled) for one in gc.get_objects() if isinstance(one, kind))
print(count(phrases.Choice), count(names.Names), mojibake._load_pattern.cache_info().currsize)
"""
    loaded, compiled = run(READ + code, tmp_path / "cache")
    assert loaded == "1 1"
    choices, spellings, patterns = map(int, compiled.split())
    assert 0 < choices < 10
    assert 0 < spellings < 60
    assert patterns <= 3
