"""Stories: which posts tell the same one in which language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Version(NamedTuple):
    """One post of a story."""

    date: str
    address: str
    """The post's path below the site's root; it orders posts of one day."""
    lang: str


def choose_versions(posts: Iterable[Version]) -> Mapping[str, Version]:
    """The version that stands for each language: the earliest, so that links stay mutual."""
    chosen: dict[str, Version] = {}
    for version in sorted(posts):
        chosen.setdefault(version.lang, version)
    return chosen


def choose_default(versions: Mapping[str, Version], preferred: str) -> Version:
    """The version for readers of other languages: the preferred language's, else the first published."""
    return versions.get(preferred) or min(versions.values())
