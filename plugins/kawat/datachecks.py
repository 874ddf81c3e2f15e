"""Checks on what a built site says to programs: JSON-LD, Open Graph, JSON feeds, RSS, ninjs items, manifests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

if TYPE_CHECKING:
    from kawat.checks import Built, Document

NEEDED = ("@context", "@type", "headline", "datePublished", "dateModified", "inLanguage", "author", "publisher")
"""What a NewsArticle has to say."""
JSON_FEED = "https://jsonfeed.org/version/1.1"
JSON_FEED_NEEDED = ("title", "language", "home_page_url", "feed_url", "items")
JSON_ITEM_NEEDED = ("id", "url", "title", "content_html", "date_published", "language")
ITEM_NEEDED = ("uri", "type", "language", "versionCreated", "headlines", "renditions")
MANIFEST_NEEDED = ("name", "short_name", "lang", "dir", "start_url", "icons", "display")


def check_structured(site: Built) -> list[str]:
    """Every article says once what it is, in its page's language and under its page's address."""
    return [f"{document.path}:1: {wrong}" for document in site.documents for wrong in _judge_page(document)]


def _judge_page(document: Document) -> Iterator[str]:
    card = document.properties
    if document.canonical is not None and not (card.get("og:url") == document.canonical and card.get("og:title")):
        yield f"og:url is {card.get('og:url')!r}; expected the canonical address, and an og:title"
    if card.get("og:type") != "article":
        return
    if len(document.data) != 1:
        yield f"{len(document.data)} blocks of JSON-LD; expected one"
        return
    data = _load(document.data[0])
    yield from _find_missing(data, NEEDED, "the JSON-LD")
    if (data.get("inLanguage"), data.get("@id")) != (document.lang, document.canonical):
        yield "the JSON-LD has another language or address than the page; expected the same"


def check_data(site: Built) -> list[str]:
    """JSON feeds, ninjs items and manifests are JSON, say what they have to, and lead to files of the site."""
    judges = {"/feed.json": _judge_json_feed, "/item.json": _judge_item, ".webmanifest": _judge_manifest}
    findings = []
    for path in site.feeds:
        for suffix, judge in judges.items():
            if path.endswith(suffix):
                data = _load((site.root / path).read_text("utf-8"))
                findings += [f"{path}:1: {wrong}" for wrong in judge(site, path, data)]
    return findings


def _judge_json_feed(site: Built, path: str, data: Mapping[str, Any]) -> Iterator[str]:
    yield from _find_missing(data, JSON_FEED_NEEDED, "the feed")
    if data.get("version") != JSON_FEED or site.resolve(path, data.get("feed_url", "")) != path:
        yield f"a feed of version {data.get('version')!r} at {data.get('feed_url')!r}; expected {JSON_FEED} and its own"
    items = data.get("items", [])
    for item in items:
        yield from _find_missing(item, JSON_ITEM_NEEDED, "an item")
    yield from _find_twins(item.get("id") for item in items)
    yield from _find_lost(site, path, [data.get("home_page_url"), *(item.get("url") for item in items)])


def _judge_item(site: Built, path: str, data: Mapping[str, Any]) -> Iterator[str]:
    yield from _find_missing(data, ITEM_NEEDED, "the item")
    pages = [site.resolve(path, one.get("href", "")) for one in data.get("renditions", [])]
    if pages != [path.replace("item.json", "index.html")]:
        yield "the item does not lead to its page; expected a rendition that does"


def _judge_manifest(site: Built, path: str, data: Mapping[str, Any]) -> Iterator[str]:
    yield from _find_missing(data, MANIFEST_NEEDED, "the manifest")
    yield from _find_lost(site, path, [data.get("start_url"), *(icon.get("src") for icon in data.get("icons", []))])


def check_rss(site: Built) -> list[str]:
    """The items of RSS feeds have ids of their own, and lead to pages of the site."""
    findings = []
    for path in (one for one in site.feeds if one.endswith(".rss")):
        try:
            items = list(ElementTree.parse(site.root / path).iter("item"))  # noqa: S314 - our own file
        except ElementTree.ParseError:
            continue  # told by the check of the other feeds
        wrong = [*_find_twins(item.findtext("guid") for item in items)]
        wrong += _find_lost(site, path, [item.findtext("link") for item in items])
        findings += [f"{path}:1: {one}" for one in wrong]
    return findings


def _load(text: str) -> dict[str, Any]:
    """The object that a text of JSON is; empty when it is none, so that all is missing."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError:
        return {}
    return data if isinstance(data, dict) else {}


def _find_missing(data: Mapping[str, Any], names: Iterable[str], what: str) -> Iterator[str]:
    missing = [name for name in names if name not in data]
    if missing:
        yield f"{what} lacks {', '.join(missing)}; expected JSON that has it"


def _find_twins(ids: Iterable[object]) -> Iterator[str]:
    known = list(ids)
    if not all(known) or len(set(known)) < len(known):
        yield "items without an id of their own; expected one each"


def _find_lost(site: Built, path: str, addresses: Iterable[str | None]) -> Iterator[str]:
    for address in addresses:
        if site.resolve(path, address or "") not in site.files:
            yield f"{address!r} leads nowhere; expected a page of the site"


CHECKS = (check_structured, check_data, check_rss)
