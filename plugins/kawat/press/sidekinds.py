"""The kinds of page beside the news: feeds, sitemaps, the pages of the site's root."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from kawat.languages import Language
from kawat.paragraphs import escape_html
from kawat.press.apply import MARK
from kawat.press.compose import Composer, make_entry_id
from kawat.press.kinds import Key, Kind, SectorKind, make_folds, make_language_links
from kawat.press.periods import MonthKind
from kawat.press.rows import PageKey, PostRow
from kawat.press.site import Site
from kawat.press.views import Chooser, Entry, Feed, Fold, Place, PlaceGroup, Sitemap, Text, View

IN_FEED = 30
EPOCH = "1970-01-01"


class FeedKind(Kind):
    """The newest articles as Atom; key: language, or language and sector."""

    name, template, rank = "feed", "feed.xml", 4

    def keys_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        return ((post.lang,), *((post.lang, sector.id) for sector in site.sectors.sort(post.sectors)))

    def fixed_keys(self, site: Site) -> Iterable[Key]:
        return ((tag,) for tag in site.languages)

    def path(self, key: Key, site: Site) -> str:
        return "/".join((site.languages[key[0]].slug, *(("sector", key[1]) if len(key) > 1 else ()), "feed.atom"))

    def load(self, key: Key, composer: Composer) -> Feed | None:
        site, language = composer.site, composer.site.languages[key[0]]
        sector = key[1] if len(key) > 1 else None
        if sector is None:
            condition = "p.live AND p.lang = ? ORDER BY p.date DESC, p.address LIMIT ?"
            posts = composer.store.find_posts(condition, (*key, IN_FEED))
        else:
            posts = composer.store.find_in_sector(sector, key[0], IN_FEED)
            if not posts:
                return None
        path, make_entry = self.path(key, site), partial(self._make_entry, composer)
        return Feed(
            id=make_entry_id(path),
            title=composer.feed_title(language, sector),
            subtitle=composer.say(language, "News from the wires, sector by sector"),
            language=language,
            self_href=site.absolute(path),
            page_href=site.absolute(path.removesuffix("feed.atom")),
            updated=composer.stamp(max((post.modified or post.date for post in posts), default=EPOCH)),
            entries=tuple(composer.recall(Entry, post, make_entry) for post in posts),
        )

    def _make_entry(self, composer: Composer, post: PostRow) -> Entry:
        site, language = composer.site, composer.site.languages[post.lang]
        agency = site.agencies.find(post.agency) if post.agency else None
        disclaimer = composer.find_disclaimer(post)
        html, folds = composer.store.find_body(post.path)
        footer = f"\n<footer><p>{escape_html(disclaimer)}</p></footer>" if disclaimer else ""
        return Entry(
            id=make_entry_id(post.address),
            title=post.title,
            href=site.absolute(f"{post.address}/"),
            published=composer.stamp(post.date),
            updated=composer.stamp(post.modified or post.date),
            summary=post.summary,
            html=html + "".join(map(_unfold, make_folds(composer, language, folds))) + footer,
            author=post.agency or site.name,
            agency_url=agency.url if agency else None,
            disclaimer=disclaimer,
            categories=composer.sector_links(language, post.sectors),
        )


def _unfold(fold: Fold) -> str:
    """A fold in a feed, whose readers may know no folds: its label in bold, and what it holds."""
    return f"\n<p><strong>{escape_html(fold.label)}</strong></p>\n{fold.html}"


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
    """The fronts and sectors of all languages; one page."""

    name, template, rank = "sitemap-lists", "sitemap.xml", 5

    def fixed_keys(self, site: Site) -> Iterable[Key]:
        return ((),)

    def path(self, key: Key, site: Site) -> str:
        return "sitemap/lists.xml"

    def load(self, key: Key, composer: Composer) -> Sitemap:
        site = composer.site
        fronts = {tag: f"{one.slug}/" for tag, one in site.languages.items()}
        groups = [self._make_group(fronts, "", composer)]
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
    """The list of sitemaps; one page."""

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


class ChooserKind(Kind):
    """The site's root: all languages, none before the others."""

    name, template, rank = "chooser", "chooser.html", 3

    def fixed_keys(self, site: Site) -> Iterable[Key]:
        return ((),)

    def path(self, key: Key, site: Site) -> str:
        return "index.html"

    def load(self, key: Key, composer: Composer) -> View:
        site, language = composer.site, find_preferred(composer.site)
        places = {tag: f"{one.slug}/" for tag, one in site.languages.items()}
        title = composer.say(language, "Choose a language")
        links, alternates = composer.make_links(places), composer.make_alternates(places, "")
        frame = composer.make_frame(language, title, "", title, links, alternates)
        return Chooser(replace(frame, feeds=()), make_language_links(composer))


class NotFoundKind(Kind):
    """What a host shows for an address that has no page."""

    name, template, rank = "not-found", "notfound.html", 3

    def fixed_keys(self, site: Site) -> Iterable[Key]:
        return ((),)

    def path(self, key: Key, site: Site) -> str:
        return "404.html"

    def load(self, key: Key, composer: Composer) -> View:
        language = find_preferred(composer.site)
        title = composer.say(language, "Page not found")
        frame = composer.make_frame(language, title, "404.html", title, {})
        return Chooser(replace(frame, feeds=(), is_indexed=False), make_language_links(composer))


class RobotsKind(Kind):
    """``robots.txt``; published first, as the mark of a folder that is ours."""

    name, rank = "robots", 0

    def fixed_keys(self, site: Site) -> Iterable[Key]:
        return ((),)

    def path(self, key: Key, site: Site) -> str:
        return "robots.txt"

    def load(self, key: Key, composer: Composer) -> Text:
        sitemap = composer.site.absolute("sitemap.xml")
        return Text(f"{MARK}\nUser-agent: *\nDisallow:\n\nSitemap: {sitemap}\n".encode())


def find_preferred(site: Site) -> Language:
    """The language of pages for everybody: the preferred one, else the first."""
    return site.languages.find(site.preferred_tag) or next(iter(site.languages.values()))
