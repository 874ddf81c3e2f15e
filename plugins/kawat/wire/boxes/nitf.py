"""NITF, the IPTC's News Industry Text Format, 2.5 to 3.6."""

from __future__ import annotations

from datetime import date
from xml.etree.ElementTree import Element

from kawat.errors import WireError
from kawat.wire.boxes.story import Story, make_day, make_fact, make_place, make_tag
from kawat.wire.boxes.tree import collect_blocks, find, find_all, find_attribute, read_line
from kawat.wire.model import Facts

DAYS = (
    ("body/body.head/dateline/story.date", "norm"),
    ("head/docdata/date.issue", "norm"),
    ("head/docdata/date.release", "norm"),
    ("head/pubdata", "date.publication"),
)
"""Where the day of a text stands, the best first."""
STOPPED = ("withheld", "canceled", "cancelled", "killed")


def read_nitf(root: Element, source: str) -> Story:
    """The text of a ``nitf`` element; raises WireError where the agency withholds or cancels it.

    Byline and tagline end the text: the head of a story is its headline, subheads and first paragraph.
    """
    status = (find_attribute(find(root, "head/docdata"), "management-status") or "").lower()
    check_status(status, source)
    head = find(root, "body/body.head")
    headline = read_line(find(head, "hedline/hl1")) or read_line(find(head, "hedline")) or read_line_of_title(root)
    subheads = [line for one in find_all(head, "hedline/hl2") if (line := read_line(one)) and line != headline]
    body = find(root, "body/body.content")
    ends = [line for one in find_all(head, "byline") if (line := read_line(one))]
    ends += collect_blocks(find(root, "body/body.end"))
    paragraphs = collect_blocks(body)
    if not paragraphs:
        raise WireError(f"{source}:1", "no text in it", "expected paragraphs in body.content")
    warnings = ("the agency has put an embargo on it",) if status == "embargoed" else ()
    return Story(headline, (*subheads, *paragraphs, *ends), _list_facts(root, head, subheads), warnings)


def check_status(status: str, source: str) -> None:
    """Raise WireError for a text that must not be published."""
    word = status.replace("/", ":").rpartition(":")[2].lower()
    if word in STOPPED:
        verb = "withholds" if word == "withheld" else "cancels"
        raise WireError(f"{source}:1", f"the agency {verb} it ({status})", "expected a text that may be published")


def read_line_of_title(root: Element) -> str | None:
    title = find(root, "head/title")
    return make_fact("".join(title.itertext())) if title is not None else None


def _list_facts(root: Element, head: Element | None, subheads: list[str]) -> Facts:
    return Facts(
        standfirst=make_fact(next(iter(subheads), None) or read_line(find(head, "abstract"))),
        language=make_tag(root.get("lang") or root.get("baselang") or find_attribute(find(root, "body"), "lang")),
        date=_find_day(root),
        agency=make_fact(read_line(find(head, "distributor"))),
        place=_find_place(root, head),
        sectors=_list_sectors(root),
    )


def _find_day(root: Element) -> date | None:
    days = (make_day(find_attribute(find(root, path), name)) for path, name in DAYS)
    return next((day for day in days if day), None)


def _find_place(root: Element, head: Element | None) -> str | None:
    """The city of the dateline, else the dateline's first words, else where the event was."""
    location = find(head, "dateline/location")
    dateline = find(head, "dateline")
    words = make_place(dateline.text) if dateline is not None else None
    city = find_attribute(find(root, "head/docdata/evloc"), "city")
    return make_fact(read_line(find(location, "city")) or read_line(location)) or words or make_fact(city)


def _list_sectors(root: Element) -> tuple[str, ...]:
    """Media topics: the two first digits of a subject code are those of the media topic above it."""
    numbers = (one.get("tobject.subject.refnum", "") for one in find_all(root, "head/tobject/tobject.subject"))
    return tuple(dict.fromkeys(make_topic(number) for number in numbers if is_subject_code(number)))


def is_subject_code(code: str) -> bool:
    """Whether it is one of the IPTC's older, eight-digit subject codes."""
    return len(code) == 8 and code.isascii() and code.isdigit() and "01" <= code[:2] <= "17"


def make_topic(code: str) -> str:
    """The media topic over a subject code.

    >>> make_topic("04005000")
    'medtop:04000000'
    """
    return f"medtop:{code[:2]}000000"
