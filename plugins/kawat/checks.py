"""Checks on a built site, as data: each ``check_*`` returns what it found wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

from babel import Locale, UnknownLocaleError

from kawat.errors import PressError
from kawat.files import list_files

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK_ATTRIBUTES = ("href", "src", "srcset", "poster", "data", "action")
LOADING_TAGS = ("img", "script", "iframe", "link", "source", "video", "audio", "object", "embed", "form")
ACTIVE_TAGS = ("script", "iframe", "object", "embed", "form", "base", "style")


@dataclass
class Document:
    """What the checks need to know of a page."""

    path: str
    """Below the output."""
    lang: str | None = None
    direction: str | None = None
    title: str = ""
    policy: str | None = None
    canonical: str | None = None
    alternates: dict[str, str] = field(default_factory=dict)
    links: list[tuple[int, str, str]] = field(default_factory=list)
    """Line, element, address."""
    active: list[tuple[int, str]] = field(default_factory=list)
    """Line and what could run or restyle."""
    ids: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.document = Document(path)
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        document, line = self.document, self.getpos()[0]
        self._in_title = tag == "title" and not document.title
        if tag == "html":
            document.lang, document.direction = values.get("lang"), values.get("dir")
        if tag in ACTIVE_TAGS or values.get("http-equiv", "").lower() == "refresh":
            document.active.append((line, f"<{tag}>"))
        document.active += [(line, f"{name}=") for name in values if name.startswith("on") or name == "style"]
        if values.get("http-equiv", "").lower() == "content-security-policy":
            document.policy = values.get("content")
        if "id" in values:
            document.ids.add(values["id"])
        if tag == "link" and values.get("rel") == "canonical":
            document.canonical = values.get("href")
        elif tag == "link" and "hreflang" in values:
            document.alternates[values["hreflang"]] = values.get("href", "")
        else:
            document.links += [(line, tag, values[name]) for name in LINK_ATTRIBUTES if name in values]

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.document.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False


@dataclass(frozen=True)
class Built:
    """A site as it lies on the disk."""

    root: Path
    url: str
    """Its public address, as its sitemap gives it; without a final slash."""
    files: frozenset[str]
    documents: tuple[Document, ...]

    def resolve(self, page: str, address: str) -> str | None:
        """The file that an address on a page leads to; None when it leads to another site."""
        absolute = urljoin(f"{self.url}/{page}", address)
        if not absolute.startswith(f"{self.url}/"):
            return None
        path = unquote(urlsplit(absolute[len(self.url) + 1 :]).path)
        return f"{path}index.html" if path.endswith("/") or not path else path


def read_site(root: Path) -> Built:
    """The site in a folder; raises PressError where there is none."""
    try:
        index = ElementTree.parse(root / "sitemap.xml")  # noqa: S314 - our own file
    except (OSError, ElementTree.ParseError) as error:
        raise PressError(root, "no site", "expected a folder that the build has made") from error
    first = index.findtext(f"{SITEMAP}sitemap/{SITEMAP}loc") or ""
    files = [path.relative_to(root).as_posix() for path in list_files(root)]
    documents = (_read_document(root / path, path) for path in files if path.endswith(".html"))
    return Built(root, first.rpartition("/sitemap/")[0], frozenset(files), tuple(documents))


def _read_document(file: Path, path: str) -> Document:
    reader = _Reader(path)
    reader.feed(file.read_text(encoding="utf-8"))
    reader.close()
    return reader.document


def check_site(root: Path) -> list[str]:
    """All findings on the site in a folder; empty when it is sound."""
    site = read_site(root)
    return [finding for check in CHECKS for finding in check(site)]


def check_links(site: Built) -> list[str]:
    """Every internal link leads to a file, and to an element where it names one."""
    ids = {document.path: document.ids for document in site.documents}
    findings = []
    for document in site.documents:
        for line, tag, address in document.links:
            target = site.resolve(document.path, address)
            if target is None:
                continue
            fragment = urlsplit(address).fragment
            if target not in site.files:
                findings.append(f"{document.path}:{line}: <{tag}> leads to {address!r}; there is no such file")
            elif fragment and fragment not in ids.get(target, set()):
                findings.append(f"{document.path}:{line}: <{tag}> leads to {address!r}; there is no such element")
    return findings


def check_languages(site: Built) -> list[str]:
    """Every page says its language and the direction that CLDR has for it."""
    findings = []
    for document in site.documents:
        try:
            direction = str(Locale.parse(document.lang or "", sep="-").text_direction)
        except (UnknownLocaleError, ValueError):
            findings.append(f"{document.path}:1: lang is {document.lang!r}; expected a BCP 47 tag")
            continue
        if document.direction != direction:
            findings.append(f"{document.path}:1: dir is {document.direction!r}; expected {direction!r}")
        if not document.title.strip():
            findings.append(f"{document.path}:1: no title; expected one")
    return findings


def check_policies(site: Built) -> list[str]:
    """Every page forbids scripts, holds none, and loads nothing from others."""
    findings = []
    for document in site.documents:
        if "default-src 'none'" not in (document.policy or "") or re.search(r"unsafe-|\*", document.policy or ""):
            findings.append(f"{document.path}:1: the policy is {document.policy!r}; expected default-src 'none'")
        findings += [f"{document.path}:{line}: {what} on the page; expected none" for line, what in document.active]
        for line, tag, address in document.links:
            if urlsplit(address).scheme not in ("", "http", "https", "mailto"):
                findings.append(f"{document.path}:{line}: <{tag}> leads to {address!r}; expected a web address")
            elif tag in LOADING_TAGS and site.resolve(document.path, address) is None:
                findings.append(f"{document.path}:{line}: <{tag}> loads {address!r}; expected a file of the site")
    return findings


def check_alternates(site: Built) -> list[str]:
    """hreflang links are absolute, lead to files, name the page itself, and are mutual."""
    by_path = {document.path: document for document in site.documents}
    findings = []
    for document in site.documents:
        for tag, address in document.alternates.items():
            target = site.resolve(document.path, address) if urlsplit(address).scheme else None
            if target not in site.files:
                findings.append(f"{document.path}:1: hreflang {tag} leads to {address!r}; expected a page of the site")
            elif tag != "x-default" and by_path[target or ""].alternates != document.alternates:
                findings.append(f"{document.path}:1: hreflang {tag} leads to {address!r}, which does not link back")
        if document.alternates and document.canonical not in document.alternates.values():
            findings.append(f"{document.path}:1: hreflang links do not name the page itself; expected them to")
    return findings


def check_feeds(site: Built) -> list[str]:
    """Every feed is XML with an id, a language, and entries that lead to pages of the site."""
    findings = []
    for path in sorted(path for path in site.files if path.endswith((".atom", ".xml"))):
        try:
            root = ElementTree.parse(site.root / path).getroot()  # noqa: S314 - our own file
        except ElementTree.ParseError as error:
            findings.append(f"{path}:{error.position[0]}: no XML: {error}; expected XML")
            continue
        if root.tag != f"{ATOM}feed":
            continue
        if not root.get("{http://www.w3.org/XML/1998/namespace}lang") or not root.findtext(f"{ATOM}id"):
            findings.append(f"{path}:1: a feed without xml:lang or id; expected both")
        hrefs = (link.get("href", "") for link in root.findall(f"{ATOM}entry/{ATOM}link"))
        lost = (href for href in hrefs if site.resolve(path, href) not in site.files)
        findings += [f"{path}:1: an entry leads to {href!r}; there is no such page" for href in lost]
    return findings


CHECKS = (check_links, check_languages, check_policies, check_alternates, check_feeds)
