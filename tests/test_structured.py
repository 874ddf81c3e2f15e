"""JSON-LD and Open Graph: what an article says of itself to search engines, in its own language."""

from __future__ import annotations

import json
import re
from datetime import date, time
from typing import Any

import pytest

from conftest import TAGS, Project
from kawat.languages import load_languages
from kawat.wire.posts import Moment

BLOCK = re.compile(r'<script type="application/ld\+json">([^<]*)</script>')
CARD = re.compile(r'<meta (?:name="\w+" )?property="([\w:]+)" content="([^"]*)">')
NAME = "id/2026/11/satu-00000001"
DAY = Moment(date(2026, 11, 4), time(9, 30))


def read_data(project: Project, name: str) -> dict[str, Any]:
    (block,) = BLOCK.findall(project.read(f"{name}/index.html"))
    return json.loads(block)  # type: ignore[no-any-return]


def test_an_article_says_what_it_is(project: Project) -> None:
    project.write_post(
        f"{NAME}.md",
        title="Satu",
        moment=DAY,
        modified=Moment(date(2026, 11, 5)),
        sectors=("business", "Awan"),
        agency="SeaPRwire",
        source="x",
    )
    project.build()
    data = read_data(project, NAME)
    assert (data["@context"], data["@type"]) == ("https://schema.org", "NewsArticle")
    assert data["@id"] == f"https://news.example/{NAME}/"
    assert (data["headline"], data["inLanguage"], data["articleSection"]) == ("Satu", "id", ["Bisnis"])
    assert data["datePublished"] == "2026-11-04T09:30:00+00:00"
    assert data["dateModified"] == "2026-11-05T00:00:00+00:00"
    assert (data["publisher"]["name"], data["publisher"]["url"]) == ("Kawat", "https://news.example/")
    assert data["author"]["name"] == data["isBasedOn"]["provider"]["name"] == "SeaPRwire"
    (about,) = data["about"]
    assert about["termCode"] == "medtop:20000349"
    assert about["@id"] == "http://cv.iptc.org/newscodes/mediatopic/20000349"


def test_what_an_editor_wrote_is_the_sites(project: Project) -> None:
    project.write_post(f"{NAME}.md", moment=DAY)
    project.build()
    data = read_data(project, NAME)
    assert data["author"] == data["publisher"]
    assert data["dateModified"] == data["datePublished"]
    assert not {"isBasedOn", "translationOfWork", "workTranslation", "about"} & data.keys()


def test_originals_and_translations_name_each_other(project: Project) -> None:
    """No language is the source: what a post says of its making decides, and only for what the site has."""
    names = {"id": NAME, "en": "en/2026/11/one-00000002", "ar": "ar/2026/11/wahid-00000003"}
    for tag, translation in (("id", None), ("en", "machine from id"), ("ar", "human from de")):
        project.write_post(f"{names[tag]}.md", moment=DAY, story="one", translation=translation)
    project.build()
    address = {tag: f"https://news.example/{name}/" for tag, name in names.items()}
    original, made, other = (read_data(project, names[tag]) for tag in ("id", "en", "ar"))
    assert [(one["@id"], one["inLanguage"]) for one in original["workTranslation"]] == [(address["en"], "en")]
    assert made["translationOfWork"]["@id"] == made["isBasedOn"] == address["id"]
    assert not {"isBasedOn", "translationOfWork", "workTranslation"} & other.keys()
    (project.content / f"{NAME}.md").unlink()
    project.build()
    assert "translationOfWork" not in read_data(project, names["en"])


@pytest.mark.parametrize("title", ["</script><script>alert(1)</script>", "<!--<script>", 'a "b" \\ c', "]]>", "&lt;"])
def test_no_text_leaves_its_block(project: Project, title: str) -> None:
    project.write_post(f"{NAME}.md", title=title, moment=DAY, agency=title)
    project.build()
    assert read_data(project, NAME)["headline"] == title
    assert project.read(f"{NAME}/index.html").count("<script") == 1


@pytest.mark.parametrize("tag", TAGS)
def test_cards_are_in_the_pages_language(sample: Project, tag: str) -> None:
    """Title, address, description, and the locale of the page and of its versions."""
    language = load_languages()[tag]
    page = sample.read(f"{language.slug}/index.html")
    card = CARD.findall(page)
    values = dict(card)
    assert values["og:type"] == "website"
    assert values["og:url"] == f"https://news.example/{language.slug}/"
    assert values["og:title"] == values["og:description"]
    assert f"<title>{values['og:title']}" in page
    assert re.fullmatch(r"[a-z]{2}_[A-Z]{2}", values["og:locale"])
    others = [value for name, value in card if name == "og:locale:alternate"]
    assert len(others) == len(set(others)) == len(TAGS) - 1
    assert values["og:locale"] not in others


def test_an_articles_card_names_its_translations_only(sample: Project) -> None:
    texts = [path.read_text("utf-8") for path in (sample.output / "de").glob("2026/*/*/index.html")]
    (text,) = [one for one in texts if "Nordlicht" in one and 'class="article__body"' in one]
    card = CARD.findall(text)
    assert dict(card)["og:type"] == "article"
    assert {value for name, value in card if name == "og:locale:alternate"} == {"fr_FR", "es_ES", "ru_RU", "pt_BR"}
