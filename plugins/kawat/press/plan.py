"""The plan: which pages are stale after a change, and why."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kawat.press.compose import Composer
from kawat.press.kinds import ArticleKind, FrontKind, Kind, SectorKind
from kawat.press.periods import EditionKind, MonthKind, SectorMonthKind
from kawat.press.rows import BadRow, PageKey, PostRow
from kawat.press.sidekinds import (
    ChooserKind,
    FeedKind,
    NotFoundKind,
    RobotsKind,
    SitemapIndexKind,
    SitemapKind,
    SitemapListsKind,
)
from kawat.press.site import Site

KINDS: tuple[Kind, ...] = (
    RobotsKind(),
    ArticleKind(),
    FrontKind(),
    SectorKind(),
    SectorMonthKind(),
    MonthKind(),
    EditionKind(),
    ChooserKind(),
    NotFoundKind(),
    FeedKind(),
    SitemapKind(),
    SitemapListsKind(),
    SitemapIndexKind(),
)
BY_NAME = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True)
class FileChange:
    """A file below ``content/`` that is new, changed or gone."""

    path: str
    what: str
    """``added``, ``changed``, ``removed``."""
    size: int = 0
    mtime_ns: int = 0


def find_path(page: PageKey, site: Site) -> str:
    return BY_NAME[page.kind].path(page.key, site)


def scan_content(site: Site, is_candidate: Callable[[str, Site], bool]) -> Iterator[tuple[str, int, int]]:
    """Name, size and time of change of every file that may be a post; one walk, links not followed."""
    pending = [site.content]
    while pending:
        folder = pending.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    pending.append(folder / entry.name)
                    continue
                name = os.path.relpath(entry.path, site.content).replace(os.sep, "/")
                if is_candidate(name, site):
                    stat = entry.stat(follow_symlinks=False)
                    yield name, stat.st_size, stat.st_mtime_ns


def find_changes(known: dict[str, tuple[int, int]], found: Iterable[tuple[str, int, int]]) -> list[FileChange]:
    """The files that differ from what the store knows, in the order of their paths."""
    changes: list[FileChange] = []
    gone = set(known)
    for name, size, mtime in found:
        gone.discard(name)
        if known.get(name) != (size, mtime):
            changes.append(FileChange(name, "changed" if name in known else "added", size, mtime))
    changes += (FileChange(name, "removed") for name in gone)
    return sorted(changes, key=lambda change: change.path)


def fill_store(composer: Composer, rows: Iterable[PostRow | BadRow]) -> None:
    """Put the rows of all files into an empty store, in one transaction."""
    addresses: set[str] = set()
    with composer.store.transaction():
        composer.store.forget_all_files()
        for row in rows:
            if isinstance(row, PostRow):
                composer.store.put_post(row)
                addresses.add(row.address)
            else:
                composer.store.put_bad(row)
        for address in sorted(addresses):
            composer.store.settle_address(address)


def take_changes(composer: Composer, changes: Sequence[FileChange], rows: Iterable[PostRow | BadRow]) -> None:
    """Put the rows of changed files and mark the pages that are stale by it, in one transaction.

    ``rows`` are those of the files added or changed.
    """
    store, fresh = composer.store, list(rows)
    posts = [row for row in fresh if isinstance(row, PostRow)]
    with store.transaction():
        causes = _find_causes(composer, changes, posts)
        rivals = [post for address in causes for post in store.find_posts("address = ?", (address,))]
        pages = {page for post in (*posts, *rivals) for page in _pages_of(post, composer.site)}
        existed = _find_existing(composer, pages)
        before = {address: store.find_live(address) for address in causes}
        stories = {post.story for post in (*posts, *rivals)}
        _put_rows(composer, changes, fresh, causes)
        for address, cause in causes.items():
            for post in filter(None, (before[address], store.find_live(address))):
                for page in _pages_of(post, composer.site):
                    store.add_stale(page, cause)
        _mark_versions(composer, stories)
        _mark_neighbours(composer, existed, _find_existing(composer, pages))


def _find_causes(composer: Composer, changes: Iterable[FileChange], posts: Iterable[PostRow]) -> dict[str, str]:
    """The addresses that a change concerns, each with the reason that its pages will give."""
    causes: dict[str, str] = {}
    by_path = {post.path: post.address for post in posts}
    for change in changes:
        for address in (composer.store.find_address(change.path), by_path.get(change.path)):
            if address is not None:
                causes.setdefault(address, f"content/{change.path} {change.what}")
    return causes


def _put_rows(
    composer: Composer, changes: Iterable[FileChange], rows: Iterable[PostRow | BadRow], addresses: Iterable[str]
) -> None:
    for change in changes:
        composer.store.forget_file(change.path)
    for row in rows:
        if isinstance(row, PostRow):
            composer.store.put_post(row)
        else:
            composer.store.put_bad(row)
    for address in addresses:
        composer.store.settle_address(address)


def _mark_versions(composer: Composer, stories: Iterable[str]) -> None:
    """The versions of a story link to each other, in their pages and in the sitemaps."""
    for story in stories:
        for post in list(composer.store.find_posts("live AND story = ?", (story,))):
            for page in (PageKey(ArticleKind.name, (post.address,)), PageKey(SitemapKind.name, (post.month,))):
                composer.store.add_stale(page, f"story {story} changed")


def _pages_of(post: PostRow, site: Site) -> Iterator[PageKey]:
    for kind in KINDS:
        for key in kind.keys_of(post, site):
            yield PageKey(kind.name, key)


def _find_existing(composer: Composer, pages: Iterable[PageKey]) -> dict[PageKey, bool]:
    """Which of the pages have a post at this moment."""
    return {page: BY_NAME[page.kind].has_posts(page.key, composer) for page in pages}


def _mark_neighbours(composer: Composer, existed: dict[PageKey, bool], exist: dict[PageKey, bool]) -> None:
    """Pages beside one that has appeared or vanished are stale too."""
    for page in sorted(existed):
        if existed[page] != exist[page]:
            for neighbour in BY_NAME[page.kind].find_neighbours(page.key, composer):
                composer.store.add_stale(neighbour, f"{page} {'appeared' if exist[page] else 'vanished'}")


def list_all_pages(composer: Composer) -> Iterator[PageKey]:
    """Every page of the site: the fixed ones and those of all live posts, each once."""
    seen: set[PageKey] = set()
    fixed = (PageKey(kind.name, key) for kind in KINDS for key in kind.fixed_keys(composer.site))
    posts = composer.store.find_posts("live ORDER BY path")
    for page in (*fixed, *(page for post in posts for page in _pages_of(post, composer.site))):
        if page not in seen:
            seen.add(page)
            yield page
