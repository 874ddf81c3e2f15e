"""What an editor writes beside a wire text: ``<name>.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from kawat.errors import WireError
from kawat.languages import Languages
from kawat.snapshots import read_toml
from kawat.wire.detect import find_declared
from kawat.wire.posts import Moment

KINDS = ("machine", "human")
KEYS = ("date", "original", "translation")


@dataclass(frozen=True)
class Sidecar:
    """Facts that the text itself does not state."""

    moment: Moment | None = None
    original: str | None = None
    """The tag of the language that the story was written in."""
    translation: str | None = None
    """How the versions in other languages were made: ``machine`` or ``human``."""

    def describe_translation(self, tag: str) -> str | None:
        """The provenance of the version in a language; None for the original."""
        if self.original == tag or self.translation is None:
            return None
        return f"{self.translation} from {self.original}" if self.original else self.translation


def find_sidecars(path: Path, languages: Languages) -> tuple[Path, ...]:
    """Where the sidecar of a text may stand, the nearest first: the text's own, then its story's."""
    own = path.with_suffix(".toml")
    return (own, own.with_suffix("").with_suffix(".toml")) if find_declared(path.name, languages) else (own,)


def read_sidecar(path: Path, languages: Languages) -> Sidecar:
    """The nearest sidecar of a text, empty where there is none; raises WireError naming the file."""
    for candidate in find_sidecars(path, languages):
        if candidate.is_file():
            return _parse_sidecar(candidate, languages)
    return Sidecar()


def _parse_sidecar(path: Path, languages: Languages) -> Sidecar:
    facts = read_toml(path, WireError)
    for key in facts:
        if key not in KEYS:
            raise WireError(path, f"unknown key {key!r}", f"expected one of {', '.join(KEYS)}")
    original = facts.get("original")
    if original is not None and (not isinstance(original, str) or languages.find(original) is None):
        raise WireError(path, f"unknown language {original!r}", "expected a tag of the site such as 'id'")
    if facts.get("translation") not in (None, *KINDS):
        raise WireError(path, f"unknown translation {facts['translation']!r}", f"expected one of {', '.join(KINDS)}")
    return Sidecar(_read_moment(path, facts.get("date")), original, facts.get("translation"))


def _read_moment(path: Path, value: object) -> Moment | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return Moment(value.date(), time(value.hour, value.minute))
    if isinstance(value, date):
        return Moment(value)
    raise WireError(path, f"{value!r} is no date", "expected date = 2026-11-24, without quotes")
