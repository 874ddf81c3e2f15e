"""What has to be done to a host, and in which order no page leads to a missing one. Touches no disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kawat.errors import PublishError
from kawat.publish.hashes import Entry
from kawat.publish.manifest import Manifest, is_hashed_asset

MOST_REMOVED = 256
"""Files that one release may remove, unless it is told otherwise."""
DOORS = frozenset(("index.html", "404.html", "robots.txt", "sitemap.xml", "_headers", "_redirects"))
"""Where readers and robots enter: they lead to everything, so they are published last."""
ARTICLE = re.compile(r"[^/]++/\d{4}/\d{2}/(?!\d++/)[^/]++/index\.html")
KINDS = ("files", "articles", "lists", "feeds and sitemaps", "doors")
PAGES = (".html", ".htm", ".xhtml")
FEEDS = (".atom", ".rss", ".xml", ".json")
AHEAD = re.compile(r".+/item\.json|feeds\.opml")
"""Data that pages refer to, and nobody waits for."""

Causes = Callable[[str], str]
"""Why a file of the output was last written, or went; empty when nobody knows."""


@dataclass(frozen=True)
class State:
    """What a host holds, as far as can be told cheaply."""

    manifest: Manifest | None
    """None where there is none, or not one of ours."""
    unsure: frozenset[str] = frozenset()
    """Paths that an interrupted release may have put, replaced or removed."""
    is_surveyed: bool = False
    """Whether the manifest was made by looking at the files; then it may name files of others."""
    sends_headers: bool = False
    """Whether files are kept with their headers, so that other headers mean to send them again."""


class Stage(NamedTuple):
    """Files that may be published in any order, when the stages before are complete."""

    name: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What a release does to a host; paths with their causes, sorted."""

    target: Manifest
    base: Manifest | None
    """What the host holds; None when it holds nothing."""
    added: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, str] = field(default_factory=dict)
    removed: Mapping[str, str] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()
    strays: tuple[str, ...] = ()
    """Files on the host of which no manifest says that they are ours; they are left alone."""
    is_surveyed: bool = False
    """Whether the host's manifest was lost, so that it needs one."""

    @property
    def uploads(self) -> tuple[str, ...]:
        return (*self.added, *self.changed)

    @property
    def upload_size(self) -> int:
        """Bytes to be uploaded."""
        return sum(self.target.files[path].size for path in self.uploads)

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.changed or self.removed or self.unsure or self.is_surveyed)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The uploads in order.

        What readers cannot yet come to is first, added pages; then the changed ones, which may lead there; each
        from articles to feeds. The doors are the last of all.
        """
        groups: dict[tuple[int, str], list[str]] = {}
        for what, paths in (("new", self.added), ("changed", self.changed)):
            for path in paths:
                kind = name_kind(path)
                if kind in ("files", "doors"):
                    key = (0 if kind == "files" else 99, kind)
                else:
                    key = (KINDS.index(kind) + (10 if what == "changed" else 0), f"{what} {kind}")
                groups.setdefault(key, []).append(path)
        return tuple(Stage(name, tuple(sorted(paths))) for (_, name), paths in sorted(groups.items()))


def name_kind(path: str) -> str:
    """One of ``KINDS``: files are what leads nowhere, such as styles and pictures."""
    plain = path.removesuffix(".gz").removesuffix(".br")
    if plain in DOORS:
        return "doors"
    if plain.endswith(PAGES):
        return "articles" if ARTICLE.fullmatch(plain) else "lists"
    return "feeds and sitemaps" if plain.endswith(FEEDS) and not AHEAD.fullmatch(plain) else "files"


def make_plan(
    built: Manifest, state: State, causes: Causes = lambda path: "", is_removing_strays: bool = False
) -> Plan:
    """What brings a host from its state to the site as it was built."""
    base, unsure = state.manifest, state.unsure
    known = base.all if base else {}
    added, changed = {}, {}
    has_other_headers = base is not None and state.sends_headers and base.headers != built.headers
    for path, entry in sorted(built.files.items()):
        before = known.get(path)
        if before is None:
            added[path] = causes(path) or "not on the host"
        elif before != entry:
            changed[path] = causes(path) or "differs from the host's"
        elif has_other_headers:
            changed[path] = "its headers changed"
        elif path in unsure:
            changed[path] = "an interrupted release may have left another"
    missing = known.keys() - built.files.keys()
    strays = missing if state.is_surveyed else set()
    gone = ((missing | unsure) - built.files.keys()) - (set() if is_removing_strays else strays)
    if base is not None and not (state.is_surveyed or added or changed or unsure or gone - base.kept.keys()):
        return Plan(base, base)
    kept = {} if base is None or state.is_surveyed else _find_kept(base, gone)
    target = Manifest(built.site, built.headers, built.files, kept)
    removed = {path: causes(path) or "not part of the site any more" for path in sorted(gone - kept.keys())}
    return Plan(target, base, added, changed, removed, unsure, tuple(sorted(strays - gone)), state.is_surveyed)


def _find_kept(base: Manifest, gone: Iterable[str]) -> dict[str, Entry]:
    """The styles and pictures of the release before: readers who have a page of it open still ask for them."""
    return {path: base.files[path] for path in gone if path in base.files and is_hashed_asset(path)}


def check_removals(plan: Plan, most: int) -> None:
    """Raise PublishError when more files would be removed than may be."""
    if len(plan.removed) > most:
        shown = ", ".join(list(plan.removed)[:3])
        raise PublishError(
            "removals",
            f"{len(plan.removed):,} files would be removed, {shown} …; at most {most:,} may be",
            f"look at them with make plan; if it is meant, set KAWAT_MOST_REMOVED={len(plan.removed)}",
        )
