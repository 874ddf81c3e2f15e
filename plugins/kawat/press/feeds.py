"""The kinds of page for feed readers: Atom, JSON Feed, RSS, and the lists of all feeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from kawat.languages import Language
from kawat.paragraphs import escape_html
from kawat.press.compose import Composer, remembered
from kawat.press.dataviews import Entry, Feed, Outline, Removal, Text
from kawat.press.kinds import Key, Kind, make_folds
from kawat.press.pieces import add_second, dump_json, make_entry_id, print_mail_date
from kawat.press.rows import PostRow
from kawat.press.site import Site
from kawat.press.views import FeedList, Fold

IN_FEED = 30
EPOCH = "1970-01-01"
JSON_FEED = "https://jsonfeed.org/version/1.1"
OUTLINE = "feeds.opml"
TAGLINE = "News from the wires, sector by sector"


class FeedKind(Kind):
    """The newest articles as Atom, with what was withdrawn of them; key: language, or language and sector."""

    name, template, rank = "feed", "feed.xml", 4
    file = "feed.atom"

    def keys_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        return ((post.lang,), *((post.lang, sector.id) for sector in site.sectors.sort(post.sectors)))

    def marks_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        return self.keys_of(post, site)

    def fixed_keys(self, site: Site) -> Iterable[Key]:
        return ((tag,) for tag in site.languages)

    def path(self, key: Key, site: Site) -> str:
        return "/".join((site.languages[key[0]].slug, *(("sector", key[1]) if len(key) > 1 else ()), self.file))

    def find_posts(self, key: Key, composer: Composer) -> list[PostRow] | None:
        """The newest posts, newest first; None where the page would be a sector's that has none."""
        known = composer.memory[FeedKind]
        if key not in known:
            known.clear()  # a page's formats follow each other; all pages' posts would be many
            known[key] = self._find_posts(key, composer)
        return known[key] if known[key] or len(key) == 1 else None

    def _find_posts(self, key: Key, composer: Composer) -> list[PostRow]:
        if len(key) > 1:
            return composer.store.find_in_sector(key[1], key[0], IN_FEED)
        condition = "p.live AND p.lang = ? ORDER BY p.date DESC, p.address LIMIT ?"
        return composer.store.find_posts(condition, (*key, IN_FEED))

    def load(self, key: Key, composer: Composer) -> Feed | Text | None:
        posts = self.find_posts(key, composer)
        if posts is None:
            return None
        site, language = composer.site, composer.site.languages[key[0]]
        sector = key[1] if len(key) > 1 else None
        path, removed = self.path(key, site), self._find_removed(key, posts, composer)
        changed = (composer.stamp(post.modified or post.date) for post in posts)
        updated = max((*changed, *(one.when for one in removed)), default=composer.stamp(EPOCH))
        return Feed(
            id=make_entry_id(path),
            title=composer.feed_title(language, sector),
            subtitle=composer.say(language, TAGLINE),
            language=language,
            self_href=site.absolute(path),
            page_href=site.absolute(path.removesuffix(self.file)),
            updated=updated,
            entries=make_entries(composer, posts),
            removed=removed,
            mailed=print_mail_date(updated),
        )

    def _find_removed(self, key: Key, posts: Sequence[PostRow], composer: Composer) -> tuple[Removal, ...]:
        """The withdrawn posts that would be among the entries, or at least as new as the last of them.

        The moment of a withdrawal is in no post, and readers drop an entry that is older than the removal: so it is
        the second after the last version.
        """
        sector = key[1] if len(key) > 1 else None
        since = posts[-1].date if len(posts) == IN_FEED else ""
        gone = composer.store.find_gone(key[0], sector, since, IN_FEED)
        return tuple(Removal(make_entry_id(address), add_second(composer.stamp(moment))) for address, moment in gone)


class RssKind(FeedKind):
    """The newest articles of a language as RSS 2.0, for readers that know nothing else; key: language."""

    name, template = "rss", "rss.xml"
    file = "feed.rss"

    def keys_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        return ((post.lang,),)


class JsonFeedKind(FeedKind):
    """The newest articles as JSON Feed 1.1; key: language, or language and sector."""

    name, template = "json-feed", ""
    file = "feed.json"

    def marks_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        return ()

    def load(self, key: Key, composer: Composer) -> Text | None:
        posts = self.find_posts(key, composer)
        if posts is None:
            return None
        site, language = composer.site, composer.site.languages[key[0]]
        path = self.path(key, site)
        head = {
            "version": JSON_FEED,
            "title": composer.feed_title(language, key[1] if len(key) > 1 else None),
            "description": composer.say(language, TAGLINE),
            "language": language.tag,
            "home_page_url": site.absolute(path.removesuffix(self.file)),
            "feed_url": site.absolute(path),
            "authors": [{"name": site.name, "url": site.absolute("")}],
            **({"hubs": [{"type": "WebSub", "url": site.hub}]} if site.hub else {}),
        }
        make = partial(_make_json_item, composer)
        items = ",\n".join(composer.recall(JsonItem, post, make) for post in posts)
        return Text(f'{dump_json(head)[:-1]},"items":[\n{items}]}}\n'.encode())


class JsonItem(str):
    """An article in a JSON feed."""

    __slots__ = ()


def _make_json_item(composer: Composer, post: PostRow) -> JsonItem:
    (entry,) = make_entries(composer, (post,))
    author = {"name": entry.author, **({"url": entry.agency.href} if entry.agency and entry.agency.href else {})}
    item = {
        "id": entry.id,
        "url": entry.href,
        "title": entry.title,
        "language": post.lang,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [author],
        "content_html": entry.html,
        "summary": entry.summary,
        "tags": [link.text for link in entry.categories],
        "_kawat": {"rights": entry.disclaimer} if entry.disclaimer else None,
    }
    return JsonItem(dump_json({name: value for name, value in item.items() if value or name == "content_html"}))


def make_entries(composer: Composer, posts: Iterable[PostRow]) -> tuple[Entry, ...]:
    return tuple(composer.recall(Entry, post, partial(_make_entry, composer)) for post in posts)


def _make_entry(composer: Composer, post: PostRow) -> Entry:
    language, disclaimer = composer.site.languages[post.lang], composer.find_disclaimer(post)
    html, folds = composer.store.find_body(post.path)
    footer = f"\n<footer><p>{escape_html(disclaimer)}</p></footer>" if disclaimer else ""
    published = composer.stamp(post.date)
    return Entry(
        id=make_entry_id(post.address),
        title=post.title,
        href=composer.site.absolute(f"{post.address}/"),
        published=published,
        updated=composer.stamp(post.modified) if post.modified else published,
        summary=post.summary,
        html=html + "".join(map(_unfold, make_folds(composer, language, folds))) + footer,
        author=post.agency or composer.site.name,
        agency=composer.agency_link(post.agency) if post.agency else None,
        agency_id=_make_agency_id(composer, post.agency) if post.agency else None,
        disclaimer=disclaimer,
        categories=composer.sector_links(language, post.sectors),
        mailed=_mail(composer, published),
    )


@remembered
def _mail(composer: Composer, stamp: str) -> str:
    return print_mail_date(stamp)


@remembered
def _make_agency_id(composer: Composer, name: str) -> str:
    """What names an agency as the source of an entry: its address, or an id of its name."""
    return composer.agency_link(name).href or make_entry_id(f"agency:{name}")


def _unfold(fold: Fold) -> str:
    """A fold in a feed, whose readers may know no folds: its label in bold, and what it holds."""
    return f"\n<p><strong>{escape_html(fold.label)}</strong></p>\n{fold.html}"


# -- lists of feeds


class FeedListKind(Kind):
    """The feeds of a language, for people; key: language."""

    name, template, rank = "feed-list", "feeds.html", 3

    def fixed_keys(self, site: Site) -> Iterable[Key]:
        return ((tag,) for tag in site.languages)

    def path(self, key: Key, site: Site) -> str:
        return f"{site.languages[key[0]].slug}/feeds/index.html"

    def load(self, key: Key, composer: Composer) -> FeedList:
        site, language = composer.site, composer.site.languages[key[0]]
        places = {tag: self.path((tag,), site).removesuffix("index.html") for tag in site.languages}
        frame = composer.make_frame(
            language,
            composer.say(language, "Feeds"),
            self.path(key, site),
            composer.say(language, "Follow the news in a feed reader."),
            composer.make_links(places),
            composer.make_alternates(places, places.get(site.preferred_tag, "")),
            trail=(composer.front(language),),
        )
        feeds = tuple(composer.feed_link(language, sector) for sector in _find_sectors(composer, language))
        return FeedList(frame, feeds, site.link(OUTLINE))


class OutlineKind(Kind):
    """The feeds of all languages as OPML, which feed readers take; one page."""

    name, template, rank = "outline", "outline.xml", 1

    def fixed_keys(self, site: Site) -> Iterable[Key]:
        return ((),)

    def path(self, key: Key, site: Site) -> str:
        return OUTLINE

    def load(self, key: Key, composer: Composer) -> Outline:
        absolute, languages = composer.site.absolute, composer.site.languages.values()
        return Outline(
            tuple(
                (one, tuple(composer.make_feed_link(one, sector, absolute) for sector in _find_sectors(composer, one)))
                for one in languages
            )
        )


def _find_sectors(composer: Composer, language: Language) -> list[str | None]:
    """What a language has feeds of: all its news, and each sector that has some."""
    sectors = (sector.id for sector in composer.site.sectors.all)
    return [None, *(sector for sector in sectors if composer.store.has_sector(sector, language.tag))]
