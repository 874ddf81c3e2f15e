"""ninjs items: valid by IPTC's own schema, complete, and left out where a host has no room for them."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from conftest import Project
from kawat.checks import check_site
from kawat.press.items import STANDARD
from kawat.press.pieces import make_entry_id
from kawat.wire.posts import Moment

SCHEMA = Path(__file__).parent / "ninjs" / "ninjs-schema_3.1.json"
NAME = "id/2026/11/satu-00000001"
DAY = Moment(date(2026, 11, 4))
BODY = "Satu.\n\n::: contact\n\nAni: +62 21 555 0134\n\n:::\n"


@lru_cache(maxsize=1)
def make_validator() -> Draft202012Validator:
    """With the two formats that items use; the library looks at none unless it is told how."""
    formats = FormatChecker(())
    formats.checks("uri")(lambda text: not isinstance(text, str) or bool(urlsplit(text).scheme))
    formats.checks("date-time", raises=ValueError)(
        lambda text: not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is not None
    )
    return Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")), format_checker=formats)


def read_item(project: Project, name: str = NAME) -> dict[str, Any]:
    item = json.loads(project.read(f"{name}/item.json"))
    make_validator().validate(item)
    return item  # type: ignore[no-any-return]


def test_every_item_of_the_sample_is_valid(sample: Project) -> None:
    """Beside each article, in the article's language, with the disclaimer that a third party's text owes."""
    folders = [path.parent for path in sample.output.rglob("item.json")]
    articles = [path for path in sample.output.rglob("*.html") if 'class="article__body"' in path.read_text("utf-8")]
    assert len(folders) >= 40
    assert {path.parent for path in articles} == set(folders)
    for folder in folders:
        name = folder.relative_to(sample.output).as_posix()
        item = read_item(sample, name)
        assert name.startswith(item["language"].lower())
        assert item["usageTerms"] in "".join(item["usageTerms"].splitlines())
        assert len(item["usageTerms"]) > 20


@pytest.mark.parametrize(
    "change",
    [
        {"uri": "no address"},
        {"type": "novel"},
        {"versionCreated": "2026-11-04"},
        {"headlines": [{"role": "main"}]},
        {"sectors": []},
    ],
    ids=str,
)
def test_the_schema_can_refuse(project: Project, change: dict[str, object]) -> None:
    """What it was given here is really judged by it."""
    project.write_post(f"{NAME}.md", moment=DAY)
    project.build()
    with pytest.raises(ValidationError):
        make_validator().validate(read_item(project) | change)


def test_an_item_holds_the_article(project: Project) -> None:
    project.write_post(
        f"{NAME}.md",
        title="Satu </script>",
        body=BODY,
        moment=DAY,
        modified=Moment(date(2026, 11, 5)),
        summary="Ringkasan",
        place="JAKARTA",
        sectors=("business", "Awan"),
        agency="SeaPRwire",
        source="x",
        story="one",
        translation="machine from en",
    )
    project.write_post("en/2026/11/one-00000002.md", moment=DAY, story="one")
    project.build()
    item = read_item(project)
    assert item["uri"] == make_entry_id(NAME)
    assert item["standard"] == STANDARD
    assert item["headlines"] == [{"role": "main", "value": "Satu </script>"}]
    assert [one["role"] for one in item["descriptions"]] == ["summary", "provenance"]
    assert (item["firstCreated"][:10], item["versionCreated"][:10]) == ("2026-11-04", "2026-11-05")
    assert [(one["role"], one["value"]) for one in item["bodies"]] == [
        ("main", "<p>Satu.</p>"),
        ("contact", "<p>Ani: +62 21 555 0134</p>"),
    ]
    assert item["located"] == "JAKARTA"
    assert item["subjects"][0]["uri"] == "http://cv.iptc.org/newscodes/mediatopic/20000349"
    assert item["subjects"][1] == {"name": "Awan", "rel": "about"}
    assert item["infoSources"] == [{"name": "SeaPRwire", "uri": "https://www.seaprwire.com/"}]
    assert item["renditions"][0]["href"] == f"https://news.example/{NAME}/"
    (version,) = item["associations"]
    assert (version["language"], version["uri"]) == ("en", make_entry_id("en/2026/11/one-00000002"))


def test_an_item_says_only_what_is_known(project: Project) -> None:
    """No agency, sector, summary or other version: no empty lists of them."""
    project.write_post(f"{NAME}.md", moment=DAY, body="")
    project.build()
    absent = {"descriptions", "located", "subjects", "infoSources", "usageTerms", "associations", "bodies"}
    assert not absent & read_item(project).keys()


def test_a_new_version_is_in_its_counterparts_items(project: Project) -> None:
    project.write_post(f"{NAME}.md", moment=DAY, story="one")
    project.build()
    assert "associations" not in read_item(project)
    project.write_post("en/2026/11/one-00000002.md", moment=DAY, story="one")
    project.build()
    assert [one["language"] for one in read_item(project)["associations"]] == ["en"]


def test_a_page_leads_to_its_item(project: Project) -> None:
    """For programs in the head, for people below the article."""
    project.write_post(f"{NAME}.md", moment=DAY)
    project.build()
    page = project.read(f"{NAME}/index.html")
    assert '<link rel="alternate" type="application/json" href="item.json">' in page
    assert '<a href="item.json" type="application/json">' in page


def test_items_can_be_left_out(project: Project) -> None:
    """Switched off, they go, and no page leads to one; switched on again, all is as before."""
    project.write_post(f"{NAME}.md", moment=DAY, story="one")
    project.build()
    tree = project.tree()
    removed = project.build(has_ninjs=False).applied.removed
    assert list(removed) == [f"{NAME}/item.json"]
    assert "item.json" not in project.read(f"{NAME}/index.html")
    assert check_site(project.output) == []
    project.write_post("en/2026/11/one-00000002.md", moment=DAY, story="one")
    project.build(has_ninjs=False)
    assert list(project.output.rglob("item.json")) == []
    (project.content / "en/2026/11/one-00000002.md").unlink()
    project.build()
    assert project.tree() == tree
