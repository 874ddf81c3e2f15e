"""The report, the table, the run that only says what it would do, and the reader's own account of a text."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from conftest import NOW, ROOT, Project, read_tree
from kawat.cli import main
from kawat.conversion import Outcome
from kawat.desk.tables import load_desk
from kawat.opening import Text
from kawat.records import Recorder, _fit
from kawat.report import Finding
from kawat.telling import describe_parts, explain_wire
from kawat.wire.reader import read_wire
from test_learning import make_release
from test_opening import make_zip
from texts import make_text

THIN = "Jembatan dibuka\n\nJembatan itu dibuka oleh warga kota.\n"
ENTRY = {
    "source", "file", "sha256", "outcome", "review", "post", "reason", "notices", "date", "date_from", "sectors",
    "unknown_sectors", "headline", "agency", "place", "printed", "language", "margin", "evidence", "encoding",
    "decoded", "warnings", "error", "parts",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment of all runs."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


def run(project: Project, *options: str) -> int:
    return main(["convert", str(project.wire), str(project.content), "--cache", str(project.cache), *options])


def report(project: Project, *options: str, status: int = 0) -> dict[str, Any]:
    path = project.root / "reports" / "report.json"
    assert run(project, "--report", str(path), *options) == status
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def fill(project: Project) -> None:
    """One text of each outcome, and a second copy."""
    project.write_text("good.en.txt", make_text(marker="OSLO, 4 November 2026 – (Bentang Newswire) – "))
    project.write_text("edited.en.txt", make_text(headline="Edited"))
    project.write_text("changed.en.txt", make_text(headline="Changed"))
    project.convert()
    for path in project.content.rglob("*edited*.md"):
        path.write_text(path.read_text("utf-8") + "\nBy hand.\n", "utf-8")
    project.write_text("edited.en.txt", make_text(headline="Edited", body=("Another body.",)))
    project.write_text("changed.en.txt", make_text(headline="Changed again"))
    project.write_text("new.en.txt", make_text(headline="New", sectors="Sectors: Transport, Xylophones"))
    project.write_text("copy.en.txt", make_text(headline="New"))
    project.write_text("empty.txt", b"")
    project.write_text("box.zip", make_zip({"a.en.txt": make_text(headline="A"), "b.txt": b"\0"}))


OUTCOMES = {
    "box.zip#a.en.txt": "written",
    "box.zip#b.txt": "set aside",
    "changed.en.txt": "rewritten",
    "copy.en.txt": "written",
    "edited.en.txt": "conflict",
    "empty.txt": "set aside",
    "good.en.txt": "unchanged",
    "new.en.txt": "written",
}


def test_report_has_each_text_once(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """Outcome, language, date and its origin, sectors, parts; what was not opened otherwise is read for it."""
    fill(project)
    found = report(project)
    assert {entry["source"]: entry["outcome"] for entry in found["texts"]} == OUTCOMES
    assert [entry["source"] for entry in found["texts"]] == sorted(OUTCOMES)
    assert found["counts"] == {"conflict": 1, "rewritten": 1, "set aside": 2, "unchanged": 1, "written": 3}
    assert found["dry_run"] is False
    texts = {entry["source"]: entry for entry in found["texts"]}
    good, new = texts["good.en.txt"], texts["new.en.txt"]
    assert set(good) == ENTRY
    assert (good["language"], good["margin"], good["agency"], good["place"]) == ("en", 1.0, "Bentang Newswire", "OSLO")
    assert (good["date"], good["date_from"], good["printed"]) == ("2026-11-04", "dateline", "2026-11-04")
    assert (new["date"], new["date_from"]) == ("2026-11-24", "day of conversion")
    assert (new["sectors"], new["unknown_sectors"]) == (["transport"], ["Xylophones"])
    assert new["parts"][0] == {"role": "headline", "lines": [1, 1]}
    assert texts["changed.en.txt"]["date_from"] == "post"
    assert texts["box.zip#a.en.txt"]["file"] == "box.zip"
    assert all((project.content / entry["post"]).is_file() for entry in found["texts"] if entry["post"])
    assert texts["empty.txt"]["reason"] == "empty.txt:1: an empty file; expected a headline and paragraphs"
    table = capsys.readouterr().out.splitlines()
    assert table[0].split() == ["outcome", "language", "margin", "agency", "date", "place", "source"]
    assert len(table) == 1 + len(OUTCOMES)
    assert table[-2].split()[:3] == ["unchanged", "en", "1.00"]
    assert table[6].endswith("empty.txt  (an empty file)")


def test_report_tells_of_texts_that_have_gone(project: Project) -> None:
    """A run that reads everything still notices what is not there any more."""
    for name in "ab":
        project.write_text(f"{name}.en.txt", make_text(headline=name))
    project.convert()
    (project.wire / "a.en.txt").unlink()
    assert [entry["source"] for entry in report(project)["texts"]] == ["b.en.txt"]
    assert project.convert().read == 1


def test_report_has_files_that_cannot_be_named(project: Project) -> None:
    with open(os.path.join(os.fsencode(project.wire), b"\xff.en.txt"), "wb") as file:
        file.write(make_text().encode())
    for _ in range(2):
        (entry,) = report(project)["texts"]
        assert (entry["source"], entry["outcome"]) == ("\\xff.en.txt", "set aside")
        assert entry["reason"] == "\\xff.en.txt:1: its name is no UTF-8; rename the file"


def test_text_that_is_looked_at_twice_stands_there_once(project: Project) -> None:
    """The later entry, with the outcome of both looks; what was learned is told."""
    for number in range(3):
        project.write_text(f"{number}.en.txt", make_release(number))
    found = report(project)
    assert [entry["outcome"] for entry in found["texts"]] == ["written"] * 3
    assert all("boilerplate" in {part["role"] for part in entry["parts"]} for entry in found["texts"])
    (lesson,) = found["learned"]
    assert (lesson["agency"], lesson["language"], lesson["texts"]) == ("Pelita Kawat", "en", 3)
    assert lesson["begins"].startswith("Pelita Kawat carries")
    assert report(project)["learned"] == found["learned"]


def test_dry_run_writes_nothing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what a run does then; content, ledger and quarantine stay byte for byte."""
    fill(project)
    before = read_tree(project.root)
    assert run(project, "--dry-run") == 0
    out, err = capsys.readouterr()
    assert read_tree(project.root) == before
    assert out.splitlines()[0].split()[:2] == ["would", "be"]
    assert err.splitlines()[-1].startswith(
        "wire: 8 texts read; 3 posts would be written, 1 rewritten, 2 unchanged (1 in conflict), 2 texts set aside;"
        " nothing was written"
    )
    assert run(project, "--dry-run", "--strict") == 1
    dry = report(project, "--dry-run")
    assert dry["dry_run"] is True
    wet = report(project)
    assert [entry | {"decoded": ""} for entry in dry["texts"]] == [entry | {"decoded": ""} for entry in wet["texts"]]


def test_dry_run_without_a_cache_makes_none(project: Project) -> None:
    for number in range(3):
        project.write_text(f"{number}.en.txt", make_release(number))
    assert run(project, "--dry-run") == 0
    assert sorted(path.name for path in project.root.iterdir()) == ["content", "wire"]
    assert list(project.content.iterdir()) == []


def test_report_on_standard_output_stands_alone(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    fill(project)
    assert run(project, "--report", "-", "--dry-run") == 0
    assert len(json.loads(capsys.readouterr().out)["texts"]) == len(OUTCOMES)
    assert not (project.root / "-").exists()


def test_thin_margins_are_for_review(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """In the report, in the table and in the last line."""
    project.write_text("thin.txt", THIN)
    project.write_text("sure.en.txt", make_text())
    found = report(project)
    assert {entry["source"]: entry["review"] for entry in found["texts"]} == {"thin.txt": True, "sure.en.txt": False}
    assert found["review"] == ["thin.txt"]
    out, err = capsys.readouterr()
    assert [" ? " in line for line in out.splitlines()[1:]] == [False, True]
    assert ", 1 to review, " in err.splitlines()[-1]
    assert "thin.txt:1: its language, " in err


def test_report_that_cannot_be_written_is_named(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the run where that can be known; the status is 1."""
    project.write_text("a.en.txt", make_text())
    assert run(project, "--report", str(project.root)) == 1
    assert "a folder; expected a file for the report" in capsys.readouterr().err
    assert list(project.content.iterdir()) == []
    assert run(project, "--report", str(project.wire / "a.en.txt" / "x.json")) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_run_that_breaks_off_leaves_the_old_report(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write_text("a.en.txt", make_text())
    path = project.root / "report.json"
    path.write_text("old")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Recorder, "record", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(project, "--report", str(path))
    assert path.read_text() == "old"
    assert [one.name for one in project.root.iterdir() if one.name.startswith(".kawat")] == []


def test_names_and_wide_characters_cannot_break_the_table() -> None:
    recorder = Recorder(load_desk())
    source = "a\x1b[2J\u202e\ud800.txt"
    outcome = Outcome("set aside", finding=Finding(source, f"{source}:1", "a name", "rename it"))
    recorder.record(Text(source, source, ""), outcome)
    table = io.StringIO()
    recorder.write_table(is_dry=False, file=table)
    recorder.close()
    assert len(table.getvalue().splitlines()) == 2
    assert table.getvalue().replace("\n", "").isprintable()
    assert [_fit(text, 4) for text in ("ab", "abcde", "通讯", "通讯社", "e\u0301tat")] == [
        "ab  ", "abc…", "通讯", "通… ", "e\u0301tat",
    ]  # fmt: skip


# -- read


def test_explain_shows_every_line_with_its_rule(capsys: pytest.CaptureFixture[str]) -> None:
    path = ROOT / "wire" / "000_6fe308af405c580b.txt"
    assert main(["read", "--explain", str(path)]) == 0
    out = capsys.readouterr().out
    numbered = [line for line in out.splitlines() if line[:6].strip().isdigit()]
    assert {int(line[:6]) for line in numbered} == set(range(1, 1 + len(path.read_text("utf-8").splitlines())))
    wire = read_wire(path.read_bytes(), path.name)
    assert len(numbered) == len(wire.parts)  # each is on one line
    for part, line in zip(wire.parts, numbered, strict=True):
        assert line[6:].split()[:1] == [part.role]
        assert part.role == "blank" or (part.rule or "the story") in line
    assert "  language  id (" in out


def test_explain_cannot_move_the_cursor() -> None:
    wire = read_wire("A headline \x1b[31m\n\nA paragraph \u202eof it.\n".encode(), "\x1b.en.txt")
    assert all(line.isprintable() for line in explain_wire(wire))


def test_parts_have_their_lines() -> None:
    """From the first line to the last; parts of one role are one, whatever blank lines are between them."""
    wire = read_wire(make_text().encode(), "a.en.txt")
    found = describe_parts(wire)
    assert found[0] == {"role": "headline", "lines": [1, 1]}
    lines = [part["lines"] for part in found]
    assert lines == sorted(lines)  # type: ignore[type-var]
    assert {"role": "body", "lines": [5, 7]} in found


def test_files_that_cannot_be_read_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--explain", str(tmp_path)]) == 1
    assert "Is a directory; expected a readable file" in capsys.readouterr().err
