"""Withdrawn posts: a tombstone in the post's language, nothing of it anywhere else, a list for the publisher."""

from __future__ import annotations

import re
from datetime import date

import pytest

from conftest import TAGS, Project
from kawat.catalogues import load_words
from kawat.checks import check_site
from kawat.languages import load_languages
from kawat.press.gone import list_gone
from kawat.wire.posts import Moment

DAY = Moment(date(2026, 11, 4))
NAME = "id/2026/11/satu-00000001"


def write(project: Project, status: str = "published", name: str = NAME, **fields: object) -> None:
    project.write_post(
        f"{name}.md", title="Rahasia", body="Rahasia.\n", moment=DAY, sectors=("energy",), status=status, **fields
    )


@pytest.mark.parametrize("tag", TAGS)
def test_a_tombstone_speaks_the_posts_language(project: Project, tag: str) -> None:
    """Not indexed, without a word of what was withdrawn, with a way on."""
    language = load_languages()[tag]
    name = f"{tag}/2026/11/satu-00000001"
    write(project, "withdrawn", name)
    project.build()
    page = project.read(f"{language.slug}/2026/11/satu-00000001/index.html")
    words = load_words(project.site().theme / "translations", language)
    assert f'<html lang="{tag}" dir="{language.direction}">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'<h1 class="article__title">{words.gettext("Article withdrawn")}</h1>' in page
    assert f'<a href="/{language.slug}/">' in page.split("<main")[1]
    assert "canonical" not in page
    assert "Rahasia" not in page
    assert check_site(project.output) == []


def test_nothing_else_knows_of_it(project: Project) -> None:
    """Lists, feeds, sitemaps, items and the other versions of its story; feeds know an id alone."""
    write(project, story="one")
    project.write_post("en/2026/11/one-00000002.md", moment=DAY, sectors=("energy",), story="one")
    project.build()
    assert "satu-00000001" in project.read("en/2026/11/one-00000002/index.html")
    write(project, "withdrawn", story="one")
    applied = project.build().applied
    assert f"{NAME}/index.html" in applied.changed
    assert f"{NAME}/item.json" in applied.removed
    for path, data in project.tree().items():
        assert b"Rahasia" not in data, path
        assert b"satu-00000001" not in data, path
    tree = project.tree()
    assert re.search("<at:deleted-entry", tree["id/feed.atom"].decode())


def test_a_post_comes_back(project: Project) -> None:
    write(project)
    project.build()
    tree = project.tree()
    write(project, "withdrawn")
    project.build()
    write(project)
    project.build()
    assert project.tree() == tree


def test_a_tombstone_goes_with_the_post(project: Project) -> None:
    """A file that is deleted, or made a draft, was a mistake rather than news."""
    for status in ("draft", None):
        write(project, "withdrawn")
        project.build()
        assert (project.output / NAME / "index.html").is_file()
        if status:
            write(project, status)
        else:
            (project.content / f"{NAME}.md").unlink()
        assert f"{NAME}/index.html" in project.build().applied.removed


def test_a_live_post_has_the_address(project: Project) -> None:
    """Of a withdrawn and a published post with one address the published one counts, whatever their paths."""
    write(project, "withdrawn")
    project.write_post("id/zzz.md", title="Yang kedua", moment=DAY, slug="satu-00000001")
    project.build()
    assert "Yang kedua" in project.read(f"{NAME}/index.html")
    assert list_gone(project.site()) == []
    (project.content / "id/zzz.md").unlink()
    project.build()
    assert "Yang kedua" not in project.read(f"{NAME}/index.html")
    assert list_gone(project.site()) == [f"{NAME}/"]


def test_the_publisher_learns_what_is_gone(project: Project) -> None:
    assert list_gone(project.site()) == []
    write(project, "withdrawn")
    write(project, "draft", "id/2026/11/dua-00000002")
    write(project, "withdrawn", "ar/2026/11/wahid-00000003")
    project.build()
    assert list_gone(project.site()) == ["ar/2026/11/wahid-00000003/", f"{NAME}/"]
