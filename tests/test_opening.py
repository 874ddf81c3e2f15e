"""Files of the wire: opened in order, read here or by workers, each text with a source and a digest of its own."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from conftest import Project, read_tree
from kawat import opening
from kawat.conversion import Conversion
from kawat.desk.tables import load_desk
from kawat.errors import KawatError
from kawat.opening import Opened, Opener, digest_text, open_file
from kawat.wire.reader import read_wires
from texts import make_text

TEXTS = {f"{number:02}.en.txt": make_text(headline=f"Headline {number}") for number in range(23)}


def make_zip(texts: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in texts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return packed.getvalue()


def open_all(project: Project, workers: int, known: tuple[str, ...] = ()) -> list[Opened]:
    opener = Opener(project.wire, load_desk(), lambda source, digest: source in known, workers)
    names = sorted(path.name for path in project.wire.iterdir())
    return list(opener.open_all(names, len(names)))


@pytest.fixture
def _is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small work is large."""
    monkeypatch.setattr(opening, "LARGE_WORK", 2)
    monkeypatch.setattr(opening, "BATCH", 3)


@pytest.mark.usefixtures("_is_large")
def test_workers_give_the_same_in_the_same_order(project: Project) -> None:
    """Files in order, whoever reads them; what is known is not read, and what cannot be opened says why."""
    for name, text in TEXTS.items():
        project.write_text(name, text)
    project.write_text("11.zip", make_zip({"a.en.txt": make_text(headline="A"), "b.en.txt": make_text(headline="B")}))
    (project.wire / "12.link").symlink_to("/dev/null")
    alone, together = open_all(project, 1, ("05.en.txt",)), open_all(project, 2, ("05.en.txt",))
    shown = [[(one.source, one.digest, one.wires, str(one.error)) for one in some] for some in (alone, together)]
    assert shown[0] == shown[1]
    assert [one.source for one in alone] == sorted(path.name for path in project.wire.iterdir())
    found = {one.source: one for one in together}
    assert (found["05.en.txt"].wires, found["12.link"].wires) == (None, None)
    assert "no regular file" in str(found["12.link"].error)
    assert [text.source for text in found["11.zip"].list_texts()] == ["11.zip#a.en.txt", "11.zip#b.en.txt"]
    assert all(one.data == b"" for one in together)


@pytest.mark.usefixtures("_is_large")
def test_workers_write_the_same_posts(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in TEXTS.items():
        project.write_text(name, text)
    assert len(project.convert(workers=2).written) == len(TEXTS)
    before = read_tree(project.content)
    for path in project.content.rglob("*.md"):
        path.unlink()
    assert len(project.convert(workers=1).written) == len(TEXTS)
    assert read_tree(project.content) == before


@pytest.mark.usefixtures("_is_large")
def test_a_worker_that_is_killed_ends_the_run(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an error, and the next run goes on."""
    for name, text in TEXTS.items():
        project.write_text(name, text)
    parent, read_wires = os.getpid(), opening.read_wires

    def kill_worker(data: bytes, source: str, *rest: object) -> object:
        if os.getpid() != parent and source.startswith("17"):
            os.kill(os.getpid(), signal.SIGKILL)
        return read_wires(data, source, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(opening, "read_wires", kill_worker)
        with pytest.raises(KawatError, match="a worker was killed; free memory and try again"):
            project.convert(workers=2)
    assert project.convert(workers=2).read == len(TEXTS)
    assert len(list(project.content.rglob("*.md"))) == len(TEXTS)


@pytest.mark.usefixtures("_is_large")
def test_few_files_are_open_at_a_time(project: Project) -> None:
    """However many there are: they are opened as their turn comes, and let go when they were read."""
    for number in range(120):
        project.write_text(f"{number:03}.en.txt", make_text(headline=f"Headline {number}"))
    names = sorted(path.name for path in project.wire.iterdir())
    for workers in (1, 2):
        asked = 0

        def ask() -> Iterator[str]:
            nonlocal asked
            for name in names:
                asked += 1
                yield name

        opener = Opener(project.wire, load_desk(), lambda source, digest: False, workers)
        for number, opened in enumerate(opener.open_all(ask(), len(names)), start=1):
            assert asked - number <= opening.BATCH * (opening.AHEAD * workers + 1)
            assert opened.data == b""
        assert asked == len(names)


def test_batches_are_bounded_by_number_and_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BATCH", 3)
    monkeypatch.setattr(opening, "BATCH_BYTES", 100)
    files = [Opened(str(number), data=b"x" * size) for number, size in enumerate((1, 1, 1, 99, 1, 500, 1))]
    assert [len(batch) for batch in opening._cut(files)] == [3, 2, 1, 1]


def test_a_file_that_is_too_large_is_not_read(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST_FILE", 10)
    project.write_text("a.en.txt", "x" * 11)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("it was read"))
    assert "11 bytes long" in str(open_file(project.wire, "a.en.txt").error)


def test_digest_is_of_the_bytes_and_of_what_is_stated() -> None:
    """A plain text's is its file's, in a container or beside it; what a container states is a part of it."""
    data = make_text().encode()
    (wire,) = read_wires(data, "a.en.txt")
    assert digest_text(wire) == hashlib.sha256(data).hexdigest()
    (packed,) = read_wires(make_zip({"a.en.txt": data}), "box.zip")
    assert digest_text(packed) == digest_text(wire)
    item = '{"uri": "x", "language": "en", "versioncreated": "%s", "headline": "A bridge", "body_text": "It opens."}'
    (one,), (other,) = (read_wires((item % day).encode(), "a.json") for day in ("2026-11-04", "2026-11-05"))
    assert one.rebuild() == other.rebuild()
    assert digest_text(one) != digest_text(other)


# -- containers in a conversion


def what_became(conversion: Conversion) -> dict[str, str]:
    return {source: outcome.what for source, outcome in conversion.outcomes.items()}


def test_each_text_of_a_container_is_a_text(project: Project) -> None:
    """Posts of their own, counted, set aside singly; the box's sidecar is for all of them."""
    texts = {"a.en.txt": make_text(headline="A"), "b.txt": b"", "c.txt": b"\0\0", "d.en.txt": make_text(headline="D")}
    project.write_text("box.zip", make_zip(texts))
    project.write_text("box.toml", "date = 2025-03-04\n")
    conversion = project.convert()
    assert (conversion.read, len(conversion.written), len(conversion.set_aside)) == (4, 2, 2)
    assert {finding.source for finding in conversion.set_aside} == {"box.zip#b.txt", "box.zip#c.txt"}
    for path in project.content.rglob("*.md"):
        assert "Date: 2025-03-04\n" in path.read_text("utf-8")
        assert "Story: box.zip-" in path.read_text("utf-8")
    again = project.convert()
    assert (again.read, again.unchanged, len(again.set_aside)) == (4, 2, 2)


def test_a_changed_container_changes_the_posts_of_changed_texts(project: Project) -> None:
    """Others are not written; a text that has gone from it leaves its post and is not counted."""
    texts: dict[str, str | bytes] = {f"{name}.en.txt": make_text(headline=f"Text {name}") for name in "abc"}
    project.write_text("box.zip", make_zip(texts))
    project.convert()
    times = {path: path.stat().st_mtime_ns for path in project.content.rglob("*.md")}
    texts["b.en.txt"] = make_text(headline="Text b, corrected")
    project.write_text("box.zip", make_zip(texts))
    assert sorted(what_became(project.convert()).values()) == ["rewritten", "unchanged", "unchanged"]
    assert sum(path.stat().st_mtime_ns != time for path, time in times.items()) == 1
    del texts["a.en.txt"]
    project.write_text("box.zip", make_zip(texts))
    conversion = project.convert()
    assert (conversion.read, conversion.unchanged, len(list(project.content.rglob("*.md")))) == (2, 2, 3)
    (project.wire / "box.zip").unlink()
    assert project.convert().read == 0


@pytest.mark.parametrize("name", ["a.en.txt", "z.en.txt"])
@pytest.mark.parametrize("is_forgetful", [False, True])
def test_the_same_text_in_a_container_and_beside_it(project: Project, name: str, is_forgetful: bool) -> None:
    """The first one holds the post, however the files are called and whatever is remembered."""
    project.write_text("box.zip", make_zip({"x.en.txt": make_text()}))
    project.convert()
    project.write_text(name, make_text())
    for _ in range(2):
        if is_forgetful:
            for path in project.cache.glob("wire-*"):
                path.unlink()
        conversion = project.convert()
        assert [str(finding) for finding in conversion.set_aside] == [
            f"{name}:1: the same text as box.zip#x.en.txt; expected each text once"
        ]
        assert (conversion.read, conversion.unchanged) == (2, 1)
    (project.wire / "box.zip").unlink()
    conversion = project.convert()
    assert (conversion.read, conversion.unchanged, conversion.set_aside) == (1, 1, [])


def test_two_members_that_fail_alike_are_two(project: Project) -> None:
    """Sources are unique, so that no text is lost from the count."""
    found = Opened("box.zip", "d", read_wires(make_zip({"x.txt": b"", "y.txt": b""}), "box.zip"))
    assert len({text.source for text in found.list_texts()}) == 2
    doubled = Opened("m.eml", "d", [*read_wires(b"", "m.eml"), *read_wires(b"", "m.eml")])
    assert [text.source for text in doubled.list_texts()] == ["m.eml", "m.eml~2"]


def test_a_file_named_as_a_text_in_a_container_is_set_aside(project: Project) -> None:
    """Otherwise two texts would have one source, and one of them no outcome."""
    project.write_text("C# and F#.en.txt", make_text(headline="About languages"))
    os.utime(project.write_text("box.zip#a.en.txt", make_text(headline="Beside")), (1_700_000_000, 1_700_000_000))
    assert len(project.convert().written) == 2
    for path in project.content.rglob("*.md"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    project.convert()
    project.write_text("box.zip", make_zip({"a.en.txt": make_text(headline="Inside")}))
    for _ in range(2):
        conversion = project.convert()
        assert [str(finding) for finding in conversion.set_aside] == [
            "./box.zip#a.en.txt:1: named as a text in box.zip would be; rename the file"
        ]
        assert conversion.read == 3
    (project.wire / "box.zip").unlink()
    assert (project.convert().read, project.convert().set_aside) == (2, [])
    for path in project.wire.iterdir():
        path.unlink()
    assert project.convert().read == 0


def test_facts_stand_in_for_what_a_text_does_not_say(project: Project) -> None:
    """A container's date and language count where the text is silent."""
    item = (
        '{"uri": "x", "language": "id", "versioncreated": "2024-05-06T10:00:00+07:00", "headline": "Jembatan dibuka",'
        ' "body_text": "Jembatan itu dibuka kemarin oleh warga kota."}'
    )
    project.write_text("a.json", item)
    conversion = project.convert()
    assert conversion.set_aside == []
    (post,) = project.content.rglob("*.md")
    assert post.relative_to(project.content).as_posix().startswith("id/2024/05/jembatan-dibuka-")
    assert not any("date" in notice.wrong for notice in conversion.notices)


def test_a_file_that_cannot_be_read_is_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write_text("a.en.txt", make_text())

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, os.strerror(13), str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert str(open_file(project.wire, "a.en.txt").error) == (
        "a.en.txt:1: cannot be read: Permission denied; expected a readable file"
    )
