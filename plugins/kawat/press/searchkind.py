"""The search page of a language: a form, the words of its script, and what helps where no script runs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace

from kawat.catalogues import Words
from kawat.press.compose import Composer
from kawat.press.kinds import Key, Kind
from kawat.press.links import Link
from kawat.press.policies import SEARCH, SEARCH_POLICY
from kawat.press.searchfiles import FOLDER
from kawat.press.site import Site
from kawat.press.views import Search

SAMPLES = (*range(200), 1_000_000)
"""Numbers among which every language has one for each of its plural forms."""


class SearchKind(Kind):
    """Search in a language, where there is an index; key: the language."""

    name, template, rank = SEARCH, "search.html", 3

    def fixed_keys(self, site: Site) -> Iterable[Key]:
        return ((tag,) for tag in site.languages if site.index)

    def path(self, key: Key, site: Site) -> str:
        return f"{site.languages[key[0]].slug}/{SEARCH}/index.html"

    def load(self, key: Key, composer: Composer) -> Search | None:
        site, store, language = composer.site, composer.store, composer.site.languages[key[0]]
        if not site.index:
            return None
        sectors = [sector.id for sector in site.sectors.all if store.has_sector(sector.id, language.tag)]
        links = composer.sector_links(language, tuple(sectors))
        frame = composer.make_frame(
            language,
            composer.say(language, "Search"),
            self.path(key, site),
            composer.say(language, "Search the articles in this language"),
            composer.make_links({tag: self.path((tag,), site) for tag in site.languages}),
            trail=(composer.front(language),),
        )
        archive = Link(composer.say(language, "Archive by month"), f"{composer.front(language).href}#archive")
        return Search(
            frame=replace(frame, is_indexed=False, policy=SEARCH_POLICY),
            facts=json.dumps(_find_facts(composer, key), ensure_ascii=False, sort_keys=True),
            sectors=links,
            choices=tuple((sector, link.text) for sector, link in zip(sectors, links, strict=True)),
            archive=archive,
        )


def _find_facts(composer: Composer, key: Key) -> dict[str, object]:
    """What the script has to know: where the index is, how words are cut, and every word that it shows."""
    language = composer.site.languages[key[0]]
    return {
        "index": composer.site.link(f"{FOLDER}/"),
        "base": composer.site.link(""),
        "affixes": asdict(language.affixes),
        "counts": find_forms(composer.words[language.tag]),
        "searching": composer.say(language, "Searching…"),
        "nothing": composer.say(language, "Nothing found. Try fewer or other words."),
        "failed": composer.say(language, "The search could not be loaded. Check the connection and try again."),
    }


def find_forms(words: Words) -> dict[str, str]:
    """A catalogue's forms of a count by CLDR's name for them, with ``%(count)s`` where the number goes."""
    rule = words.language.locale.plural_form
    named = {rule(number): number for number in reversed(SAMPLES)}
    return {name: words.choose("%(count)s article", "%(count)s articles", number) for name, number in named.items()}
