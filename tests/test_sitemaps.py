"""The news sitemap, and where sitemaps are named."""

from __future__ import annotations

from datetime import date, time
from xml.etree import ElementTree

import pytest

from conftest import Project
from kawat.checks import SITEMAP
from kawat.press import sitemaps
from kawat.wire.posts import Moment

NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def read_news(project: Project) -> list[tuple[str | None, ...]]:
    """Address, language, day and title of each article."""
    root = ElementTree.fromstring(project.read("news-sitemap.xml"))
    names = (f"{NEWS}publication/{NEWS}language", f"{NEWS}publication_date", f"{NEWS}title")
    return [
        (url.findtext(f"{SITEMAP}loc"), *(url.findtext(f"{NEWS}news/{name}") for name in names))
        for url in root.findall(f"{SITEMAP}url")
    ]


def test_news_are_those_of_the_newest_two_days(project: Project) -> None:
    """Counted from the newest post of all languages, as the site knows no clock; newest first."""
    days = {"a": Moment(date(2026, 11, 3)), "b": Moment(date(2026, 11, 4)), "c": Moment(date(2026, 11, 5), time(9, 5))}
    for number, (slug, moment) in enumerate(days.items()):
        project.write_post(f"id/2026/11/{slug}-{number:08x}.md", title=f"Judul & {slug}", moment=moment)
    project.write_post("zh-Hant/2026/11/d-00000009.md", title="標題", moment=days["b"])
    project.build()
    assert read_news(project) == [
        ("https://news.example/id/2026/11/c-00000002/", "id", "2026-11-05T09:05:00+00:00", "Judul & c"),
        ("https://news.example/id/2026/11/b-00000001/", "id", "2026-11-04T00:00:00+00:00", "Judul & b"),
        ("https://news.example/zh-hant/2026/11/d-00000009/", "zh-tw", "2026-11-04T00:00:00+00:00", "標題"),
    ]
    project.write_post("en/2026/11/e-0000000a.md", title="A new day", moment=Moment(date(2026, 11, 6)))
    project.build()
    assert [title for *_, title in read_news(project)] == ["A new day", "Judul & c"]


def test_news_are_bounded(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest of all languages stay."""
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 3)
    for number in range(4):
        for tag in ("id", "en"):
            moment = Moment(date(2026, 11, 4), time(9, number))
            project.write_post(f"{tag}/2026/11/a-{number:08x}.md", title=f"{tag} {number}", moment=moment)
    project.build()
    assert [title for *_, title in read_news(project)] == ["id 3", "en 3", "id 2"]


def test_a_site_without_posts_has_no_news(project: Project) -> None:
    project.build()
    assert read_news(project) == []


def test_robots_name_the_sitemaps(project: Project) -> None:
    project.build()
    lines = project.read("robots.txt").splitlines()
    assert [line for line in lines if line.startswith("Sitemap:")] == [
        "Sitemap: https://news.example/sitemap.xml",
        "Sitemap: https://news.example/news-sitemap.xml",
    ]


def test_lastmod_is_the_last_change_and_not_the_build(project: Project) -> None:
    project.write_post("id/2026/11/a-00000001.md", moment=Moment(date(2026, 11, 4)))
    changed = Moment(date(2026, 11, 9), time(8, 0))
    project.write_post("id/2026/11/b-00000002.md", moment=Moment(date(2026, 11, 4)), modified=changed)
    project.build()
    root = ElementTree.fromstring(project.read("sitemap/id/2026-11.xml"))
    found = [one.text for one in root.iter(f"{SITEMAP}lastmod")]
    assert found == ["2026-11-04T00:00:00+00:00", "2026-11-09T08:00:00+00:00"]
