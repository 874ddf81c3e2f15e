"""The kinds of page: which pages a post appears on, and what each of them shows.

A kind declares the keys of the pages that a post is on. The plan, incremental builds and pruning
follow from that alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from kawat.languages import Language
from kawat.press.compose import Composer, remembered
from kawat.press.links import LanguageLink, Link
from kawat.press.rows import FoldRow, PageKey, PostRow
from kawat.press.site import Site
from kawat.press.structured import describe_article
from kawat.press.views import Article, Fold, Front, Group, Listing, View

Key = tuple[str, ...]
LATEST, IN_GROUP, IN_SECTOR = 8, 4, 40
FOLD_LABELS = {"about": "Company information", "contact": "Contact", "notes": "Notes"}
"""Words for ``kawat.paragraphs.FOLDS``."""


class Kind:
    """One kind of page."""

    name = ""
    template = ""
    rank = 0
    """Pages of a low rank are published first, so that no link dangles."""
    is_own = False
    """Whether each page is one post's; its key is then the post's address."""

    def is_made(self, site: Site) -> bool:
        """Whether the site has pages of this kind at all."""
        return True

    def keys_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        """The keys of the pages of this kind that a live post is on.

        But for the address they depend on its language and day, or on its language, month and one of its sectors.
        """
        return ()

    def marks_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        """The keys of the pages of this kind that tell that a withdrawn post is gone."""
        return ()

    def fixed_keys(self, site: Site) -> Iterable[Key]:
        """The keys of the pages that there are whatever is published."""
        return ()

    def path(self, key: Key, site: Site) -> str:
        """The page's file below ``output/``."""
        raise NotImplementedError

    def has_posts(self, key: Key, composer: Composer) -> bool:
        """Whether the page exists: whether a live post is on it."""
        return True

    def find_neighbours(self, key: Key, composer: Composer) -> Iterable[PageKey]:
        """The pages to make anew when this one appears or vanishes."""
        return ()

    def load(self, key: Key, composer: Composer) -> View | None:
        """What the page shows; None when there is no such page any more."""
        raise NotImplementedError


class ArticleKind(Kind):
    """A post on a page of its own; key: its address."""

    name, template, rank, is_own = "article", "article.html", 2, True

    def keys_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        return ((post.address,),)

    def path(self, key: Key, site: Site) -> str:
        return f"{key[0]}/index.html"

    def load(self, key: Key, composer: Composer) -> Article | None:
        found = composer.find_post(key[0])
        if found is None:
            return None
        post, html, folds = found
        site, language = composer.site, composer.site.languages[post.lang]
        story, sectors = composer.story_of(post), composer.sector_links(language, post.sectors)
        disclaimer = composer.find_disclaimer(post)
        frame = composer.make_frame(
            language,
            post.title,
            self.path(key, site),
            post.summary or post.title,
            story.links,
            story.alternates,
            trail=(composer.front(language), *sectors[:1]),
            published=composer.stamp(post.date),
        )
        return Article(
            frame=frame,
            title=post.title,
            summary=post.summary,
            html=Markup(html),  # noqa: S704 - cleaned at reading
            folds=make_folds(composer, language, folds),
            day=composer.make_day(language, post.date),
            updated=composer.make_day(language, post.modified) if post.modified else None,
            place=post.place,
            agency=composer.agency_link(post.agency) if post.agency else None,
            sectors=sectors,
            labels=tuple(label for label in post.sectors if label not in site.sectors.by_id),
            provenance=composer.describe_provenance(language, post.translation) if post.translation else None,
            disclaimer=composer.show_disclaimer(language, disclaimer) if disclaimer else None,
            versions=frame.translated,
            data=describe_article(composer, language, post, story),
        )


class FrontKind(Kind):
    """A language's front page; key: the language."""

    name, template, rank = "front", "front.html", 3

    def keys_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        return ((post.lang,),)

    def fixed_keys(self, site: Site) -> Iterable[Key]:
        return ((tag,) for tag in site.languages)

    def path(self, key: Key, site: Site) -> str:
        return f"{site.languages[key[0]].slug}/index.html"

    def load(self, key: Key, composer: Composer) -> Front:
        site, store, language = composer.site, composer.store, composer.site.languages[key[0]]
        sectors = [sector.id for sector in site.sectors.all if store.has_sector(sector.id, language.tag)]
        groups = (self._make_group(language, sector, composer) for sector in sectors)
        newest = store.find_posts("p.live AND p.lang = ? ORDER BY p.date DESC, p.address LIMIT ?", (*key, LATEST))
        places = {tag: f"{one.slug}/" for tag, one in site.languages.items()}
        frame = composer.make_frame(
            language,
            composer.say(language, "News from the wires, sector by sector"),
            self.path(key, site),
            composer.say(language, "News from the wires, sector by sector"),
            composer.make_links(places),
            composer.make_alternates(places, ""),
        )
        months = (composer.month_link(language, month, "") for month in store.find_months(language.tag))
        return Front(
            frame=frame,
            latest=composer.make_items(newest),
            groups=tuple(groups),
            sectors=composer.sector_links(language, tuple(sectors)),
            months=tuple(months),
        )

    def _make_group(self, language: Language, sector: str, composer: Composer) -> Group:
        posts = composer.store.find_in_sector(sector, language.tag, IN_GROUP)
        link = composer.sector_link(language, sector)
        more = composer.say(language, "More in %(sector)s", sector=link.text)
        return Group(link.text, composer.make_items(posts), Link(more, link.href), link.href)


class SectorKind(Kind):
    """A sector in a language; key: language, sector."""

    name, template, rank = "sector", "listing.html", 3

    def keys_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        return ((post.lang, sector.id) for sector in site.sectors.sort(post.sectors))

    def path(self, key: Key, site: Site) -> str:
        return f"{site.languages[key[0]].slug}/sector/{key[1]}/index.html"

    def has_posts(self, key: Key, composer: Composer) -> bool:
        return composer.store.has_sector(key[1], key[0])

    def find_neighbours(self, key: Key, composer: Composer) -> Iterable[PageKey]:
        """Its counterparts in the other languages, which link to each other, and what lists them all."""
        counterparts = (PageKey(self.name, (tag, key[1])) for tag in _find_tags(composer, key[1]))
        searches = (PageKey("search", key[:1]),) if composer.site.index else ()
        lists = (PageKey("sitemap-lists"), PageKey("feed-list", key[:1]), PageKey("outline"))
        return (*counterparts, *searches, *lists)

    def load(self, key: Key, composer: Composer) -> Listing | None:
        tag, sector = key
        site, language = composer.site, composer.site.languages[tag]
        posts = composer.store.find_in_sector(sector, tag, IN_SECTOR)
        if not posts:
            return None
        tags = _recall_tags(composer, sector)
        heading = site.sectors.by_id[sector].label_in(language)
        places = {one: self.path((one, sector), site).removesuffix("index.html") for one in tags}
        titles = {one: site.sectors.by_id[sector].label_in(site.languages[one]) for one in tags}
        frame = composer.make_frame(
            language,
            heading,
            self.path(key, site),
            heading,
            composer.make_links(places, titles),
            composer.make_alternates(places, places.get(site.preferred_tag, "")),
            feeds=(composer.feed_link(language, sector),),
            trail=(composer.front(language),),
        )
        counted = composer.store.query("SELECT count(*) FROM post_sectors WHERE sector = ? AND lang = ?", (sector, tag))
        found = composer.store.find_months(tag, sector)
        months = (composer.month_link(language, month, f"sector/{sector}/") for month in found)
        groups = (Group("", composer.make_items(posts)),)
        return Listing(frame, heading, int(counted[0][0]), groups, tuple(months))


def _find_tags(composer: Composer, sector: str) -> list[str]:
    """The languages in which a sector has posts."""
    return [tag for tag in composer.site.languages if composer.store.has_sector(sector, tag)]


@remembered
def _recall_tags(composer: Composer, sector: str) -> list[str]:
    """The same for pages, which are made when the posts stand still."""
    return _find_tags(composer, sector)


def make_folds(composer: Composer, language: Language, folds: Iterable[FoldRow]) -> tuple[Fold, ...]:
    """The folds of a post in a language, with their labels."""
    return tuple(
        Fold(kind, composer.say(language, FOLD_LABELS[kind]), Markup(html))  # noqa: S704 - cleaned at reading
        for kind, html in folds
    )


def make_language_links(composer: Composer) -> tuple[LanguageLink, ...]:
    """A link to every language's front page."""
    site = composer.site
    return tuple(LanguageLink(one, site.link(f"{one.slug}/")) for one in site.languages.values())
