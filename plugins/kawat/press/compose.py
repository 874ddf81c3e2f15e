"""The pieces that several kinds of page are made of: links, items, frames."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup, escape

from kawat.catalogues import Words
from kawat.desk.disclaimers import choose_disclaimer
from kawat.desk.stories import Version, choose_default, choose_versions
from kawat.languages import Language
from kawat.press.rows import PostRow
from kawat.press.site import Site
from kawat.press.store import Store
from kawat.press.views import Alternate, Day, Frame, Item, LanguageLink, Link

DESCRIPTION_LENGTH = 300
ADDRESS = re.compile(r"(https?://[^\s()<>\"']+)")


@dataclass(frozen=True)
class Composer:
    """What a page is composed from: the store's rows, the site's tables, the theme's words."""

    site: Site
    store: Store
    words: Mapping[str, Words]

    def say(self, language: Language, msgid: str, /, **values: object) -> str:
        """Words as plain text; what shows them escapes them."""
        return str(self.words[language.tag].gettext(msgid, **values).unescape())

    # -- addresses

    def front(self, language: Language) -> Link:
        return Link(self.say(language, "Front page"), self.site.link(f"{language.slug}/"))

    def sector_link(self, language: Language, sector: str) -> Link:
        label = self.site.sectors.by_id[sector].label_in(language)
        return Link(label, self.site.link(f"{language.slug}/sector/{sector}/"))

    def sector_links(self, language: Language, ids: Iterable[str]) -> tuple[Link, ...]:
        return tuple(self.sector_link(language, sector.id) for sector in self.site.sectors.sort(ids))

    def month_link(self, language: Language, month: str, below: str = "") -> Link:
        year, number = month.split("-")
        text = language.format_month(date(int(year), int(number), 1))
        return Link(text, self.site.link(f"{language.slug}/{below}{year}/{number}/"))

    def edition_link(self, language: Language, day: str) -> Link:
        text = language.format_day(date.fromisoformat(day))
        return Link(text, self.site.link(f"{language.slug}/{day.replace('-', '/')}/"))

    # -- dates

    def make_day(self, language: Language, moment: str) -> Day:
        """A post's date as its language prints it; with a time, the zone's offset belongs to it."""
        text = language.format_day(date.fromisoformat(moment[:10]))
        edition = self.edition_link(language, moment[:10]).href
        if len(moment) == len("YYYY-MM-DD"):
            return Day(moment, text, edition)
        return Day(self.stamp(moment), f"{text} {moment[11:]}", edition)

    def stamp(self, moment: str) -> str:
        """RFC 3339: a day alone is taken at its first minute in the site's zone."""
        return datetime.fromisoformat(moment).replace(tzinfo=self.site.zone).isoformat()

    # -- articles

    def make_item(self, post: PostRow) -> Item:
        language = self.site.languages[post.lang]
        return Item(
            title=post.title,
            href=self.site.link(f"{post.address}/"),
            day=self.make_day(language, post.date),
            summary=post.summary,
            agency=post.agency,
            sectors=self.sector_links(language, post.sectors),
        )

    def make_items(self, posts: Iterable[PostRow]) -> tuple[Item, ...]:
        return tuple(self.make_item(post) for post in posts)

    def find_disclaimer(self, post: PostRow) -> str | None:
        language = self.site.languages[post.lang]
        where = f"{post.address}/index.html"
        return choose_disclaimer(where, post.disclaimer, post.agency, post.source, language, self.site.agencies)

    def find_versions(self, post: PostRow) -> dict[str, PostRow]:
        """The versions of a post's story by language, itself among them; alone when another stands for its own."""
        told = list(self.store.find_posts("live AND story = ?", (post.story,)))
        versions = choose_versions(Version(one.date, one.address, one.lang) for one in told)
        if versions[post.lang].address != post.address:
            return {post.lang: post}
        by_address = {one.address: one for one in told}
        return {tag: by_address[version.address] for tag, version in versions.items()}

    def find_default(self, versions: Mapping[str, PostRow]) -> PostRow:
        known = {tag: Version(post.date, post.address, tag) for tag, post in versions.items()}
        return versions[choose_default(known, self.site.preferred).lang]

    # -- frames

    def make_frame(
        self,
        language: Language,
        title: str,
        path: str,
        description: str,
        places: Mapping[str, str],
        default: str | None,
        titles: Mapping[str, str] | None = None,
        feeds: tuple[Link, ...] = (),
        trail: tuple[Link, ...] = (),
        published: str | None = None,
    ) -> Frame:
        """The frame of a page that exists in the languages of ``places`` (tag to path), its own among them."""
        languages = self.site.languages
        others = [(tag, languages[tag]) for tag in languages if tag != language.tag]
        titles = titles or {}
        translated = (
            LanguageLink(one, self.site.link(places[tag]), titles.get(tag)) for tag, one in others if tag in places
        )
        untranslated = (LanguageLink(one, self.site.link(f"{one.slug}/")) for tag, one in others if tag not in places)
        return Frame(
            language=language,
            title=self.say(language, "%(title)s – %(site)s", title=title, site=self.site.name),
            canonical=self.site.absolute(path),
            description=shorten(description),
            alternates=self.make_alternates(places, default),
            translated=tuple(translated),
            untranslated=tuple(untranslated),
            feeds=(*feeds, self.feed_link(language)),
            trail=trail,
            published=published,
        )

    def make_alternates(self, places: Mapping[str, str], default: str | None) -> tuple[Alternate, ...]:
        """hreflang links to every version and to the one for everybody else; none where there is one version."""
        if len(places) < 2 and default is None:
            return ()
        found = [Alternate(tag, self.site.absolute(places[tag])) for tag in self.site.languages if tag in places]
        return (*found, Alternate("x-default", self.site.absolute(default))) if default is not None else tuple(found)

    def feed_link(self, language: Language, sector: str | None = None) -> Link:
        below = f"sector/{sector}/" if sector else ""
        title = self.feed_title(language, sector)
        return Link(title, self.site.link(f"{language.slug}/{below}feed.atom"))

    def feed_title(self, language: Language, sector: str | None) -> str:
        if sector is None:
            return self.site.name
        label = self.site.sectors.by_id[sector].label_in(language)
        return self.say(language, "%(first)s: %(second)s", first=self.site.name, second=label)


def isolate_addresses(text: str, language: Language) -> Markup:
    """The text as HTML; where lines run from right to left, web addresses keep their own direction.

    Without it the brackets and slashes round an address change sides.
    """
    if language.direction == "ltr":
        return escape(text)
    pieces = ADDRESS.split(text)
    marked = (
        Markup('<bdi dir="ltr">{}</bdi>').format(piece) if n % 2 else escape(piece) for n, piece in enumerate(pieces)
    )
    return Markup("").join(marked)


def shorten(text: str) -> str:
    """At most 300 characters, cut at a space where there is one."""
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    cut = text[:DESCRIPTION_LENGTH]
    return f"{cut.rpartition(' ')[0] or cut}…"


def make_entry_id(address: str) -> str:
    """A feed entry's id for ever: it depends on the post's address below the site, not on the host."""
    return uuid.uuid5(NAMESPACE, address).urn


NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kawat:post")
