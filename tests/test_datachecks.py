"""The checks of what the site says to programs: each finds the fault that it is there for."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from conftest import Project
from kawat.checks import check_part

FAULTS: Mapping[str, tuple[str, str, str]] = {
    "0 blocks of JSON-LD": ("index.html", '<script type="application/ld.json">', "<template>"),
    "the JSON-LD lacks headline": ("index.html", '"headline":', '"title":'),
    "has another language or address": ("index.html", '"inLanguage":"id"', '"inLanguage":"en"'),
    "the JSON-LD lacks @context": ("index.html", '"@context":', "@context:"),
    "og:url is": ("index.html", 'property="og:url" content="https', 'property="og:url" content="http'),
    "<script> on the page": ("index.html", "<main", '<script type="application/ld+json" src="/x.js"></script><main'),
    "the item lacks uri": ("item.json", '"uri":', '"url":'),
    "the item does not lead to its page": ("item.json", '"href":"https://news.example/id', '"href":"https://a.example'),
    "a feed of version": ("/id/feed.json", "https://jsonfeed.org/version/1.1", "1.1"),
    "an item lacks content_html": ("/id/feed.json", '"content_html":', '"content":'),
    "without an id of their own": ("/id/feed.json", '"id":"urn:[^"]+', '"id":"urn:uuid:1'),
    "'https://news.example/xx/' leads nowhere": (
        "/id/feed.json",
        '"home_page_url":"[^"]+/id/',
        '"home_page_url":"https://news.example/xx/',
    ),
    "entries without an id of their own": ("/id/feed.atom", "(<entry>\n<id>)[^<]+", r"\1"),
    "items without an id of their own": ("/id/feed.rss", "(<guid [^>]+>)[^<]+", r"\1"),
    "leads nowhere": ("/id/feed.rss", "<link>https://news.example/id/2", "<link>https://news.example/xx/2"),
    "the manifest lacks lang": ("/id/manifest.webmanifest", '"lang"', '"language"'),
    "the manifest lacks name": ("/id/manifest.webmanifest", "^{", "["),
    "no XML": ("/feeds.opml", "</body>", ""),
}
"""A file of the site, or one beside an article's page; what is replaced in it, and by what."""


@pytest.mark.parametrize(("finding", "fault"), FAULTS.items(), ids=FAULTS.keys())
def test_checks_can_fail(sample: Project, tmp_path: Path, finding: str, fault: tuple[str, str, str]) -> None:
    name, old, new = fault
    (article,) = (sample.output / "id" / "2025" / "03").glob("rutte-*")
    path = name[1:] if name.startswith("/") else f"{article.relative_to(sample.output).as_posix()}/{name}"
    files = sample.tree().keys()
    assert check_part(sample.output, files, {path}) == []
    shutil.copytree(sample.output, tmp_path / "output", copy_function=os.link)
    text = sample.read(path)
    broken = re.sub(old, new, text)
    assert broken != text
    (tmp_path / "output" / path).unlink()
    (tmp_path / "output" / path).write_text(broken, "utf-8")
    assert any(finding in one for one in check_part(tmp_path / "output", files, {path}))
