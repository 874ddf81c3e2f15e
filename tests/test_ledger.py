"""What conversion remembers: a run looks at what changed, and comes to what a run from nothing would."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from broken import run_child
from conftest import ROOT, Project, read_tree
from kawat import convert, ledger, opening, settling
from kawat.convert import Conversion
from kawat.errors import KawatError
from test_learning import make_release
from texts import make_text

OLD = 1_700_000_000


def write_old(project: Project, name: str, headline: str) -> Path:
    """A text that has not changed for years."""
    path = project.write_text(name, make_text(headline=headline))
    os.utime(path, (OLD, OLD))
    return path


def convert_counting(project: Project, monkeypatch: pytest.MonkeyPatch) -> tuple[Conversion, int]:
    """A run, and how many texts and posts it opened."""
    opened = []
    read_bytes = Path.read_bytes

    def count(path: Path) -> bytes:
        if path.suffix in (".txt", ".md"):
            opened.append(path)
        return read_bytes(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", count)
        return project.convert(), len(opened)


def age_posts(project: Project) -> None:
    """Posts whose time of change can be trusted; the run after it looks at them once more."""
    for path in project.content.rglob("*.md"):
        os.utime(path, (OLD, OLD))
    project.convert()


def test_untouched_texts_and_posts_are_not_opened(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new text among many is all that is read, and what was set aside is looked at again."""
    for number in range(30):
        write_old(project, f"{number}.en.txt", f"Headline {number}")
    write_old(project, "bad.en.txt", "")
    project.convert()
    age_posts(project)
    conversion, opened = convert_counting(project, monkeypatch)
    assert (conversion.read, conversion.unchanged, len(conversion.set_aside), opened) == (31, 30, 1, 1)
    write_old(project, "new.en.txt", "One more")
    conversion, opened = convert_counting(project, monkeypatch)
    assert (conversion.read, len(conversion.written), conversion.unchanged, opened) == (32, 1, 30, 2)


def test_bulk_is_read_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The posts that a run wrote are known to the next, but for those of its last moment."""
    for number in range(20):
        write_old(project, f"{number}.en.txt", f"Headline {number}")
    monkeypatch.setattr("kawat.walk.RACY_NS", 0)
    project.convert()
    conversion, opened = convert_counting(project, monkeypatch)
    assert (conversion.unchanged, opened) == (20, 0)


def test_a_run_without_news_loads_no_reader(project: Project) -> None:
    """Nor patterns, nor languages, nor workers: most of the time would be theirs."""
    write_old(project, "a.en.txt", "Headline")
    project.convert()
    age_posts(project)
    code = (
        "import sys; from kawat.cli import main; assert main(sys.argv[1:]) == 0;"
        "print(*sorted({'kawat.wire.reader', 'kawat.languages', 'babel', 'multiprocessing'} & set(sys.modules)))"
    )
    places = [str(place) for place in (project.wire, project.content)]
    command = [sys.executable, "-c", code, "convert", *places, "--cache", str(project.cache), "-j", "2"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT / "plugins")}
    )
    assert "1 texts read, 0 posts written, 0 rewritten, 1 unchanged" in done.stderr
    assert done.stdout == "\n"


def test_deleted_post_is_written_again(project: Project) -> None:
    write_old(project, "a.en.txt", "Headline")
    project.convert()
    (path,) = project.content.rglob("*.md")
    before = path.read_bytes()
    path.unlink()
    assert len(project.convert().written) == 1
    assert path.read_bytes() == before


def test_copy_counts_when_the_first_one_goes(project: Project) -> None:
    """Two texts with the same bytes: one is set aside, until the other has gone."""
    first = write_old(project, "a.en.txt", "Headline")
    project.convert()
    shutil.copy2(first, project.wire / "b.en.txt")
    assert [str(finding) for finding in project.convert().set_aside] == [
        "b.en.txt:1: the same text as a.en.txt; expected each text once"
    ]
    first.unlink()
    conversion = project.convert()
    assert (conversion.set_aside, conversion.read, conversion.unchanged) == ([], 1, 1)
    assert len(list(project.content.rglob("*.md"))) == 1


def test_name_that_is_no_utf8_is_set_aside(project: Project) -> None:
    write_old(project, "a.en.txt", "Headline")
    with open(os.path.join(os.fsencode(project.wire), b"\xff.en.txt"), "wb") as file:
        file.write(make_text(headline="Other").encode())
    for _ in range(2):
        assert [str(finding) for finding in project.convert().set_aside] == [
            "\\xff.en.txt:1: its name is no UTF-8; rename the file"
        ]


@pytest.mark.parametrize("damage", ["deleted", "garbled", "cut", "of other code", "a folder's name"])
def test_ledger_is_disposable(project: Project, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    """Without it, or with a damaged one, a run finds the same."""
    write_old(project, "a.en.txt", "Headline")
    write_old(project, "b.en.txt", "")
    project.convert()
    (path,) = project.cache.glob("wire-*.sqlite")
    data = path.read_bytes()
    if damage == "deleted":
        path.unlink()
    elif damage == "garbled":
        path.write_bytes(b"?" * len(data))
    elif damage == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "of other code":
        monkeypatch.setattr(convert, "fingerprint_package", lambda: "another")
    else:
        path.write_bytes(b"")
    before = read_tree(project.content)
    conversion = project.convert()
    assert (conversion.read, conversion.unchanged, len(conversion.set_aside)) == (2, 1, 1)
    assert read_tree(project.content) == before


@pytest.mark.parametrize("fill", [b"\0", b"?"])
def test_ledger_damaged_inside_is_made_anew(project: Project, fill: bytes) -> None:
    """Whichever page of its file is damaged, a run ends well and finds what one without a ledger does."""
    for number in range(12):
        write_old(project, f"{number}.en.txt", f"Headline {number}")
    project.convert()
    (path,) = project.cache.glob("wire-*.sqlite")
    data, before = path.read_bytes(), read_tree(project.content)
    pages = range(0, len(data), 4096)
    assert len(pages) > 8
    for start in pages:
        path.write_bytes(data[:start] + fill * 4096 + data[start + 4096 :])
        conversion = project.convert()
        assert (conversion.read, conversion.set_aside, conversion.conflicts) == (12, [], [])
        assert read_tree(project.content) == before


def test_run_waits_for_another_and_takes_nothing_from_it(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another conversion is at work, its ledger is left alone and named."""
    write_old(project, "a.en.txt", "Headline")
    project.convert()
    (path,) = project.cache.glob("wire-*.sqlite")
    monkeypatch.setattr(ledger, "SECONDS", 0.01)
    for lock in ("IMMEDIATE", "EXCLUSIVE"):
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute(f"BEGIN {lock}")
            with pytest.raises(KawatError, match="another conversion is at work"):
                project.convert()
            assert other.execute("SELECT count(*) FROM texts").fetchone() == (1,)
    assert project.convert().unchanged == 1


RELEASES = {f"{number}.en.txt": make_release(number) for number in range(9)}
KILLS = [(call, at) for call, most in (("write", 11), ("keep", 3)) for at in range(most)]


@pytest.mark.parametrize("is_deleting", [False, True])
@pytest.mark.parametrize(("call", "at"), KILLS)
def test_killed_run_is_gone_on_with(
    project: Project,
    make_project: Callable[[], Project],
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    at: int,
    is_deleting: bool,
) -> None:
    """Killed at any post or checkpoint, a post deleted then: the next run reads what is left, and ends as one would."""
    monkeypatch.setattr(convert, "CHECKPOINT", 3)
    for one in (project, other := make_project()):
        for name, text in RELEASES.items():
            one.write_text(name, text)
    other.convert()
    assert run_child(lambda: convert_until(project, call, at)) == -signal.SIGKILL
    left = sorted(project.content.rglob("*.md"))
    if is_deleting and left:
        left[-1].unlink()
    read = []
    read_wires = opening.read_wires
    monkeypatch.setattr(
        opening, "read_wires", lambda data, source, *rest: read.append(source) or read_wires(data, source, *rest)
    )
    conversion = project.convert()
    assert read_tree(project.content) == read_tree(other.content)
    assert (conversion.read, conversion.set_aside, conversion.conflicts) == (len(RELEASES), [], [])
    kept = 3 * at if call == "keep" else at // 3 * 3
    # Two texts are looked at again, at most twice, since a third ends as they do; and that of the deleted post.
    assert len(read) <= len(RELEASES) - kept + 4 + is_deleting


def convert_until(project: Project, call: str, at: int) -> None:
    """A conversion that is killed before it writes a post, or keeps its ledger, for a time that is counted from 0."""
    calls = count()
    module, name = (settling, "write_atomically") if call == "write" else (ledger.Ledger, "keep")
    proper = getattr(module, name)

    def step(*arguments: object) -> object:
        if next(calls) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return proper(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, step)
        project.convert()


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["write", "remove", "copy", "edit post", "delete post", "forget"]),
        st.integers(0, 3),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=8,
)


@given(ACTIONS)
@example([("write", 3, 2), ("write", 0, 2), ("write", 3, 1), ("delete post", 1, 2)])
@example([("write", 3, 2), ("delete post", 0, 1), ("write", 0, 2), ("delete post", 0, 0), ("delete post", 1, 0)])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_memory_changes_nothing(make_project: Callable[[], Project], actions: list[tuple[str, int, int]]) -> None:
    """Any sequence of changes, with a run after each: a run with the ledger finds what one without it does."""
    project, other = make_project(), make_project()
    for action, number, version in actions:
        for one in (project, other):
            do(one, action, number, version)
        shutil.rmtree(other.cache, ignore_errors=True)
        found, expected = project.convert(), other.convert()
        assert summary(found) == summary(expected)
        assert found.read == len(list(project.wire.glob("*.txt")))
        assert read_tree(project.content) == read_tree(other.content)


def summary(conversion: Conversion) -> tuple[object, ...]:
    findings = ([str(one) for one in some] for some in (conversion.set_aside, conversion.conflicts))
    return (conversion.read, conversion.unchanged, conversion.written, conversion.rewritten, *findings)


def do(project: Project, action: str, number: int, version: int) -> None:
    text = project.wire / f"{number}.en.txt"
    posts = sorted(project.content.rglob("*.md"))
    if action == "write":
        project.write_text(text.name, make_text(headline=f"Headline {number} {version}"))
    elif action == "remove":
        text.unlink(missing_ok=True)
    elif action == "copy" and text.exists():
        shutil.copyfile(text, project.wire / f"{version}.en.txt") if number != version else None
    elif action == "edit post" and posts:
        post = posts[number % len(posts)]
        post.write_text(post.read_text("utf-8") + f"\nEdited {version}.\n", "utf-8")
    elif action == "delete post" and posts:
        posts[number % len(posts)].unlink()
    elif action == "forget":
        shutil.rmtree(project.cache, ignore_errors=True)
