"""Whom to tell of a release, and of which addresses: caches, search engines, subscribers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from kawat.files import write_atomically
from kawat.publish.plan import Plan

KINDS = ("purge", "indexnow", "websub")
FOLDER = "tell"
FEEDS = (".atom", ".rss", "/feed.json")
NOT_INDEXED = frozenset(("404.html",))


def list_addresses(plan: Plan, absolute: Callable[[str], str]) -> dict[str, list[str]]:
    """The addresses that each kind is to be told of, sorted.

    Caches are told of whatever changed or went, and of what is new, whose absence they may have kept; search engines
    of pages; subscribers of feeds that are there.
    """
    touched = [path for path in (*plan.added, *plan.changed, *plan.removed) if not path.endswith((".gz", ".br"))]
    pages = [path for path in touched if path.endswith(".html") and path not in NOT_INDEXED]
    feeds = [path for path in touched if path.endswith(FEEDS) and path not in plan.removed]
    chosen = {"purge": [path for path in touched if not path.startswith("_")], "indexnow": pages, "websub": feeds}
    return {kind: sorted(map(absolute, paths)) for kind, paths in chosen.items()}


def save_addresses(cache: Path, addresses: dict[str, list[str]], waiting: Iterable[str] = ()) -> None:
    """Keep the lists for those who tell; of the kinds ``waiting`` what has not been told stays on the list."""
    for kind, urls in addresses.items():
        known = load_addresses(cache, kind) if kind in waiting else []
        write_addresses(cache, kind, sorted({*known, *urls}))


def load_addresses(cache: Path, kind: str) -> list[str]:
    """The addresses on a list; none where there is no list."""
    try:
        return (cache / FOLDER / f"{kind}.txt").read_text("utf-8").split()
    except (OSError, ValueError):
        return []


def write_addresses(cache: Path, kind: str, urls: Iterable[str]) -> None:
    write_atomically(cache / FOLDER / f"{kind}.txt", "".join(f"{url}\n" for url in urls).encode())
