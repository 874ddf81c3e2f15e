"""Hugo's settings and words, made from Kawat's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from babel.messages.pofile import read_po

from bench.corpus import Corpus
from bench.errors import UsageError
from bench.project import Settings
from kawat.catalogues import find_catalogue
from kawat.languages import Language

TAXONOMIES = {"sector": "sectors", "month": "months", "day": "days", "sectormonth": "sectormonths"}
PLURALS = ("zero", "one", "two", "few", "many", "other")
MSGIDS = {
    "skip": "Skip to content",
    "tagline": "News from the wires, sector by sector",
    "menu": "Main menu",
    "here": "You are here",
    "front": "Front page",
    "sectors": "Sectors",
    "archive": "Archive",
    "feed": "Atom feed",
    "languages": "Languages",
    "read-in": "Read this page in",
    "not-translated": "Not translated; see the front page in",
    "latest": "Latest news",
    "more": "More in %(sector)s",
    "archive-by-month": "Archive by month",
    "archive-month": "Archive: %(month)s",
    "earlier-month": "Previous month",
    "later-month": "Next month",
    "edition": "Edition of %(date)s",
    "earlier-edition": "Previous edition",
    "later-edition": "Next edition",
    "source": "Source",
    "third-party": "Third-party content",
    "versions": "Read this story in other languages",
    "missing": "Page not found",
    "choose": "Choose a language",
}
"""Hugo's ids to the theme's words."""
ARTICLES = ("%(count)s article", "%(count)s articles")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def make_settings(settings: Settings, corpus: Corpus, checkout: Path) -> dict[str, object]:
    """What stands in ``hugo.json``."""
    preferred = settings.tag.lower()
    return {
        "baseURL": f"{settings.url}/",
        "title": settings.name,
        "timeZone": "UTC",
        "buildFuture": True,
        "enableRobotsTXT": True,
        "defaultContentLanguage": preferred,
        "defaultContentLanguageInSubdir": True,
        "disableDefaultLanguageRedirect": True,
        # Lists of terms and of all articles have no counterpart in the press.
        "disableKinds": ["taxonomy", "section", "rss", "404"],
        "taxonomies": TAXONOMIES,
        "permalinks": {"page": {"posts": "/:year/:month/:slug/"}},
        "mediaTypes": {"application/atom+xml": {"suffixes": ["atom"]}},
        "outputFormats": _make_output_formats(),
        "outputs": {"home": ["html", "atom"]},
        "cascade": [{"outputs": ["html", "atom"], "target": {"kind": "term", "path": "/sectors/**"}}],
        "markup": {"goldmark": {"extensions": {"typographer": {"disable": True}}}},
        "params": {"preferred": preferred, "sectors": list(corpus.sectors)},
        "languages": {
            language.slug: _make_language(language, weight, read_words(language, checkout), language.slug == preferred)
            for weight, language in enumerate(corpus.languages, start=1)
        },
    }


def _make_output_formats() -> dict[str, object]:
    at_root = {"mediaType": "text/html", "root": True, "isHTML": True}
    return {
        "atom": {"mediaType": "application/atom+xml", "baseName": "feed", "noUgly": True},
        "chooser": {"baseName": "index", **at_root},
        "lost": {"baseName": "404", **at_root},
    }


def _make_language(
    language: Language, weight: int, words: Mapping[str, object], is_preferred: bool
) -> dict[str, object]:
    made: dict[str, object] = {
        "contentDir": f"content/{language.tag}",
        "label": language.autonym,
        "locale": language.tag,
        "direction": language.direction,
        "weight": weight,
        "params": {"tagline": words["tagline"], "missing": words["missing"]},
    }
    if is_preferred:
        made["outputs"] = {"home": ["html", "atom", "chooser", "lost"]}
    return made


def make_words(language: Language, corpus: Corpus, checkout: Path) -> dict[str, object]:
    """What stands in ``i18n/<language>.json``."""
    sectors = {f"sector-{sector}": language.sectors.get(sector, sector) for sector in corpus.sectors}
    return {**read_words(language, checkout), **sectors}


def read_words(language: Language, checkout: Path) -> dict[str, object]:
    """The theme's words with Hugo's placeholders; the number of articles in the same form for every count."""
    with find_catalogue(checkout / "theme/translations", language.tag).open("rb") as file:
        messages = {str(message.id): _take_last(message.string) for message in read_po(file)}
    wanted = {**MSGIDS, "articles": str(ARTICLES)}
    if missing := [msgid for msgid in wanted.values() if msgid not in messages]:
        raise UsageError(f"the theme's catalogue for {language.tag} lacks {missing[0]!r}; see hugosite.MSGIDS")
    words = {key: _translate(messages[msgid]) for key, msgid in wanted.items()}
    return {**words, "articles": dict.fromkeys(PLURALS, words["articles"])}


def _take_last(words: object) -> str:
    """The words; the last of several plural forms."""
    return str(words[-1] if isinstance(words, tuple | list) else words)


def _translate(words: str) -> str:
    """Words with Hugo's placeholders for gettext's.

    >>> _translate("Ausgabe vom %(date)s")
    'Ausgabe vom {{ .date }}'
    """
    return PLACEHOLDER.sub(r"{{ .\1 }}", words)
