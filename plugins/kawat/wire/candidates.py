"""Which encoding bytes are in, where they do not say so: every one that fits is read and rated.

chardet orders the readings, the language found in the text has to agree with it, and where two are as good, none is
taken.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kawat.wire.encodings import ANY, Encoding, count_high, load_encodings, rate_text

if TYPE_CHECKING:
    from kawat.languages import Language

SAMPLE = 65_536
"""Bytes that are looked at to tell the encoding."""
LEAST_RATING = 0.88
"""Right readings of 22 languages rate 0.93 and more, also when they are cut to one paragraph."""
LEAST_NAMED = 0.5
"""Readings that rate less are not worth naming."""
RIVALRY = 0.1
"""Readings whose ratings are as near as that are equally good."""
FEW, MANY = 4, 200
"""With fewer characters beyond ASCII in less than so many letters, the language has to be known too."""
PARAGRAPHS = 12
"""As many are enough to tell the language; what stands at the end of a text is often in another."""


@dataclass(frozen=True)
class Candidate:
    """A reading of the sample."""

    text: str
    encodings: tuple[Encoding, ...]
    """All that read the sample so, the usual one first."""
    rating: float
    """0 to 1."""
    detected: str | None = None
    """The language, a code of ISO 639, that chardet names with it."""
    language: Language | None = None
    """The one that was found in the text."""

    @property
    def name(self) -> str:
        return self.encodings[0].name

    @property
    def siblings(self) -> tuple[Encoding, ...]:
        """Those of its encodings that serve the same scripts: beyond the sample only one may fit."""
        return tuple(one for one in self.encodings if one.scripts == self.encodings[0].scripts)

    @property
    def is_served(self) -> bool:
        """Whether the encoding is one for such a text; nothing speaks against it where no language was found."""
        if self.is_plain:
            return any(encoding.is_plain for encoding in self.encodings)
        scripts = self.encodings[0].scripts
        return self.language is None or not scripts or not scripts.isdisjoint(self.language.scripts)

    @property
    def is_agreed(self) -> bool:
        """Whether chardet names the language found; where only quotes and dashes are not in ASCII, any will do."""
        if self.language is None:
            return False
        return self.is_plain or self.language.locale.language == self.detected

    @property
    def is_plain(self) -> bool:
        """Whether its letters are all in ASCII, and only quotes, dashes and signs are not."""
        return not any(char > "\x7f" and char.isalpha() for char in self.text)

    def __str__(self) -> str:
        return f"{self.name} {self.rating:.2f}"


@dataclass(frozen=True)
class Choice:
    """The reading that was chosen, None when none is certain, and the others that were good enough to be thought of."""

    chosen: Candidate | None
    others: tuple[Candidate, ...]
    """Best first."""

    def __str__(self) -> str:
        best = (self.chosen, *self.others[:1]) if self.chosen else self.others[:3]
        words = [str(one) for one in best]
        if best and best[0].rating >= LEAST_RATING:
            language = best[0].language
            words.append(f"the language is {language.tag}" if language else "the language is not known")
        return ", ".join(words)


def choose_encoding(data: bytes, leave_out: Iterable[str] = ()) -> Choice:
    """The encoding of bytes that are not in one of Unicode's, by what the readings look like."""
    sample = take_sample(data)
    candidates = weigh_encodings(sample, leave_out)
    if not candidates or candidates[0].rating < LEAST_RATING:
        return Choice(None, tuple(candidates))
    near = [one for one in candidates if one.rating >= candidates[0].rating - RIVALRY]
    rivals = [one for one in map(_add_language, near) if one.is_served]
    if not rivals:
        return Choice(None, tuple(candidates))
    best = _ask_detector(sample, rivals)
    others = tuple(one for one in candidates if one.text != best.text)
    # The rating alone decides where it is far ahead; else two witnesses have to agree.
    is_enough = count_high(best.text) >= FEW or sum(map(str.isalpha, best.text)) >= MANY
    is_certain = len(rivals) == 1 and is_enough
    return Choice(best, others) if is_certain or best.is_agreed else Choice(None, (best, *others))


def weigh_encodings(sample: bytes, leave_out: Iterable[str] = ()) -> list[Candidate]:
    """The readings that are possible at all, best first; equal readings are one."""
    found: dict[str, Candidate] = {}
    for encoding in _list_encodings(sample, frozenset(leave_out)):
        try:
            text = codecs.getincrementaldecoder(encoding.name)().decode(sample)
        except UnicodeError:
            continue
        rating = rate_text(text, encoding, LEAST_NAMED)
        known = found.get(text, Candidate(text, (), 0.0))
        found[text] = Candidate(text, (*known.encodings, encoding), max(rating, known.rating))
    # A lone first byte of two is waited for, and reads as nothing.
    read = (one for one in found.values() if one.rating >= LEAST_NAMED and not one.text.isascii())
    return sorted(read, key=lambda one: -one.rating)


def _list_encodings(sample: bytes, leave_out: frozenset[str]) -> list[Encoding]:
    encodings = [encoding for encoding in load_encodings() if encoding.name not in leave_out]
    if len(sample) % 2 == 0:
        # A Chinese line in UTF-16 can be without a zero byte.
        encodings += [replace(ANY, name=name) for name in ("utf-16-le", "utf-16-be") if name not in leave_out]
    return encodings


def take_sample(data: bytes) -> bytes:
    """At most ``SAMPLE`` bytes: the first lines that hold more than ASCII."""
    if len(data) <= SAMPLE:
        return data
    lines = (line for line in data.splitlines(keepends=True) if not line.isascii())
    return b"".join(lines)[:SAMPLE]


def _ask_detector(sample: bytes, rivals: list[Candidate]) -> Candidate:
    """The rival that chardet finds likeliest, with the language that it names; else the best rated."""
    # Imported on need: nearly all texts are in UTF-8.
    import chardet

    own = {label: encoding.name for encoding in load_encodings() for label in encoding.detector}
    answers = chardet.detect_all(
        sample, ignore_threshold=True, compat_names=False, prefer_superset=False, include_encodings=sorted(own)
    )
    for answer in answers:
        name = own.get(answer["encoding"] or "")
        for one in rivals:
            if any(encoding.name == name for encoding in one.encodings):
                return replace(one, detected=answer["language"])
    return rivals[0]


def _add_language(candidate: Candidate) -> Candidate:
    from kawat.languages import load_known
    from kawat.wire.detect import judge_language

    known = load_known()
    paragraphs = [line for line in candidate.text.splitlines() if line.strip()]
    tag = judge_language(paragraphs[:PARAGRAPHS], known).tag
    return replace(candidate, language=known.find(tag) if tag else None)
