"""The command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import ROOT, Project
from kawat.cli import main, take_now
from kawat.errors import KawatError
from texts import make_text

KEYS = [
    "source", "headline", "marker", "day", "agency", "place", "date", "standfirst", "body", "disclaimer", "sectors",
    "boilerplate", "about", "contact", "legal", "copyright", "origin", "tail", "repeat", "unknown", "language",
    "margin", "evidence", "encoding", "decoded", "warnings", "error", "parts",
]  # fmt: skip


def test_read_prints_an_object_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(str(path) for path in (ROOT / "wire").glob("*.txt"))
    assert main(["read", *files]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(files)
    for line, file in zip(lines, files, strict=True):
        found = json.loads(line)
        assert list(found) == KEYS
        assert found["source"] == file
        assert found["error"] is None


def test_read_tells_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A bad text has nulls and an error; a missing file is named; the exit status is 1."""
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff")
    assert main(["read", str(bad), str(tmp_path / "none.txt")]) == 1
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert found["headline"] is None
    assert found["error"].endswith("bad.txt:1: byte 0xff is no UTF-8; expected a text in UTF-8")
    assert "none.txt: No such file or directory" in err


@pytest.mark.parametrize("arguments", [["--help"], ["read", "--help"], ["convert", "--help"], ["check", "--help"]])
def test_help_helps(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 0
    assert "usage: kawat" in capsys.readouterr().out


def test_wrong_usage_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["publsh"])
    assert caught.value.code == 2
    assert "invalid choice" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--executor", "dask://"], ["-j", "many"], ["--dry", "--report"], ["--explain"]])
def test_wrong_options_are_status_2(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["convert", str(tmp_path), str(tmp_path), *options])
    assert caught.value.code == 2
    assert "usage: kawat" in capsys.readouterr().err


def test_missing_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", str(tmp_path / "none"), str(tmp_path)]) == 1
    assert "no such folder; expected the folder of wire texts" in capsys.readouterr().err


def test_check_finds_a_broken_link(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.write_text("a.en.txt", make_text())
    project.convert()
    project.build()
    assert main(["check", str(project.output)]) == 0
    page = project.output / "en" / "index.html"
    page.write_text(page.read_text().replace("<main", '<a href="/gone/">x</a><main'))
    assert main(["check", str(project.output)]) == 1
    assert "leads to '/gone/'; there is no such file" in capsys.readouterr().out


def test_check_of_no_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == 1
    assert "no site; expected a folder that the build has made" in capsys.readouterr().err


def test_now_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert take_now().isoformat() == "1970-01-02T00:00:00+00:00"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "tomorrow")
    with pytest.raises(KawatError, match="expected seconds since 1970"):
        take_now()
