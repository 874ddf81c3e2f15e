"""The pieces that several kinds of page are made of: links, items, frames."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeVar, TypeVarTuple, Unpack

from markupsafe import Markup

from kawat.catalogues import Words
from kawat.desk.disclaimers import choose_disclaimer
from kawat.desk.stories import Version, choose_default, choose_versions
from kawat.errors import DisclaimerError
from kawat.languages import Language
from kawat.press.links import Alternate, Day, FeedLink, LanguageLink, Link, Story
from kawat.press.pieces import isolate_addresses, shorten
from kawat.press.rows import PostRow, ReadPost
from kawat.press.site import Site
from kawat.press.store import Store
from kawat.press.views import Frame, Item

MEMORY = 8000
"""Pieces of a sort that a composer keeps."""
STORIES = 1000
"""Stories that it keeps."""
TOLD = 500
"""Posts of stories that it keeps: they have bodies."""

Given = TypeVarTuple("Given")
Piece = TypeVar("Piece")


def remembered(make: Callable[[Composer, Unpack[Given]], Piece]) -> Callable[[Composer, Unpack[Given]], Piece]:
    """Make a piece once for the same arguments: what a composer reads stands still during a build."""

    @wraps(make)
    def find(composer: Composer, *args: *Given) -> Piece:
        known = composer.memory[make]
        piece = known.get(args)
        if piece is None:
            if len(known) >= MEMORY:
                known.clear()
            piece = known[args] = make(composer, *args)
        return piece

    return find


class Composer:
    """What a page is composed from: the store's rows, the site's tables, the theme's words."""

    def __init__(self, site: Site, store: Store, words: Mapping[str, Words]) -> None:
        self.site, self.store, self.words = site, store, words
        self.memory: dict[object, dict[object, Any]] = defaultdict(dict)
        self._stories: dict[str, Story] = {}
        self._told: dict[str, ReadPost] = {}
        """Posts of the stories that were read last, by address."""

    def say(self, language: Language, msgid: str, /, **values: object) -> str:
        """Words as plain text; what shows them escapes them."""
        return self.words[language.tag].format(msgid, **values)

    # -- addresses

    @remembered
    def front(self, language: Language) -> Link:
        return Link(self.say(language, "Front page"), self.site.link(f"{language.slug}/"))

    @remembered
    def sector_link(self, language: Language, sector: str) -> Link:
        label = self.site.sectors.by_id[sector].label_in(language)
        return Link(label, self.site.link(f"{language.slug}/sector/{sector}/"))

    @remembered
    def sector_links(self, language: Language, ids: tuple[str, ...]) -> tuple[Link, ...]:
        return tuple(self.sector_link(language, sector.id) for sector in self.site.sectors.sort(ids))

    @remembered
    def month_link(self, language: Language, month: str, below: str) -> Link:
        year, number = month.split("-")
        text = language.format_month(date(int(year), int(number), 1))
        return Link(text, self.site.link(f"{language.slug}/{below}{year}/{number}/"))

    @remembered
    def edition_link(self, language: Language, day: str) -> Link:
        text = language.format_day(date.fromisoformat(day))
        return Link(text, self.site.link(f"{language.slug}/{day.replace('-', '/')}/"))

    @remembered
    def front_link(self, language: Language) -> LanguageLink:
        return LanguageLink(language, self.site.link(f"{language.slug}/"))

    @remembered
    def agency_link(self, name: str) -> Link:
        agency = self.site.agencies.find(name)
        return Link(name, agency.url if agency else "")

    # -- dates

    @remembered
    def make_day(self, language: Language, moment: str) -> Day:
        """A post's date as its language prints it; with a time, the zone's offset belongs to it."""
        edition = self.edition_link(language, moment[:10])
        if len(moment) == len("YYYY-MM-DD"):
            return Day(moment, edition.text, edition.href)
        return Day(self.stamp(moment), f"{edition.text} {moment[11:]}", edition.href)

    @remembered
    def stamp(self, moment: str) -> str:
        """RFC 3339: a day alone is taken at its first minute in the site's zone."""
        return datetime.fromisoformat(moment).replace(tzinfo=self.site.zone).isoformat()

    # -- articles

    def _make_item(self, post: PostRow) -> Item:
        return Item(
            title=post.title,
            href=self.site.link(f"{post.address}/"),
            day=self.make_day(self.site.languages[post.lang], post.date),
            summary=post.summary,
            agency=post.agency,
        )

    def make_items(self, posts: Iterable[PostRow]) -> tuple[Item, ...]:
        return tuple(self.recall(Item, post, self._make_item) for post in posts)

    def recall(self, kind: type[Piece], post: PostRow, make: Callable[[PostRow], Piece]) -> Piece:
        """A post's piece of a kind, which is made once."""
        known = self.memory[kind]
        piece = known.get(post.address)
        if piece is None:
            if len(known) >= MEMORY:
                known.clear()
            piece = known[post.address] = make(post)
        return piece

    def find_disclaimer(self, post: PostRow) -> str | None:
        if post.disclaimer:
            return post.disclaimer
        try:
            return self._choose_disclaimer(post.lang, post.agency, bool(post.source)) or None
        except DisclaimerError as error:
            raise DisclaimerError(f"{post.address}/index.html", error.wrong, error.expected) from error

    @remembered
    def _choose_disclaimer(self, tag: str, agency: str | None, is_from_a_wire: bool) -> str:
        language, source = self.site.languages[tag], "wire" if is_from_a_wire else None
        return choose_disclaimer(tag, None, agency, source, language, self.site.agencies) or ""

    @remembered
    def show_disclaimer(self, language: Language, disclaimer: str) -> Markup:
        return isolate_addresses(disclaimer, language)

    @remembered
    def describe_provenance(self, language: Language, translation: str) -> str:
        """The label of a translation, from ``machine from id``."""
        original = self.find_original(translation)
        by_machine = translation.partition(" from ")[0].strip().casefold() == "machine"
        if original is None:
            return self.say(language, "Machine translation" if by_machine else "Translation")
        named = "Machine translation. Original language: %(language)s"
        msgid = named if by_machine else "Translation. Original language: %(language)s"
        return self.say(language, msgid, language=language.name_of(original))

    def find_original(self, translation: str) -> Language | None:
        """The language from which ``machine from id`` says that a post was translated."""
        return self.site.languages.find(translation.partition(" from ")[2].strip())

    def find_post(self, address: str) -> ReadPost | None:
        """The live post with an address; the others of its story are remembered with it."""
        known = self._told.get(address)
        if known is None and (post := self.store.find_live(address)):
            if len(self._told) >= TOLD:
                self._told.clear()
            told = self.store.find_told(post.story)
            self._told.update((one.row.address, one) for one in told)
            self._keep_story(post.story, [one.row for one in told])
            known = self._told[address]
        return known

    def story_of(self, post: PostRow) -> Story:
        """The post's story; alone when another post stands for its language there."""
        story = self._stories.get(post.story)
        if story is None:
            story = self._keep_story(post.story, self.store.find_posts("p.live AND p.story = ?", (post.story,)))
        is_chosen = story.addresses[post.lang] == post.address
        return story if is_chosen else self._make_story([post])

    def _keep_story(self, name: str, told: Sequence[PostRow]) -> Story:
        if len(self._stories) >= STORIES:
            self._stories.clear()
        by_address = {post.address: post for post in told}
        chosen = choose_versions(Version(post.date, post.address, post.lang) for post in told)
        story = self._stories[name] = self._make_story([by_address[one.address] for one in chosen.values()])
        return story

    def _make_story(self, versions: Iterable[PostRow]) -> Story:
        posts = {post.lang: post for post in versions}
        known = {tag: Version(post.date, post.address, tag) for tag, post in posts.items()}
        default = posts[choose_default(known, self.site.preferred_tag).lang]
        places = {tag: f"{post.address}/" for tag, post in posts.items()}
        links = self.make_links(places, {tag: post.title for tag, post in posts.items()})
        alternates = self.make_alternates(places, f"{default.address}/")
        told = ((tag, self.find_original(posts[tag].translation or "")) for tag in links)
        origins = {tag: original.tag for tag, original in told if original and original.tag in posts}
        return Story({tag: posts[tag].address for tag in links}, links, alternates, origins)

    # -- frames

    def make_links(self, places: Mapping[str, str], titles: Mapping[str, str] | None = None) -> dict[str, LanguageLink]:
        """A link to each version, by tag in the order of the site's languages."""
        titles = titles or {}
        return {
            tag: LanguageLink(language, self.site.link(places[tag]), titles.get(tag))
            for tag, language in self.site.languages.items()
            if tag in places
        }

    def make_frame(
        self,
        language: Language,
        title: str,
        path: str,
        description: str,
        links: Mapping[str, LanguageLink],
        alternates: tuple[Alternate, ...] = (),
        feeds: tuple[FeedLink, ...] = (),
        trail: tuple[Link, ...] = (),
        published: str | None = None,
    ) -> Frame:
        """The frame of a page that exists in the languages of ``links``, its own perhaps among them."""
        return Frame(
            language=language,
            title=self.say(language, "%(title)s – %(site)s", title=title, site=self.site.name),
            heading=title,
            canonical=self.site.absolute(path),
            description=shorten(description),
            alternates=alternates,
            translated=tuple(link for tag, link in links.items() if tag != language.tag),
            untranslated=self.find_others(language, frozenset(links)),
            feeds=(*feeds, self.feed_link(language, None)),
            trail=trail,
            published=published,
        )

    @remembered
    def find_others(self, language: Language, tags: frozenset[str]) -> tuple[LanguageLink, ...]:
        """The fronts of the languages that are neither the page's own nor among the tags."""
        others = (one for tag, one in self.site.languages.items() if tag not in tags and one is not language)
        return tuple(map(self.front_link, others))

    def make_alternates(self, places: Mapping[str, str], default: str | None) -> tuple[Alternate, ...]:
        """hreflang links to every version and to the one for everybody else; none where there is one version."""
        if len(places) < 2 and default is None:
            return ()
        found = [Alternate(tag, self.site.absolute(places[tag])) for tag in self.site.languages if tag in places]
        return (*found, Alternate("x-default", self.site.absolute(default))) if default is not None else tuple(found)

    @remembered
    def feed_link(self, language: Language, sector: str | None) -> FeedLink:
        return self.make_feed_link(language, sector, self.site.link)

    def make_feed_link(self, language: Language, sector: str | None, link: Callable[[str], str]) -> FeedLink:
        """The feeds of a language, or of a sector, which have addresses that ``link`` makes of paths."""
        place = link(f"{language.slug}/sector/{sector}/" if sector else f"{language.slug}/")
        rss = None if sector else f"{place}feed.rss"
        return FeedLink(self.feed_title(language, sector), place, f"{place}feed.atom", f"{place}feed.json", rss)

    def feed_title(self, language: Language, sector: str | None) -> str:
        if sector is None:
            return self.site.name
        label = self.site.sectors.by_id[sector].label_in(language)
        return self.say(language, "%(first)s: %(second)s", first=self.site.name, second=label)
