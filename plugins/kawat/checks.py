"""Checks on a built site, as data: each ``check_*`` returns what it found wrong."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

from babel import Locale, UnknownLocaleError

from kawat import datachecks
from kawat.errors import PressError
from kawat.files import list_files
from kawat.press.policies import SEARCH, SEARCH_POLICY

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK_ATTRIBUTES = ("href", "src", "srcset", "poster", "data", "action")
LOADING_TAGS = ("img", "script", "iframe", "link", "source", "video", "audio", "object", "embed", "form")
XML, DATA = (".atom", ".xml", ".rss", ".opml"), ("/feed.json", "/item.json", ".webmanifest")
"""How the names of files end that are looked at beside the pages."""
JSON_LD = "application/ld+json"
ACTIVE_TAGS = ("script", "iframe", "object", "embed", "form", "base", "style")
SEARCH_PAGE = re.compile(rf"[^/]+/{SEARCH}/index\.html")
SEARCH_TAGS = ("<form>", "<script src= integrity=>")
"""What may be active on a search page, and nowhere else."""


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
    scripts: list[tuple[int, str, str]] = field(default_factory=list)
    """Line, address, integrity."""
    ids: set[str] = field(default_factory=set)
    properties: dict[str, str] = field(default_factory=dict)
    """Open Graph's, of which the last counts."""
    data: list[str] = field(default_factory=list)
    """Its JSON-LD."""


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.document = Document(path)
        self._in_title = self._in_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        document, line = self.document, self.getpos()[0]
        self._in_title = tag == "title" and not document.title
        if tag == "html":
            document.lang, document.direction = values.get("lang"), values.get("dir")
        self._in_data = tag == "script" and values.get("type") == JSON_LD and "src" not in values
        if (tag in ACTIVE_TAGS and not self._in_data) or values.get("http-equiv", "").lower() == "refresh":
            is_checked = tag == "script" and values.get("src") and values.get("integrity")
            document.active.append((line, "<script src= integrity=>" if is_checked else f"<{tag}>"))
            if is_checked:
                document.scripts.append((line, values["src"], values["integrity"]))
        document.active += [(line, f"{name}=") for name in values if name.startswith("on") or name == "style"]
        if values.get("http-equiv", "").lower() == "content-security-policy":
            document.policy = values.get("content")
        if tag == "meta" and "property" in values:
            document.properties[values["property"]] = values.get("content", "")
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
        if self._in_data:
            self.document.data.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_data = False


@dataclass(frozen=True)
class Built:
    """A site as it lies on the disk."""

    root: Path
    url: str
    """Its public address, as its sitemap gives it; without a final slash."""
    files: frozenset[str]
    documents: tuple[Document, ...]
    feeds: tuple[str, ...]
    """Paths of the feeds, sitemaps and other data that are looked at."""

    def resolve(self, page: str, address: str) -> str | None:
        """The file that an address on a page leads to; None when it leads to another site."""
        absolute = urljoin(f"{self.url}/{page}", address)
        if not absolute.startswith(f"{self.url}/"):
            return None
        path = unquote(urlsplit(absolute[len(self.url) + 1 :]).path)
        return f"{path}index.html" if path.endswith("/") or not path else path


def read_site(root: Path) -> Built:
    """The site in a folder; raises PressError where there is none."""
    url = find_url(root)
    files = [path.relative_to(root).as_posix() for path in list_files(root)]
    documents = (_read_document(root / path, path) for path in files if path.endswith(".html"))
    return Built(root, url, frozenset(files), tuple(documents), _choose_feeds(files))


def read_part(root: Path, files: Iterable[str], changed: Collection[str]) -> Built:
    """Some pages of the site in a folder that has certain files, with the pages that have to agree with them."""
    site = Built(root, find_url(root), frozenset(files), (), _choose_feeds(changed))
    documents: dict[str, Document] = {}
    pending = [path for path in sorted(changed) if path.endswith(".html")]
    while pending:
        path = pending.pop()
        if path in documents or path not in site.files:
            continue
        document = documents[path] = _read_document(root / path, path)
        if path in changed:
            marked = [address for _, _, address in document.links if urlsplit(address).fragment]
            targets = (site.resolve(path, address) for address in (*document.alternates.values(), *marked))
            pending += [target for target in targets if target and target.endswith(".html")]
    return replace(site, documents=tuple(documents.values()))


def find_url(root: Path) -> str:
    """The address of the site in a folder, without a final slash; raises PressError where there is none."""
    try:
        index = ElementTree.parse(root / "sitemap.xml")  # noqa: S314 - our own file
    except (OSError, ElementTree.ParseError) as error:
        raise PressError(root, "no site", "expected a folder that the build has made") from error
    first = index.findtext(f"{SITEMAP}sitemap/{SITEMAP}loc") or ""
    return first.rpartition("/sitemap/")[0]


def _choose_feeds(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(path for path in paths if path.endswith((*XML, *DATA))))


def _read_document(file: Path, path: str) -> Document:
    reader = _Reader(path)
    reader.feed(file.read_text(encoding="utf-8"))
    reader.close()
    return reader.document


def check_site(root: Path) -> list[str]:
    """All findings on the site in a folder; empty when it is sound."""
    return check_built(read_site(root))


def check_part(root: Path, files: Iterable[str], changed: Collection[str]) -> list[str]:
    """All findings on some pages of the site in a folder."""
    findings = check_built(read_part(root, files, changed))
    return [finding for finding in findings if finding.partition(":")[0] in changed]


def check_built(site: Built) -> list[str]:
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
    """Every page forbids scripts, holds none, and loads nothing from others; but for the script of a search page."""
    findings = []
    for document in site.documents:
        policy, is_search = document.policy or "", SEARCH_PAGE.fullmatch(document.path)
        if not is_search and ("default-src 'none'" not in policy or re.search(r"unsafe-|script|\*", policy)):
            findings.append(f"{document.path}:1: the policy is {document.policy!r}; expected default-src 'none'")
        if is_search and policy != SEARCH_POLICY:
            findings.append(f"{document.path}:1: the policy is {document.policy!r}; expected {SEARCH_POLICY!r}")
        active = [(line, what) for line, what in document.active if not is_search or what not in SEARCH_TAGS]
        findings += [f"{document.path}:{line}: {what} on the page; expected none" for line, what in active]
        for line, tag, address in document.links:
            if urlsplit(address).scheme not in ("", "http", "https", "mailto"):
                findings.append(f"{document.path}:{line}: <{tag}> leads to {address!r}; expected a web address")
            elif tag in LOADING_TAGS and site.resolve(document.path, address) is None:
                findings.append(f"{document.path}:{line}: <{tag}> loads {address!r}; expected a file of the site")
    return findings


def check_scripts(site: Built) -> list[str]:
    """Every script is a file whose bytes the page knows."""
    findings = []
    for document in site.documents:
        for line, address, integrity in document.scripts:
            target = site.resolve(document.path, address)
            data = (site.root / target).read_bytes() if target in site.files else b""
            expected = f"sha384-{base64.b64encode(hashlib.sha384(data).digest()).decode()}"
            if integrity != expected:
                findings.append(f"{document.path}:{line}: the integrity of {address!r} is another; expected {expected}")
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
            elif tag != "x-default" and target in by_path and by_path[target].alternates != document.alternates:
                findings.append(f"{document.path}:1: hreflang {tag} leads to {address!r}, which does not link back")
        if document.alternates and document.canonical not in document.alternates.values():
            findings.append(f"{document.path}:1: hreflang links do not name the page itself; expected them to")
    return findings


def check_feeds(site: Built) -> list[str]:
    """Every feed is XML with an id, a language, and entries that lead to pages of the site."""
    findings = []
    for path in (one for one in site.feeds if one.endswith(XML)):
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
        ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
        if len(set(ids)) < len(ids) or not all(ids):
            findings.append(f"{path}:1: entries without an id of their own; expected one each")
        lost = (href for href in hrefs if site.resolve(path, href) not in site.files)
        findings += [f"{path}:1: an entry leads to {href!r}; there is no such page" for href in lost]
    return findings


CHECKS = (
    check_links,
    check_languages,
    check_policies,
    check_scripts,
    check_alternates,
    check_feeds,
    *datachecks.CHECKS,
)
