"""The plan: which pages are stale after a change, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kawat.press.compose import Composer
from kawat.press.feeds import FeedKind, FeedListKind, JsonFeedKind, OutlineKind, RssKind
from kawat.press.items import NinjsKind
from kawat.press.kinds import ArticleKind, FrontKind, Kind, SectorKind
from kawat.press.periods import EditionKind, MonthKind, SectorMonthKind
from kawat.press.rows import BadRow, PageKey, PostRow, ReadPost
from kawat.press.searchkind import SearchKind
from kawat.press.sidekinds import ChooserKind, ManifestKind, NotFoundKind, RobotsKind, TombstoneKind
from kawat.press.site import Site
from kawat.press.sitemaps import NewsSitemapKind, SitemapIndexKind, SitemapKind, SitemapListsKind
from kawat.walk import FileChange

KINDS: tuple[Kind, ...] = (
    RobotsKind(),
    ArticleKind(),
    NinjsKind(),
    TombstoneKind(),
    FrontKind(),
    SectorKind(),
    SectorMonthKind(),
    MonthKind(),
    EditionKind(),
    ChooserKind(),
    SearchKind(),
    NotFoundKind(),
    ManifestKind(),
    FeedListKind(),
    FeedKind(),
    JsonFeedKind(),
    RssKind(),
    OutlineKind(),
    SitemapKind(),
    SitemapListsKind(),
    NewsSitemapKind(),
    SitemapIndexKind(),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def find_path(page: PageKey, site: Site) -> str:
    return BY_NAME[page.kind].path(page.key, site)


def drop_untouched(composer: Composer, changes: Sequence[FileChange], rows: Iterable[ReadPost | BadRow]) -> Plan:
    """What of the changes is one: a file that was only touched, or copied over itself, reads as before."""
    fresh = {row.row.path if isinstance(row, ReadPost) else row.path: row for row in rows}
    same = {
        path
        for path, row in fresh.items()
        if row in (composer.store.find_post(path), composer.store.find_bad_row(path))
    }
    kept = tuple(change for change in changes if change.path not in same)
    return Plan(kept, tuple(row for path, row in fresh.items() if path not in same))


class Plan:
    """Changed files with their rows; ``apply`` puts the rows and marks the pages that are stale by it."""

    def __init__(self, changes: tuple[FileChange, ...], rows: tuple[ReadPost | BadRow, ...]) -> None:
        self.changes, self.rows = changes, rows
        self.posts = [row.row for row in rows if isinstance(row, ReadPost)]

    def apply(self, composer: Composer) -> None:
        """To be called inside a transaction, so that a killed build forgets nothing."""
        store = composer.store
        causes = self._find_causes(composer)
        rivals = [post for address in causes for post in store.find_posts("p.address = ?", (address,))]
        pages = {page for post in (*self.posts, *rivals) for page in _pages_of(post, composer.site)}
        existed = _find_existing(composer, pages)
        before = {address: store.find_standing(address) for address in causes}
        stories = {post.story for post in (*self.posts, *rivals)}
        self._put_rows(composer, causes)
        for address, cause in causes.items():
            for post in filter(None, (before[address], store.find_standing(address))):
                for page in _pages_of(post, composer.site):
                    store.add_stale(page, cause)
        _mark_versions(composer, stories)
        _mark_neighbours(composer, existed, _find_existing(composer, pages))

    def _find_causes(self, composer: Composer) -> dict[str, str]:
        """The addresses that a change concerns, each with the reason that its pages will give."""
        causes: dict[str, str] = {}
        by_path = {post.path: post.address for post in self.posts}
        for change in self.changes:
            for address in (composer.store.find_address(change.path), by_path.get(change.path)):
                if address is not None:
                    causes.setdefault(address, f"content/{change.path} {change.what}")
        return causes

    def _put_rows(self, composer: Composer, addresses: Iterable[str]) -> None:
        for change in self.changes:
            composer.store.forget_file(change.path)
        for row in self.rows:
            if isinstance(row, ReadPost):
                composer.store.put_post(row)
            else:
                composer.store.put_bad(row)
        for address in addresses:
            composer.store.settle_address(address)


def _mark_versions(composer: Composer, stories: Iterable[str]) -> None:
    """The versions of a story link to each other, in their pages, their items and the sitemaps."""
    kinds = [kind for kind in list_kinds(composer.site) if kind.is_own or kind.name == SitemapKind.name]
    for story in stories:
        for post in composer.store.find_posts("p.live AND p.story = ?", (story,)):
            for kind in kinds:
                for key in kind.keys_of(post, composer.site):
                    composer.store.add_stale(PageKey(kind.name, key), f"story {story} changed")


def _pages_of(post: PostRow, site: Site) -> Iterator[PageKey]:
    """The pages that a post is on; of a withdrawn one, those that say so."""
    for kind in list_kinds(site):
        for key in (kind.marks_of if post.status == "withdrawn" else kind.keys_of)(post, site):
            yield PageKey(kind.name, key)


def list_kinds(site: Site) -> list[Kind]:
    """The kinds of page that a site has."""
    return [kind for kind in KINDS if kind.is_made(site)]


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
    """Every page of the site, each once: articles story by story, then the rest, a language's months together.

    In this order pages that show the same posts follow each other, which a composer remembers.
    """
    kinds = list_kinds(composer.site)
    own = [kind.name for kind in kinds if kind.is_own and kind.name != TombstoneKind.name]
    for address in composer.store.iterate_addresses():
        for name in own:
            yield PageKey(name, (address,))
    for address in composer.store.iterate_gone():
        yield PageKey(TombstoneKind.name, (address,))
    others = {PageKey(kind.name, key) for kind in kinds for key in kind.fixed_keys(composer.site)}
    for row in composer.store.find_representatives():
        others.update(page for page in _pages_of(row, composer.site) if page.kind not in own)
    yield from sorted(others, key=lambda page: (page.key[:1], page.key[-1:], page))
