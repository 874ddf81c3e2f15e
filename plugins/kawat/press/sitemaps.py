"""The sitemaps: articles by month and language, lists, the latest news, and the index of them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from kawat.press.compose import Composer
from kawat.press.dataviews import NewsPlace, NewsSitemap, Place, PlaceGroup, Sitemap
from kawat.press.feeds import FeedListKind
from kawat.press.kinds import Key, Kind, SectorKind
from kawat.press.periods import MonthKind
from kawat.press.pieces import make_news_tag
from kawat.press.rows import PageKey, PostRow
from kawat.press.site import Site

MOST_NEWS = 1000
"""Articles that a news sitemap may name, by the search engines' rule."""
NEWS_DAYS = 2


class SitemapKind(Kind):
    """The articles of a month in a language; key: ``YYYY-MM``, language."""

    name, template, rank = "sitemap", "sitemap.xml", 5

    def keys_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        return ((post.month, post.lang),)

    def path(self, key: Key, site: Site) -> str:
        return f"sitemap/{site.languages[key[1]].slug}/{key[0]}.xml"

    def has_posts(self, key: Key, composer: Composer) -> bool:
        return MonthKind().has_posts((key[1], key[0]), composer)

    def find_neighbours(self, key: Key, composer: Composer) -> Iterable[PageKey]:
        return (PageKey(SitemapIndexKind.name),)

    def load(self, key: Key, composer: Composer) -> Sitemap | None:
        posts = composer.store.find_period(key[1], key[0])
        groups = (PlaceGroup((self._make_place(post, composer),), composer.story_of(post).alternates) for post in posts)
        return Sitemap(tuple(groups)) if posts else None

    def _make_place(self, post: PostRow, composer: Composer) -> Place:
        return Place(composer.site.absolute(f"{post.address}/"), composer.stamp(post.modified or post.date))


class SitemapListsKind(Kind):
    """The fronts, lists of feeds and sectors of all languages; one page."""

    name, template, rank = "sitemap-lists", "sitemap.xml", 5

    def fixed_keys(self, site: Site) -> Iterable[Key]:
        return ((),)

    def path(self, key: Key, site: Site) -> str:
        return "sitemap/lists.xml"

    def load(self, key: Key, composer: Composer) -> Sitemap:
        site = composer.site
        fronts = {tag: f"{one.slug}/" for tag, one in site.languages.items()}
        lists = {tag: FeedListKind().path((tag,), site).removesuffix("index.html") for tag in site.languages}
        groups = [self._make_group(fronts, "", composer)]
        groups.append(self._make_group(lists, lists.get(site.preferred_tag, ""), composer))
        for sector in site.sectors.all:
            tags = [tag for tag in site.languages if composer.store.has_sector(sector.id, tag)]
            paths = {tag: SectorKind().path((tag, sector.id), site).removesuffix("index.html") for tag in tags}
            if paths:
                groups.append(self._make_group(paths, paths.get(site.preferred_tag, ""), composer))
        return Sitemap(tuple(groups))

    def _make_group(self, places: Mapping[str, str], default: str, composer: Composer) -> PlaceGroup:
        found = tuple(Place(composer.site.absolute(path)) for path in places.values())
        return PlaceGroup(found, composer.make_alternates(places, default))


class SitemapIndexKind(Kind):
    """The list of sitemaps; one page.

    It does not say when they changed: a withdrawal or a translation changes a sitemap, too, and no post tells when.
    """

    name, template, rank = "sitemap-index", "sitemapindex.xml", 6

    def fixed_keys(self, site: Site) -> Iterable[Key]:
        return ((),)

    def path(self, key: Key, site: Site) -> str:
        return "sitemap.xml"

    def load(self, key: Key, composer: Composer) -> Sitemap:
        paths = [SitemapListsKind().path((), composer.site)]
        months = [(month, tag) for tag in composer.site.languages for month in composer.store.find_months(tag)]
        paths += [SitemapKind().path(key, composer.site) for key in sorted(months)]
        return Sitemap((PlaceGroup(tuple(Place(composer.site.absolute(path)) for path in paths)),))


class NewsSitemapKind(Kind):
    """The latest articles of all languages; one page.

    The site knows no clock: the latest are those of the newest post's day and of the day before.
    """

    name, template, rank = "news-sitemap", "news.xml", 5

    def keys_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        return ((),)

    def fixed_keys(self, site: Site) -> Iterable[Key]:
        return ((),)

    def path(self, key: Key, site: Site) -> str:
        return "news-sitemap.xml"

    def load(self, key: Key, composer: Composer) -> NewsSitemap:
        tags = list(composer.site.languages)
        newest = "SELECT date FROM posts WHERE live AND lang = ? ORDER BY date DESC LIMIT 1"
        days = [day[:10] for tag in tags for (day,) in composer.store.query(newest, (tag,))]
        if not days:
            return NewsSitemap(())
        since = date.fromisoformat(max(days)) - timedelta(days=NEWS_DAYS - 1)
        sql = (
            "SELECT date, address, title FROM posts WHERE live AND lang = ? AND date >= ?"
            " ORDER BY date DESC, address LIMIT ?"
        )
        found = [(tag, *row) for tag in tags for row in composer.store.query(sql, (tag, str(since), MOST_NEWS))]
        found.sort(key=lambda row: row[1], reverse=True)
        return NewsSitemap(tuple(_make_news(composer, *row) for row in found[:MOST_NEWS]))


def _make_news(composer: Composer, tag: str, moment: str, address: str, title: str) -> NewsPlace:
    place = composer.site.absolute(f"{address}/")
    return NewsPlace(place, make_news_tag(composer.site.languages[tag]), composer.stamp(moment), title)
