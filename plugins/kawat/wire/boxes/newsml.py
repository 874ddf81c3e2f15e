"""NewsML-G2, the IPTC's news exchange format: one item, or a message of several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from kawat.errors import WireError
from kawat.wire.boxes.html import read_fragment
from kawat.wire.boxes.member import Limits, Member, Names
from kawat.wire.boxes.nitf import check_status, is_subject_code, make_topic, read_nitf
from kawat.wire.boxes.sniff import is_fragment
from kawat.wire.boxes.story import Story, join_facts, make_day, make_fact, make_member, make_place, make_tag
from kawat.wire.boxes.tree import collect_blocks, find, find_all, find_attribute, read_line
from kawat.wire.model import Facts

DAYS = ("itemMeta/firstCreated", "contentMeta/contentCreated", "itemMeta/versionCreated")
"""Where the day of a text stands, the best first."""
LEAST_INDENT = 2
PAGES = ("html", "body", "div", "section", "article", "main", "p", "pre")
"""Elements that inline XML may begin with; others hold events, results or the like."""
TAG = re.compile(r"<[^<>]*+>")
TOPICS, SUBJECTS = "medtop", "subj"
ABSTRACT = ("", "abstract", "cat", "subject")
"""Kinds of subject that can be a section; not persons, places and firms."""


def read_newsml(root: Element, source: str, limits: Limits) -> list[Member | WireError]:
    """The texts of an item or a message. Pictures and packages that come with texts are passed over."""
    items = [root] if root.tag == "newsItem" else list(find_all(root, ".//newsItem"))
    if len(items) > limits.members:
        raise WireError(f"{source}:1", f"{len(items)} items in it", f"expected at most {limits.members}")
    texts = [item for item in items if len(items) == 1 or _has_text(item)]
    if not texts:
        raise WireError(f"{source}:1", f"a {root.tag} without a text", "expected a newsItem with a text")
    names = Names(source)
    sources = [names.number_member(number) if len(texts) > 1 else source for number in range(1, len(texts) + 1)]
    return [_try_item(item, name) for item, name in zip(texts, sources, strict=True)]


def _has_text(item: Element) -> bool:
    return find(item, "contentSet/inlineXML") is not None or find(item, "contentSet/inlineData") is not None


def _try_item(item: Element, source: str) -> Member | WireError:
    try:
        return make_member(_read_item(item, source), source)
    except WireError as error:
        return error


def _read_item(item: Element, source: str) -> Story:
    status = find(item, "itemMeta/pubStatus")
    check_status(_read_code(status), source)
    content = _read_content(item, source)
    headlines = _list_headlines(item)
    headline = next((text for text, is_main in headlines if is_main), None) or content.headline
    subheads = [text for text, is_main in headlines if not is_main][:1]
    byline = read_line(find(item, "contentMeta/by"))
    ends = [byline] if byline and byline not in content.paragraphs else []
    facts = join_facts(_list_facts(item, subheads), content.facts)
    embargo = make_fact(read_line(find(item, "itemMeta/embargoed")))
    warnings = (f"the agency has put an embargo on it until {embargo}",) if embargo else ()
    opening = [one for one in subheads if one not in content.paragraphs[:2]]
    return Story(headline, (*opening, *content.paragraphs, *ends), facts, (*content.warnings, *warnings))


def _list_headlines(item: Element) -> list[tuple[str, bool]]:
    """Headlines, those in the content's language first, and whether each is a main one; else the item's title."""
    found = []
    language = find_attribute(find(item, "contentMeta/language"), "tag")
    stated = find_all(item, "contentMeta/headline")
    for one in sorted(stated, key=lambda one: language is not None and one.get("lang", language) != language):
        line = make_fact(read_line(one))
        if line:
            found.append((line, "sub" not in one.get("role", "").rpartition(":")[2].lower()))
    title = make_fact(read_line(find(item, "itemMeta/title")))
    return found or ([(title, True)] if title else [])


def _read_content(item: Element, source: str) -> Story:
    """The first of an item's renditions that holds a text."""
    for content in find_all(item, "contentSet/*"):
        story = None
        if content.tag == "inlineXML":
            story = _read_inline(content, source)
        elif content.tag == "inlineData" and not content.get("encoding"):
            story = _read_data(content)
        if story and any(story.paragraphs):
            language = make_tag(content.get("lang"))
            return replace(story, facts=replace(story.facts, language=language or story.facts.language))
    kind = _read_code(find(item, "itemMeta/itemClass"))
    raise WireError(f"{source}:1", f"no text in it ({kind or 'newsItem'})", "expected inlineXML or inlineData")


def _read_data(content: Element) -> Story:
    text = "".join(content.itertext())
    is_marked = "html" in content.get("contenttype", "") or is_fragment(text)
    return Story(None, tuple(_unfold(read_fragment(text), TAG.sub("", text)) if is_marked else [text.strip()]))


def _read_inline(content: Element, source: str) -> Story | None:
    root = next(iter(content), None)
    if root is not None and root.tag == "nitf":
        return read_nitf(root, source)
    if root is None or root.tag not in PAGES:
        return None
    body = find(root, "body")
    title = find(root, "head/title")
    body = root if body is None else body
    paragraphs = _unfold(collect_blocks(body), "".join(body.itertext()))
    headline = make_fact("".join(title.itertext())) if title is not None else None
    return Story(headline, tuple(paragraphs), Facts(language=make_tag(root.get("lang"))))


def _unfold(paragraphs: list[str], raw: str) -> list[str]:
    """What some agencies put into one element: lines as on a teleprinter, where an indent begins a paragraph.

    >>> _unfold(["one"], "(Adds) Rapat\\ntahunan\\n   Satu\\ndua")
    ['(Adds) Rapat tahunan', 'Satu dua']
    """
    lines = raw.strip().splitlines()
    indents = {len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()}
    if len(paragraphs) != 1 or 0 not in indents or max(indents) < LEAST_INDENT:
        return paragraphs
    unfolded: list[list[str]] = [[]]
    for line in lines:
        if not line.strip() or line[:LEAST_INDENT].isspace():
            unfolded.append([])
        unfolded[-1] += line.split()
    return [" ".join(words) for words in unfolded if words]


def _list_facts(item: Element, subheads: Sequence[str]) -> Facts:
    meta = find(item, "contentMeta")
    summary = next((one for one in find_all(meta, "description") if "caption" not in one.get("role", "")), None)
    language = find_attribute(find(meta, "language"), "tag")
    return Facts(
        standfirst=make_fact(next(iter(subheads), None) or read_line(summary)),
        language=make_tag(language) or make_tag(item.get("lang")),
        date=_find_day(item),
        agency=_find_agency(item),
        place=_read_name(find(meta, "located")) or make_place(read_line(find(meta, "dateline"))),
        sectors=_list_sectors(meta),
    )


def _find_day(item: Element) -> date | None:
    days = (make_day(read_line(find(item, path))) for path in DAYS)
    return next((day for day in days if day), None)


def _find_agency(item: Element) -> str | None:
    """The provider by its name or its code, else the credit line."""
    provider = find(item, "itemMeta/provider")
    code = _read_code(provider)
    code = (urlsplit(code).hostname or "").removeprefix("www.") if "://" in code else code.rpartition(":")[2]
    return _read_name(provider) or make_fact(code) or make_fact(read_line(find(item, "contentMeta/creditline")))


def _read_name(element: Element | None) -> str | None:
    return make_fact(read_line(find(element, "name"))) or make_fact(find_attribute(element, "literal"))


def _read_code(element: Element | None) -> str:
    """A concept's code, or the address that stands for it."""
    return find_attribute(element, "qcode") or find_attribute(element, "uri") or ""


def _list_sectors(meta: Element | None) -> tuple[str, ...]:
    """Media topics by their codes; names of other subjects where there are none."""
    topics: dict[str, None] = {}
    names: dict[str, None] = {}
    for subject in find_all(meta, "subject"):
        scheme, _, code = _read_code(subject).replace("/", ":").rpartition(":")
        name = _read_name(subject)
        if scheme.endswith((TOPICS, "mediatopic")) and code.isdigit():
            topics[f"{TOPICS}:{code}"] = None
        elif scheme.endswith((SUBJECTS, "subjectcode")) and is_subject_code(code):
            topics[make_topic(code)] = None
        elif name and subject.get("type", "").rpartition(":")[2] in ABSTRACT:
            names[name] = None
    return tuple(topics or names)
