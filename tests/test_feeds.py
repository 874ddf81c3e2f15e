"""Feeds in every format: ids that stay, what readers need, what was withdrawn, and lists of them all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, time
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from conftest import TAGS, Project
from kawat.checks import ATOM
from kawat.languages import load_languages
from kawat.press.feeds import IN_FEED, JSON_FEED
from kawat.wire.posts import Moment

AT = "{http://purl.org/atompub/tombstones/1.0}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
DAY = Moment(date(2026, 11, 4), time(9, 30))


def read_atom(project: Project, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(project.read(path))


def read_json(project: Project, path: str) -> dict[str, Any]:
    return json.loads(project.read(path))  # type: ignore[no-any-return]


def find_removed(project: Project, path: str) -> dict[str, str]:
    """Id and moment of what a feed says is gone."""
    found = read_atom(project, path).findall(f"{AT}deleted-entry")
    return {one.get("ref", ""): one.get("when", "") for one in found}


def write_one(project: Project, **fields: object) -> None:
    defaults = {"title": "Satu & <dua>", "moment": DAY, "sectors": ("energy",), "agency": "SeaPRwire", "source": "x"}
    project.write_post("id/2026/11/satu-00000001.md", **defaults | fields)


# -- the formats


@pytest.mark.parametrize("tag", TAGS)
def test_a_languages_feeds_tell_the_same(sample: Project, tag: str) -> None:
    """The same entries in the same order, with the same ids, texts and disclaimers, in Atom, JSON and RSS."""
    slug = load_languages()[tag].slug
    atom = read_atom(sample, f"{slug}/feed.atom").findall(f"{ATOM}entry")
    items = read_json(sample, f"{slug}/feed.json")["items"]
    rss = read_atom(sample, f"{slug}/feed.rss").findall("channel/item")
    entries = [
        (one.findtext(f"{ATOM}id"), one.findtext(f"{ATOM}title"), one.findtext(f"{ATOM}content")) for one in atom
    ]
    assert len(entries) >= 2
    assert entries == [(one["id"], one["title"], one["content_html"]) for one in items]
    assert entries == [(one.findtext("guid"), one.findtext("title"), one.findtext(f"{CONTENT}encoded")) for one in rss]
    rights = [one.findtext(f"{ATOM}rights") for one in atom]
    assert all(rights)
    assert rights == [one["_kawat"]["rights"] for one in items] == [one.findtext(f"{DC}rights") for one in rss]
    assert {one["language"] for one in items} == {tag}


def test_a_json_feed_says_what_the_standard_asks_for(project: Project) -> None:
    write_one(project, summary="Ringkasan")
    project.build(zone=ZoneInfo("Asia/Jakarta"))
    feed = read_json(project, "id/sector/energy/feed.json")
    (item,) = feed["items"]
    assert (feed["version"], feed["language"], feed["title"]) == (JSON_FEED, "id", "Kawat: Energi")
    assert feed["home_page_url"] == "https://news.example/id/sector/energy/"
    assert feed["feed_url"] == "https://news.example/id/sector/energy/feed.json"
    assert item["url"] == "https://news.example/id/2026/11/satu-00000001/"
    assert (item["title"], item["summary"], item["tags"]) == ("Satu & <dua>", "Ringkasan", ["Energi"])
    assert item["date_published"] == item["date_modified"] == "2026-11-04T09:30:00+07:00"
    assert item["authors"] == [{"name": "SeaPRwire", "url": "https://www.seaprwire.com/"}]


def test_rss_dates_are_those_of_mails(project: Project) -> None:
    write_one(project, modified=Moment(date(2026, 11, 5)))
    project.build(zone=ZoneInfo("Asia/Jakarta"))
    channel = read_atom(project, "id/feed.rss").find("channel")
    assert channel is not None
    assert channel.findtext("item/pubDate") == "Wed, 04 Nov 2026 09:30:00 +0700"
    assert channel.findtext("lastBuildDate") == "Thu, 05 Nov 2026 00:00:00 +0700"
    assert parsedate_to_datetime(channel.findtext("lastBuildDate") or "").isoformat() == "2026-11-05T00:00:00+07:00"


def test_an_entry_names_its_agency_as_source(project: Project) -> None:
    """A registered agency by its address, another by an id of its name; what the editor wrote has none."""
    write_one(project)
    project.write_post("id/2026/11/dua-00000002.md", moment=DAY, agency="Kantor Rekaan", source="x")
    project.write_post("id/2026/11/tiga-00000003.md", moment=DAY)
    project.build()
    entries = read_atom(project, "id/feed.atom").findall(f"{ATOM}entry")
    sources = {
        one.findtext(f"{ATOM}source/{ATOM}title"): one.findtext(f"{ATOM}source/{ATOM}id") or "" for one in entries
    }
    assert set(sources) == {"SeaPRwire", "Kantor Rekaan", None}
    assert sources["SeaPRwire"] == "https://www.seaprwire.com/"
    assert sources["Kantor Rekaan"].startswith("urn:uuid:")


def test_feeds_name_their_hub(project: Project) -> None:
    """Whoever follows a feed asks there for what is new; without the setting no feed speaks of one, in any format."""
    hub = "https://hub.example/?a&b"
    write_one(project)
    project.build()
    assert not any(re.search('"hubs?"', project.read(f"id/feed.{kind}")) for kind in ("atom", "rss", "json"))
    project.build(hub=hub)
    found = [one.get("href") for one in read_atom(project, "id/feed.atom").findall(f"{ATOM}link[@rel='hub']")]
    found += [one.get("href") for one in read_atom(project, "id/feed.rss").findall(f"channel/{ATOM}link[@rel='hub']")]
    assert found == [hub, hub]
    assert read_json(project, "id/feed.json")["hubs"] == [{"type": "WebSub", "url": hub}]


def test_ids_do_not_depend_on_the_host(make_project: Callable[[], Project]) -> None:
    """Another address of the site, another title, another day: the same ids in all formats."""
    ids = []
    for url, title in (("https://news.example", "Satu"), ("https://host.example/digest", "Lain")):
        project = make_project()
        write_one(project, title=title)
        project.build(url=url)
        texts = (project.read(f"id/feed.{suffix}") for suffix in ("atom", "json", "rss"))
        ids.append([set(re.findall(r"urn:uuid:[\w-]+", text)) for text in texts])
    assert ids[0] == ids[1]
    assert ids[0][1] == ids[0][2] < ids[0][0]


# -- withdrawn


def test_a_withdrawn_post_is_told_to_the_readers_of_its_feeds(project: Project) -> None:
    """Its entry goes; the feeds of its language and sectors say that it is gone, after its last version."""
    project.write_post("id/2026/11/dua-00000002.md", moment=DAY, sectors=("energy",))
    write_one(project)
    project.build()
    (identity,) = [one["id"] for one in read_json(project, "id/feed.json")["items"] if one["title"] != "A title"]
    assert find_removed(project, "id/feed.atom") == {}
    write_one(project, status="withdrawn")
    project.build()
    for path in ("id/feed.atom", "id/sector/energy/feed.atom"):
        assert find_removed(project, path) == {identity: "2026-11-04T09:30:01+00:00"}
        assert read_atom(project, path).findtext(f"{ATOM}updated") == "2026-11-04T09:30:01+00:00"
        assert [one.findtext(f"{ATOM}title") for one in read_atom(project, path).iter(f"{ATOM}entry")] == ["A title"]
    assert "Satu" not in project.read("id/feed.json") + project.read("id/feed.rss")
    assert find_removed(project, "en/feed.atom") == {}
    write_one(project)
    project.build()
    assert find_removed(project, "id/feed.atom") == {}


def test_modified_says_when_a_post_was_withdrawn(project: Project) -> None:
    write_one(project, status="withdrawn", modified=Moment(date(2026, 11, 9), time(18, 0)))
    project.build(zone=ZoneInfo("Asia/Jakarta"))
    assert list(find_removed(project, "id/feed.atom").values()) == ["2026-11-09T18:00:01+07:00"]


def test_old_removals_leave_the_feed(project: Project) -> None:
    """A withdrawn post is named as long as it would be an entry, so a feed does not grow."""
    for number in range(IN_FEED):
        moment = Moment(date(2026, 11, 1 + number // 2))
        project.write_post(f"id/2026/11/a-{number:08x}.md", moment=moment, sectors=("energy",))
    for number, day in enumerate((date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 20))):
        name = f"id/2026/10/b-{number:08x}.md"
        project.write_post(name, moment=Moment(day), sectors=("energy",), status="withdrawn")
    project.build()
    for path in ("id/feed.atom", "id/sector/energy/feed.atom"):
        assert sorted(when[:10] for when in find_removed(project, path).values()) == ["2026-11-01", "2026-11-20"]
    (project.content / "id/2026/11/a-00000000.md").unlink()
    project.build()
    assert len(find_removed(project, "id/feed.atom")) == 3


# -- lists of feeds


def test_the_outline_names_every_atom_feed(sample: Project) -> None:
    """By language, with absolute addresses; a reader that takes it subscribes to nothing twice."""
    root = read_atom(sample, "feeds.opml")
    assert root.get("version") == "2.0"
    groups = root.findall("body/outline")
    assert [one.get("text") for one in groups] == [language.autonym for language in load_languages().values()]
    named = [
        one.get("xmlUrl", "").removeprefix("https://news.example/") for one in root.findall("body/outline/outline")
    ]
    built = {path.relative_to(sample.output).as_posix() for path in sample.output.rglob("feed.atom")}
    assert len(named) == len(built)
    assert set(named) == built
    assert all(one.get("type") == "rss" and one.get("htmlUrl") for one in root.findall("body/outline/outline"))


@pytest.mark.parametrize("tag", TAGS)
def test_people_find_every_feed(sample: Project, tag: str) -> None:
    """From any page's foot to the list; from there to each feed in each format, and to the file of them all."""
    slug = load_languages()[tag].slug
    for path in ("index.html", "feeds/index.html"):
        assert f'<li><a href="/{slug}/feeds/">' in sample.read(f"{slug}/{path}")
    hrefs = set(re.findall(r'<a href="([^"]+)" type="[^"]+"', sample.read(f"{slug}/feeds/index.html")))
    built = {path.relative_to(sample.output).as_posix() for path in (sample.output / slug).rglob("feed.*")}
    assert len(built) > 6
    assert hrefs == {f"/{path}" for path in built} | {"/feeds.opml"}


def test_programs_find_a_pages_feeds(sample: Project) -> None:
    page = sample.read("id/sector/daily-news/index.html")
    found = re.findall(r'<link rel="alternate" type="([^"]+)" title="([^"]+)" href="([^"]+)">', page)
    assert found == [
        ("application/atom+xml", "Kawat: Berita Harian", "/id/sector/daily-news/feed.atom"),
        ("application/feed+json", "Kawat: Berita Harian", "/id/sector/daily-news/feed.json"),
        ("application/atom+xml", "Kawat", "/id/feed.atom"),
        ("application/feed+json", "Kawat", "/id/feed.json"),
    ]


def test_a_sector_that_appears_is_listed(project: Project) -> None:
    """The lists follow: the language's page and the outline, and no other language's page."""
    write_one(project)
    project.build()
    project.write_post("id/2026/11/dua-00000002.md", moment=DAY, sectors=("finance",))
    changed = project.build().applied.changed
    assert {"id/feeds/index.html", "feeds.opml"} <= set(changed)
    assert "en/feeds/index.html" not in changed
    assert "/id/sector/finance/feed.json" in project.read("id/feeds/index.html")
    (project.content / "id/2026/11/dua-00000002.md").unlink()
    project.build()
    assert "finance" not in project.read("id/feeds/index.html") + project.read("feeds.opml")
