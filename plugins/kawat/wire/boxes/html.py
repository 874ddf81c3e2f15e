"""Web pages and parts of them, as the systems of wires export them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from kawat.errors import WireError
from kawat.wire.boxes.blocks import BREAK, HEADINGS, SKIPPED, Blocks
from kawat.wire.boxes.member import Member
from kawat.wire.boxes.story import Story, decode_markup, make_day, make_fact, make_member, make_tag, opens_with
from kawat.wire.boxes.tags import Tag, cut_tags
from kawat.wire.model import Facts

CHARSET_REACH = 4096
CHARSET = re.compile(
    rb"""<meta[^>]{0,400}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{2,40})"""
    rb"""|<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_.:-]{2,40})""",
    re.I,
)
SCOPES = ("article", "main")
PARAGRAPHS = frozenset("p br pre table".split())
BLANK_LINE = re.compile(r"\n[ \t\r]*+\n")
MOST_RETRIES = 3
MOST_HEADINGS = 20
"""How many are tried; most pages' first has something in it."""
LONGEST_KICKER, MOST_LABELS = 60, 6
SENTENCE_END = re.compile(r"[.!?。！？।؟…]['\"”’»)\]]?$")
SEPARATOR = re.compile(r"(?<!\s)\s{0,4}[-–—|·:»]\s{0,4}$")
PLACEHOLDERS = frozenset(("untitled", "untitled document", "document", "index", "home", "new page 1"))
"""Titles that programs give."""
DATE_KEYS = (
    "article:published_time datepublished date dc.date dc.date.issued dcterms.date dcterms.issued dcterms.created"
    " pubdate publish-date publish_date publication_date og:published_time dc.date.created".split()
)
HEADLINE_KEYS = ("og:title", "twitter:title", "dc.title", "dcterms.title")
STANDFIRST_KEYS = ("og:description", "description", "dc.description", "twitter:description")
LANGUAGE_KEYS = ("content-language", "dc.language", "dcterms.language", "og:locale")
AGENCY_KEYS = ("og:site_name", "dc.publisher", "dcterms.publisher")
SECTOR_KEYS = ("article:section",)


def read_html(data: bytes, source: str, declared: str | None = None, headline: str | None = None) -> Member:
    """The text of a page; raises WireError.

    ``declared`` and ``headline`` are what its container states: a charset, and what to take where it has no heading.

    >>> read_html("<title>Rapat</title><p>Satu&nbsp;&lt;dua&gt;<p>Tiga".encode(), "x.html").data.decode()
    'Rapat\\n\\nSatu\\xa0<dua>\\n\\nTiga\\n'
    """
    text, warnings = decode_markup(data, source, declared or find_charset(data))
    story = _Page(text, source, headline).read()
    return make_member(replace(story, warnings=(*warnings, *story.warnings)), source)


def read_fragment(text: str) -> list[str]:
    """The paragraphs of a piece of HTML."""
    return _Page(text).collect(0, None)


def find_charset(data: bytes) -> str | None:
    """The charset that a page states in its first lines; None where it states UTF-16, and is plainly not in it."""
    match = CHARSET.search(data[:CHARSET_REACH])
    charset = (match[1] or match[2]).decode("ascii").lower() if match else None
    return None if charset and charset.startswith(("utf-16", "utf16", "ucs")) else charset


class _Page:
    def __init__(self, text: str, source: str = "", headline: str | None = None) -> None:
        self.source, self.headline = source, headline
        self.tokens = list(cut_tags(text))

    def read(self) -> Story:
        start, end = self._find_scope()
        paragraphs = self.collect(start, end)
        if not paragraphs and (start, end) != (0, None):
            start, end = 0, None
            paragraphs = self.collect(start, end)
        if not paragraphs:
            raise WireError(f"{self.source}:1", "no text in the page", "expected a headline and paragraphs")
        headline, reach = self._find_headline(paragraphs, start, end)
        paragraphs, left_out = _put_first(paragraphs, headline, reach) if headline else (paragraphs, [])
        warnings = tuple(f"left out, as it stands above the headline: {line!r}" for line in left_out)
        return Story(headline, tuple(paragraphs), self._list_facts(start, end), warnings)

    def collect(self, start: int, end: int | None) -> list[str]:
        """The paragraphs of a run of tokens. An element whose text is left out must end, or its text counts."""
        skipped = SKIPPED
        for _ in range(MOST_RETRIES):
            blocks = Blocks(skipped)
            for token in self.tokens[start:end]:
                if isinstance(token, str):
                    blocks.add(token if self._has_paragraphs else BLANK_LINE.sub(BREAK * 2, token))
                elif token.is_end:
                    blocks.end(token.name)
                else:
                    blocks.start(token.name, token.attributes)
            if not blocks.unclosed:
                break
            skipped -= {blocks.unclosed}
        return blocks.finish()

    @cached_property
    def _has_paragraphs(self) -> bool:
        """Whether the page marks its paragraphs. In what some systems store, blank lines part them."""
        return any(isinstance(token, Tag) and token.name in PARAGRAPHS for token in self.tokens)

    def _find_scope(self) -> tuple[int, int | None]:
        """The tokens of the only article, else of the only main part, else all."""
        for name in SCOPES:
            starts = [index for index, one in enumerate(self.tokens) if _is_start(one, name)]
            if len(starts) == 1:
                return starts[0], self._find_end(starts[0], name)
        return 0, None

    def _find_end(self, start: int, name: str) -> int:
        """Where an element ends that holds none of its name: after its end, before the next one, or with the page."""
        for index in range(start + 1, len(self.tokens)):
            token = self.tokens[index]
            if isinstance(token, Tag) and token.name == name:
                return index + token.is_end
        return len(self.tokens)

    def _find_headline(self, paragraphs: Sequence[str], start: int, end: int | None) -> tuple[str | None, int]:
        """The first heading of the scope where it is an h1, or opens it; else what the page states.

        And among how many paragraphs it may stand.
        """
        headings = self._list_headings(start, end)
        if headings:
            return headings[0], len(paragraphs)
        subheads = self._list_headings(start, end, HEADINGS)
        if subheads and opens_with(paragraphs, subheads[0]):
            return subheads[0], 1
        stated = self.headline or self._find_meta(HEADLINE_KEYS) or self._title
        if stated and opens_with(paragraphs, stated, is_loose=True):
            return make_fact(paragraphs[0]), 1
        outside = self._list_headings(0, None)
        if len(outside) == 1 and (stated is None or stated.startswith(outside[0])):
            return outside[0], MOST_LABELS
        return stated, MOST_LABELS

    def _list_headings(self, start: int, end: int | None, names: frozenset[str] = frozenset(("h1",))) -> list[str]:
        """The first two headings, each on one line."""
        found: list[str] = []
        tried = 0
        stop = len(self.tokens) if end is None else end
        index = start
        while index < stop and len(found) < 2 and tried < MOST_HEADINGS:
            token = self.tokens[index]
            last = index + 1
            if isinstance(token, Tag) and not token.is_end and token.name in names:
                tried += 1
                last = self._find_end(index, token.name)
                heading = make_fact(" ".join(self.collect(index, last)))
                found += [heading] if heading else []
            index = last
        return found

    @cached_property
    def _title(self) -> str | None:
        """What the page calls itself, without the name of the site."""
        starts = [index for index, one in enumerate(self.tokens) if _is_start(one, "title")]
        content = self.tokens[starts[0] + 1] if starts and starts[0] + 1 < len(self.tokens) else None
        title = make_fact(content) if isinstance(content, str) else None
        if title is None or title.casefold() in PLACEHOLDERS:
            return None
        site = self._find_meta(AGENCY_KEYS)
        return SEPARATOR.sub("", title.removesuffix(site)) or title if site else title

    @cached_property
    def _metas(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for token in self.tokens:
            if isinstance(token, Tag) and token.name == "meta" and not token.is_end:
                attributes = token.attributes
                for key in ("property", "name", "itemprop", "http-equiv"):
                    if attributes.get(key) and attributes.get("content"):
                        found.setdefault(attributes[key].strip().lower(), attributes["content"])
        return found

    def _find_meta(self, keys: Sequence[str]) -> str | None:
        return next((fact for key in keys if (fact := make_fact(self._metas.get(key)))), None)

    def _list_facts(self, start: int, end: int | None) -> Facts:
        sector = self._find_meta(SECTOR_KEYS)
        return Facts(
            standfirst=self._find_meta(STANDFIRST_KEYS),
            language=self._find_language(start),
            date=make_day(self._find_meta(DATE_KEYS)) or self._find_time(start, end),
            agency=self._find_meta(AGENCY_KEYS),
            sectors=(sector,) if sector else (),
        )

    def _find_language(self, start: int) -> str | None:
        """Of the scope, of the page, or as stated; the first of several."""
        tags = [one for one in (self.tokens[start : start + 1] + self.tokens) if isinstance(one, Tag)]
        for tag in [tag for tag in tags if tag.name in ("html", "body", *SCOPES)][:4]:
            attributes = tag.attributes
            language = make_tag(attributes.get("lang") or attributes.get("xml:lang"))
            if language:
                return language
        return make_tag((self._find_meta(LANGUAGE_KEYS) or "").split(",")[0])

    def _find_time(self, start: int, end: int | None) -> date | None:
        """The day in the mark of a page's own date."""
        for token in self.tokens[start:end]:
            if isinstance(token, Tag) and token.name == "time" and not token.is_end:
                attributes = token.attributes
                if "pubdate" in attributes or attributes.get("itemprop") == "datePublished":
                    return make_day(attributes.get("datetime"))
        return None


def _is_start(token: Tag | str, name: str) -> bool:
    return isinstance(token, Tag) and token.name == name and not token.is_end


def _put_first(paragraphs: list[str], headline: str, reach: int) -> tuple[list[str], list[str]]:
    """The paragraphs from the headline on, and what was left out: labels above it. Sentences above it follow it."""
    places = range(min(reach, len(paragraphs)))
    place = next((index for index in places if opens_with(paragraphs[index : index + 1], headline)), 0)
    above = paragraphs[:place]
    labels = [one for one in above if len(one) <= LONGEST_KICKER and not SENTENCE_END.search(one)]
    kept = [one for one in above if one not in labels]
    return [*paragraphs[place : place + 1], *kept, *paragraphs[place + 1 :]] if place else paragraphs, labels
