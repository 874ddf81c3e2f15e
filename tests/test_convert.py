"""Conversion: items in = posts + set aside, and nothing that a person did is lost."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT, Project, read_tree
from kawat.cli import main
from kawat.wire.charset import LARGEST
from kawat.wire.posts import Post, parse_post
from texts import make_text


def read_posts(project: Project) -> dict[str, Post]:
    paths = project.content.rglob("*.md")
    return {path.relative_to(project.content).as_posix(): parse_post(path.read_text("utf-8"), "x") for path in paths}


def test_converting_the_committed_wire_changes_nothing(project: Project) -> None:
    """``content/`` in the project is what its ``wire/`` gives, byte for byte."""
    shutil.rmtree(project.wire)
    shutil.copytree(ROOT / "wire", project.wire)
    assert project.convert().set_aside == []
    fresh = read_tree(project.content)
    assert len(fresh) >= 40
    committed = read_tree(ROOT / "content")
    assert fresh == {path: data for path, data in committed.items() if path in fresh or path.endswith(".md")}


def test_metadata_of_a_post(project: Project) -> None:
    """Every fact of the text has its key."""
    project.write_text("sandvik.en.txt", make_text(marker="SANDVIK, 4 November 2026 – (Bentang Newswire) – "))
    project.convert()
    ((path, post),) = read_posts(project).items()
    assert path == f"en/2026/11/the-harbour-of-sandvik-opens-a-second-quay-{post.id}.md"
    assert post.slug == Path(path).stem
    assert (post.title, post.lang, str(post.moment)) == (
        "The harbour of Sandvik opens a second quay",
        "en",
        "2026-11-04",
    )
    assert post.sectors == ("transport", "daily-news")
    assert (post.agency, post.place, post.story) == ("Bentang Newswire", "SANDVIK", "sandvik")
    assert post.summary == "Ships no longer have to wait outside the harbour when the weather is bad"
    assert post.disclaimer is not None
    assert post.source == "sandvik.en.txt"
    assert post.source_sha256 is not None
    assert post.source_sha256.startswith(post.id or "?")
    assert len(post.body.split("\n\n")) == 2


def test_date_comes_from_dateline_then_sidecar_then_today(project: Project) -> None:
    """The order of dates; only the last needs a notice."""
    project.write_text("a.en.txt", make_text(marker="SANDVIK, 4 November 2026 – (Bentang Newswire) – "))
    project.write_text("a.toml", "date = 2020-01-01\n")
    project.write_text("b.en.txt", make_text(headline="Second"))
    project.write_text("b.toml", 'date = 2026-10-02T09:30:00\noriginal = "de"\ntranslation = "machine"\n')
    project.write_text("c.en.txt", make_text(headline="Third"))
    conversion = project.convert()
    posts = {post.story: post for post in read_posts(project).values()}
    assert [str(posts[name].moment) for name in "abc"] == ["2026-11-04", "2026-10-02 09:30", "2026-11-24"]
    assert posts["b"].translation == "machine from de"
    assert [finding.source for finding in conversion.notices] == ["c.en.txt"]


def test_second_run_changes_nothing(project: Project) -> None:
    project.write_text("a.en.txt", make_text())
    project.convert()
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in project.content.rglob("*.md")}
    second = project.convert()
    assert (second.read, second.unchanged, second.written, second.rewritten) == (1, 1, [], [])
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in project.content.rglob("*.md")} == before


def test_hand_edit_is_never_overwritten(project: Project) -> None:
    """An edited post stays when its text changes; the conflict is reported and the exit status tells it."""
    text = project.write_text("a.en.txt", make_text())
    project.convert()
    (path,) = project.content.rglob("*.md")
    edited = path.read_text("utf-8").replace("210 metres", "211 metres")
    path.write_text(edited, "utf-8")
    assert project.convert().conflicts == []
    text.write_text(make_text(headline="Another headline"), "utf-8")
    conversion = project.convert()
    assert path.read_text("utf-8") == edited
    assert [finding.source for finding in conversion.conflicts] == ["a.en.txt"]
    assert conversion.read == 1
    assert len(list(project.content.rglob("*.md"))) == 1


def test_changed_text_keeps_the_identity(project: Project) -> None:
    """An untouched post follows its text; Id, Slug, Date and place do not move."""
    text = project.write_text("a.en.txt", make_text())
    project.convert()
    ((path, before),) = read_posts(project).items()
    text.write_text(make_text(headline="Quite another headline", marker="OSLO, 1 May 2024 – (Bentang Newswire) – "))
    assert project.convert().rewritten == [path]
    ((same, after),) = read_posts(project).items()
    assert same == path
    assert (after.id, after.slug, after.moment) == (before.id, before.slug, before.moment)
    assert (after.title, str(after.modified)) == ("Quite another headline", "2026-11-24")


def test_renamed_text_is_the_same_text(project: Project) -> None:
    text = project.write_text("a.en.txt", make_text())
    project.convert()
    text.rename(project.wire / "z.en.txt")
    assert (project.convert().written, len(read_posts(project))) == ([], 1)


def test_same_text_twice(project: Project) -> None:
    """A second copy is set aside, and named with the first."""
    project.write_text("a.en.txt", make_text())
    project.write_text("b.en.txt", make_text())
    for _ in range(2):
        conversion = project.convert()
        assert [str(one) for one in conversion.set_aside] == [
            "b.en.txt:1: the same text as a.en.txt; expected each text once"
        ]
    assert len(read_posts(project)) == 1


ORDINARY = {
    "one headline, two texts": ("The same headline", "The same headline"),
    "homophones": ("市长会见记者", "市长会见技者"),
    "300 bytes": ("海" * 100, "Ein sehr langer Titel " * 14),
    "punctuation only": ("。、！？…", "?!"),
    "second line": ("A headline\nStatus: draft", "Another\nSave_as: ../evil.html"),
    "separators": ("One\u2028Status: draft", "Two\x85Slug: ../x"),
    "markup": ("<script>alert(1)</script>", "# Heading [x](javascript:alert(1))"),
    "bidi": ("\u202egnp.exe", "a\u2067b"),
    "looks like a key": ("Title: x", "Date: 2020-01-01"),
}


@pytest.mark.parametrize("headlines", ORDINARY.values(), ids=ORDINARY.keys())
def test_odd_headlines_are_ordinary(project: Project, headlines: tuple[str, str]) -> None:
    """Each becomes a post of its own, with its headline and nothing more than its headline."""
    for number, headline in enumerate(headlines):
        project.write_text(f"{number}.en.txt", make_text(headline=headline, standfirst=f"Text number {number}"))
    conversion = project.convert()
    built = project.build()
    assert (len(conversion.written), conversion.set_aside) == (2, [])
    assert (built.posts, built.drafts, built.set_aside) == (2, 0, ())
    for path, post in read_posts(project).items():
        assert max(map(len, Path(path).name)) < 255
        assert post.status == "published"
        assert (project.output / path.removesuffix(".md") / "index.html").is_file()


BAD = {
    "empty": (b"", "an empty file"),
    "blank": (b" \n\xc2\xa0\n\xe2\x80\x8b\n", "an empty file"),
    "invisible headline": (make_text(headline="\u202d\u202d").encode(), "no headline"),
    "latin-1": ("Un \xe9t\xe9\n\nText".encode("latin-1"), "byte 0xe9 is no UTF-8"),
    "utf-16": ("Hello".encode("utf-16"), "undecidable language (too few letters: 5)"),
    "nul": (b"Head\0line\n\nText", "a NUL character"),
    "marker first": (make_text(headline="").encode(), "no headline"),
    "no language": (b"12345\n\n67890 11 12 13\n", "undecidable language"),
    "too long": (b"a" * (LARGEST + 1), f"{LARGEST + 1} bytes long"),
    "a post too long": (
        ("The harbour opens\n\n" + "The harbour of Sandvik opens on Thursday. " * 30_000).encode(),
        "its post would be",
    ),
}


@pytest.mark.parametrize(("data", "wrong"), BAD.values(), ids=BAD.keys())
def test_bad_text_is_set_aside(project: Project, data: bytes, wrong: str) -> None:
    """The others go on; the reason says where, what and what was expected; a re-run says it again."""
    project.write_text("good.en.txt", make_text())
    project.write_text("bad.txt", data)
    for _ in range(2):
        conversion = project.convert()
        (finding,) = conversion.set_aside
        assert str(finding).startswith("bad.txt:")
        assert wrong in str(finding)
        assert finding.expected
        assert (conversion.read, len(read_posts(project))) == (2, 1)


@pytest.mark.parametrize(
    "sidecar", ['date = "soon"', "date = ", 'original = "xx"', 'translation = "magic"', "colour = 1", b"\xff"]
)
def test_bad_sidecar_sets_its_text_aside(project: Project, sidecar: str | bytes) -> None:
    project.write_text("a.en.txt", make_text())
    project.write_text("a.toml", sidecar)
    (finding,) = project.convert().set_aside
    assert finding.where.endswith("a.toml")


@given(st.lists(st.binary(max_size=80) | st.text(max_size=80).map(str.encode), max_size=5))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_texts_in_are_posts_and_set_aside(make_project: object, texts: list[bytes]) -> None:
    """Whatever comes in: each text is one post or set aside, and what was converted can be built."""
    project: Project = make_project()  # type: ignore[operator]
    for number, data in enumerate(texts):
        project.write_text(f"{number}.en.txt", data)
    conversion = project.convert()
    assert conversion.read == len(texts)
    assert len(conversion.written) + len(conversion.set_aside) == len(texts)
    assert project.build().posts == len(conversion.written)


def test_strict_and_quarantine(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit status is 0, with --strict 1; quarantine.json lists what was set aside."""
    project.write_text("bad.txt", b"\xff")
    arguments = ["convert", str(project.wire), str(project.content), "--cache", str(project.cache)]
    assert main(arguments) == 0
    assert main([*arguments, "--strict"]) == 1
    assert "bad.txt:1: byte 0xff is no UTF-8; expected a text in UTF-8" in capsys.readouterr().err
    listed = json.loads((project.cache / "quarantine.json").read_text())
    assert [item["source"] for item in listed] == ["bad.txt"]


def test_links_and_strange_names(project: Project, tmp_path: Path) -> None:
    """Nothing outside the folder is read, and no file's name breaks a message."""
    secret = tmp_path / "secret"
    secret.write_text(make_text(headline="A secret"))
    (project.wire / "link.en.txt").symlink_to(secret)
    project.write_text("a\nb.en.txt", make_text())
    (project.wire / os.fsdecode(b"\xff.en.txt")).write_text(make_text(headline="Odd name"))
    conversion = project.convert()
    assert (conversion.written, len(conversion.set_aside)) == ([], 3)
    assert not any("\n" in str(finding) for finding in conversion.set_aside)


def test_post_file_in_the_way(project: Project) -> None:
    """A file that stands where a post would go is kept; the post takes a longer id."""
    project.write_text("a.en.txt", make_text())
    project.convert()
    ((path, post),) = read_posts(project).items()
    (project.content / path).write_text("somebody's notes")
    project.convert()
    assert (project.content / path).read_text() == "somebody's notes"
    (other,) = [one for one in project.content.rglob("*.md") if one.read_text() != "somebody's notes"]
    assert other.stem.rpartition("-")[2].startswith(post.id or "?")
    assert len(other.stem.rpartition("-")[2]) == 12
