"""Opens pages, mails, archives and the IPTC's formats, whatever is in whatever."""

from __future__ import annotations

import json
from dataclasses import replace

from kawat.errors import WireError
from kawat.wire.boxes.archive import Budget, Packed, unpack
from kawat.wire.boxes.html import find_charset, read_html
from kawat.wire.boxes.mail import Letter, read_mail
from kawat.wire.boxes.matter import read_markdown
from kawat.wire.boxes.member import Limits, Member, Names, check_size
from kawat.wire.boxes.newsml import read_newsml
from kawat.wire.boxes.ninjs import is_ninjs, read_ninjs
from kawat.wire.boxes.nitf import read_nitf
from kawat.wire.boxes.sniff import IPTC, tell_kind
from kawat.wire.boxes.story import Story, decode_markup, join_facts, make_member, opens_with
from kawat.wire.boxes.tree import parse_xml

DEEPEST = 1
"""Archives in an archive; and so with mails."""
JSON = (".json", ".ninjs")

Found = list[Member | WireError]


class Opener:
    """Opens one file; what its archives unpack to together is limited."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.budget = Budget(limits)
        self.zips = self.mails = 0
        """How many that hold what is being opened."""

    def open(self, data: bytes, source: str, declared: str | None = None) -> Found:
        kind = tell_kind(data, source)
        try:
            check_size(data, source, self.limits.unpacked if kind in ("zip", "mail") else self.limits.text)
            if kind == "zip":
                return self._open_zip(data, source)
            if kind == "mail":
                return self._open_mail(data, source)
            if kind == "html":
                return [read_html(data, source, declared)]
            if kind == "markup" and not _is_xml(data, source, declared):
                return [Member(source, data, declared)]
            if kind in ("xml", "markup"):
                return _open_xml(data, source, declared, self.limits)
            if kind == "json":
                return _open_json(data, source, declared, self.limits)
            return [read_markdown(data, source) if kind == "markdown" else Member(source, data, declared)]
        except WireError as error:
            return [error]

    def _open_zip(self, data: bytes, source: str) -> Found:
        if self.zips > DEEPEST:
            raise WireError(f"{source}:1", "an archive too deep in archives", f"expected at most {DEEPEST} in another")
        found: Found = []
        self.zips += 1
        try:
            for packed in unpack(data, source, self.budget):
                found += self.open(packed.data, packed.source) if isinstance(packed, Packed) else [packed]
        except WireError as error:
            found.append(error)
        finally:
            self.zips -= 1
        return found or [WireError(f"{source}:1", "an archive without texts", "expected texts in it")]

    def _open_mail(self, data: bytes, source: str) -> Found:
        if self.mails > DEEPEST:
            raise WireError(f"{source}:1", "a mail too deep in mails", f"expected at most {DEEPEST} in another")
        self.mails += 1
        try:
            found = self._open_letter(read_mail(data, source, self.limits), source, Names(source))
        finally:
            self.mails -= 1
        return found or [WireError(f"{source}:1", "a mail without a text", "expected a text in it, or attached")]

    def _open_letter(self, letter: Letter, source: str, names: Names) -> Found:
        found: Found = []
        if any(leaf.data.strip() for leaf in letter.shown):
            try:
                found.append(_read_shown(letter, source, self.limits))
            except WireError as error:
                found.append(error)
        for leaf in letter.attached:
            found += self.open(leaf.data, names.name_member(leaf.name or ""), leaf.declared)
        for inner in letter.letters:
            found += self._open_letter(inner, names.name_member(f"{inner.facts.headline or 'mail'}.eml"), names)
        return found


def _read_shown(letter: Letter, source: str, limits: Limits) -> Member:
    """The text that a mail shows; its subject is the headline where the text has none."""
    shown = [leaf for leaf in letter.shown if leaf.data.strip()]
    check_size(b"".join(leaf.data for leaf in shown), source, limits.text)
    headline, facts, warnings = letter.facts.headline, letter.facts, letter.warnings
    texts: list[str] = []
    for leaf in shown:
        if leaf.is_html:
            page = read_html(leaf.data, source, leaf.declared, headline)
            texts.append(page.data.decode())
            headline, facts, warnings = page.facts.headline, join_facts(facts, page.facts), warnings + page.warnings
        else:
            text, remarks = decode_markup(leaf.data, source, leaf.declared)
            texts.append(text)
            warnings += remarks
    has_own = headline is None or opens_with([texts[0].lstrip()], headline, is_loose=True)
    if has_own and len(shown) == 1 and not shown[0].is_html:
        return Member(source, shown[0].data, shown[0].declared, facts, warnings)
    text = "\n\n".join(text.strip("\r\n") for text in texts)
    return make_member(Story(None if has_own else headline, (text,), facts, warnings), source)


def _is_xml(data: bytes, source: str, declared: str | None) -> bool:
    """Whether it can be read as XML."""
    try:
        parse_xml(decode_markup(data, source, declared)[0], source)
    except WireError:
        return False
    return True


def _open_xml(data: bytes, source: str, declared: str | None, limits: Limits) -> Found:
    text, warnings = decode_markup(data, source, declared or find_charset(data))
    root = parse_xml(text, source)
    if root.tag == "nitf":
        return [_warn(make_member(read_nitf(root, source), source), warnings)]
    if root.tag in IPTC and root.tag != "NewsML":
        found = read_newsml(root, source, limits)
        return [_warn(one, warnings) if isinstance(one, Member) else one for one in found]
    name = "NewsML 1" if root.tag == "NewsML" else f"XML of an unknown kind ({root.tag[:40]})"
    raise WireError(f"{source}:1", name, "expected NewsML-G2, NITF, ninjs, HTML or a plain text")


def _warn(member: Member, warnings: tuple[str, ...]) -> Member:
    return replace(member, warnings=(*warnings, *member.warnings))


def _open_json(data: bytes, source: str, declared: str | None, limits: Limits) -> Found:
    """What is no ninjs is a text, unless its file's name says that it is JSON."""
    text, warnings = decode_markup(data, source, declared)
    is_named = source.lower().endswith(JSON)
    try:
        value = json.loads(text, parse_int=str, parse_float=str, parse_constant=str, strict=False)
    except (ValueError, RecursionError) as error:
        if is_named:
            raise WireError(f"{source}:1", f"damaged JSON ({error})", "expected ninjs, or a plain text") from error
        return [Member(source, data, declared)]
    if is_ninjs(value):
        found = read_ninjs(value, source, limits)
        return [_warn(one, warnings) if isinstance(one, Member) else one for one in found]
    if is_named:
        raise WireError(f"{source}:1", "JSON, but no ninjs", "expected an item with a uri, a headline and a body")
    return [Member(source, data, declared)]
