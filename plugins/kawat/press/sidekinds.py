"""The kinds of page beside the news: the site's root, what it says to programs, what is left of withdrawn posts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kawat.languages import Language
from kawat.press.apply import MARK
from kawat.press.compose import Composer
from kawat.press.dataviews import Manifest, Text
from kawat.press.feeds import TAGLINE
from kawat.press.kinds import Key, Kind, make_language_links
from kawat.press.rows import PostRow
from kawat.press.site import Site
from kawat.press.views import Chooser, Tombstone, View


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
        maps = "".join(f"Sitemap: {composer.site.absolute(path)}\n" for path in ("sitemap.xml", "news-sitemap.xml"))
        return Text(f"{MARK}\nUser-agent: *\nDisallow:\n\n{maps}".encode())


class ManifestKind(Kind):
    """A language's web app manifest; key: the language."""

    name, template, rank = "manifest", "manifest.json", 1

    def fixed_keys(self, site: Site) -> Iterable[Key]:
        return ((tag,) for tag in site.languages)

    def path(self, key: Key, site: Site) -> str:
        return f"{site.languages[key[0]].slug}/manifest.webmanifest"

    def load(self, key: Key, composer: Composer) -> Manifest:
        language = composer.site.languages[key[0]]
        return Manifest(language, composer.front(language), composer.say(language, TAGLINE))


class TombstoneKind(Kind):
    """What stands at the address of a withdrawn post; key: the address."""

    name, template, rank, is_own = "tombstone", "tombstone.html", 3, True

    def marks_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        return ((post.address,),)

    def path(self, key: Key, site: Site) -> str:
        return f"{key[0]}/index.html"

    def load(self, key: Key, composer: Composer) -> Tombstone | None:
        post = composer.store.find_standing(key[0])
        if post is None or post.status == "published":
            return None
        language = composer.site.languages[post.lang]
        title = composer.say(language, "Article withdrawn")
        text = composer.say(language, "The article at this address has been withdrawn.")
        frame = composer.make_frame(language, title, self.path(key, composer.site), text, {})
        return Tombstone(replace(frame, is_indexed=False))


def find_preferred(site: Site) -> Language:
    """The language of pages for everybody: the preferred one, else the first."""
    return site.languages.find(site.preferred_tag) or next(iter(site.languages.values()))
