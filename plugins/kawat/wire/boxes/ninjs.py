"""ninjs, the IPTC's news in JSON, 1.0 to 3.1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kawat.errors import WireError
from kawat.wire.boxes.html import read_fragment
from kawat.wire.boxes.member import Limits, Member, Names
from kawat.wire.boxes.nitf import check_status, is_subject_code, make_topic, read_nitf
from kawat.wire.boxes.sniff import is_fragment
from kawat.wire.boxes.story import Story, make_day, make_fact, make_member, make_tag
from kawat.wire.boxes.tree import parse_xml
from kawat.wire.model import Facts

BODIES = ("body_xhtml", "body_html", "body_text", "body")
MARKED = ("xhtml", "html")
NITF = re.compile(r"\s*+(?:<\?xml[^>]*+>\s*+)?<nitf[\s>]")
TOPICS = ("medtop", "mediatopic")


def is_ninjs(value: object) -> bool:
    """Whether it is an item, or a list of items."""
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(isinstance(item, dict) and _is_item(item) for item in items)


def _is_item(item: Mapping[str, Any]) -> bool:
    has_identity = "uri" in item or "guid" in item
    return has_identity and any(key in ("headline", "headlines", "bodies") or key.startswith("body_") for key in item)


def read_ninjs(value: Any, source: str, limits: Limits) -> list[Member | WireError]:
    """The texts of an item, or of a list of items."""
    items = value if isinstance(value, list) else [value]
    if len(items) > limits.members:
        raise WireError(f"{source}:1", f"{len(items)} items in it", f"expected at most {limits.members}")
    texts = [item for item in items if _has_body(item)]
    items = texts or items[:1]  # pictures that come with texts are passed over
    names = Names(source)
    sources = [names.number_member(number) if len(items) > 1 else source for number in range(1, len(items) + 1)]
    return [_try_item(item, name) for item, name in zip(items, sources, strict=True)]


def _try_item(item: Mapping[str, Any], source: str) -> Member | WireError:
    try:
        return make_member(_read_item(item, source), source)
    except WireError as error:
        return error


def _read_item(item: Mapping[str, Any], source: str) -> Story:
    check_status(_text(item, "pubstatus", "pubStatus"), source)
    paragraphs = next(filter(None, _list_bodies(item, source)), None)
    if paragraphs is None:
        kind = _text(item, "type") or "an item"
        raise WireError(f"{source}:1", f"no text in it ({kind})", "expected body_text, body_xhtml or bodies")
    byline = make_fact(_text(item, "byline", "by"))
    ends = [byline] if byline and byline not in paragraphs else []
    embargo = make_fact(_text(item, "embargoed", "embargoedUntil"))
    warnings = (f"the agency has put an embargo on it until {embargo}",) if embargo else ()
    return Story(_find_headline(item), (*paragraphs, *ends), _list_facts(item), warnings)


def _text(item: Mapping[str, Any], *keys: str) -> str:
    """The first of these that is a text; empty when none is."""
    return next((value for key in keys if isinstance(value := item.get(key), str) and value), "")


def _objects(item: Mapping[str, Any], *keys: str) -> Iterator[Mapping[str, Any]]:
    for key in keys:
        value = item.get(key)
        yield from (one for one in (value if isinstance(value, list) else ()) if isinstance(one, dict))


def _has_body(item: Mapping[str, Any]) -> bool:
    bodies = [_text(item, key) for key in item if key == "body" or key.startswith("body_")]
    return any(bodies) or any(_text(one, "value") for one in _objects(item, "bodies"))


def _list_bodies(item: Mapping[str, Any], source: str) -> Iterator[list[str]]:
    """The paragraphs of each body, those with marks first: in a plain one a line may be a paragraph or not."""
    bodies = [(key, _text(item, key)) for key in BODIES]
    bodies += [(key, _text(item, key)) for key in item if key.startswith("body_") and key not in BODIES]
    for one in _objects(item, "bodies"):
        kind = f"{_text(one, 'role')} {_text(one, 'contenttype', 'contentType')}".lower()
        bodies.append((kind, _text(one, "value")))
    for key, text in sorted(bodies, key=lambda body: not any(mark in body[0] for mark in MARKED)):
        if NITF.match(text):
            yield [*read_nitf(parse_xml(text, source), source).paragraphs]
        elif any(mark in key for mark in MARKED) or is_fragment(text):
            yield read_fragment(text)
        elif text.strip():
            yield [text.strip()]


def _find_headline(item: Mapping[str, Any]) -> str | None:
    headlines = sorted(_objects(item, "headlines"), key=lambda one: _text(one, "role") not in ("main", ""))
    stated = (_text(item, "headline"), *(_text(one, "value") for one in headlines), _text(item, "title"))
    plain = (" ".join(read_fragment(one)) if is_fragment(one) else one for one in stated)
    return next((line for one in plain if (line := make_fact(one))), None)


def _list_facts(item: Mapping[str, Any]) -> Facts:
    days = (_text(item, key) for key in ("firstcreated", "firstCreated", "versioncreated", "versionCreated"))
    descriptions = [_text(one, "value") for one in _objects(item, "descriptions")]
    standfirst = _text(item, "description_text") or next(filter(None, descriptions), "")
    return Facts(
        standfirst=make_fact(" ".join(read_fragment(standfirst)) if is_fragment(standfirst) else standfirst),
        language=make_tag(_text(item, "language")),
        date=next((day for text in days if (day := make_day(text))), None),
        agency=_find_agency(item),
        place=make_fact(_text(item, "located")),
        sectors=_list_sectors([*_objects(item, "subject", "subjects")]),
    )


def _find_agency(item: Mapping[str, Any]) -> str | None:
    sources = [_text(one, "name") for one in _objects(item, "infosource", "infosources", "infoSources")]
    stated = (_text(item, "provider", "source"), *sources, _text(item, "copyrightholder", "copyrightHolder"))
    return next((line for one in stated if (line := make_fact(one))), None)


def _list_sectors(subjects: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Media topics by their codes; names of other subjects where there are none."""
    topics: dict[str, None] = {}
    names: dict[str, None] = {}
    for subject in subjects:
        written = (_text(subject, key) for key in ("code", "literal", "uri"))
        schemes = f"{_text(subject, 'scheme')} {_text(subject, 'uri')} {_text(subject, 'code', 'literal')}"
        codes = [one for text in written if (one := text.replace("/", ":").rpartition(":")[2]) and one.isdigit()]
        name = make_fact(_text(subject, "name"))
        if codes and any(topic in schemes for topic in TOPICS):
            topics[f"medtop:{codes[0]}"] = None
        elif codes and is_subject_code(codes[0]):
            topics[make_topic(codes[0])] = None
        elif name:
            names[name] = None
    return tuple(topics or names)
