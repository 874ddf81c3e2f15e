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
from kawat.press.pieces import make_locale, make_news_tag

TAXONOMIES = {"sector": "sectors", "month": "months", "day": "days", "sectormonth": "sectormonths"}
MEDIA_TYPES = {
    "application/atom+xml": "atom",
    "application/feed+json": "json",
    "application/rss+xml": "rss",
    "application/manifest+json": "webmanifest",
    "text/x-opml": "opml",
}
"""Hugo's types of output to the ends of their names."""
OF_HOMES = ("html", "atom", "jsonfeed", "rss2", "manifest", "feeds")
"""What each language's front comes with."""
OF_PAGES = ("html", "ninjs")
"""What each article comes with."""
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
    "feeds": "Feeds",
    "follow": "Follow the news in a feed reader.",
    "all-feeds": "All feeds in one file",
    "as-data": "This article as data",
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
        "mediaTypes": {name: {"suffixes": [suffix]} for name, suffix in MEDIA_TYPES.items()},
        "outputFormats": _make_output_formats(),
        "outputs": {"home": list(OF_HOMES), "page": OF_PAGES},
        "cascade": [{"outputs": ["html", "atom", "jsonfeed"], "target": {"kind": "term", "path": "/sectors/**"}}],
        "markup": {"goldmark": {"extensions": {"typographer": {"disable": True}}}},
        "params": {"preferred": preferred, "sectors": list(corpus.sectors)},
        "languages": {
            language.slug: _make_language(language, weight, read_words(language, checkout), language.slug == preferred)
            for weight, language in enumerate(corpus.languages, start=1)
        },
    }


def _make_output_formats() -> dict[str, object]:
    at_root = {"mediaType": "text/html", "root": True, "isHTML": True}
    feed, text = {"baseName": "feed", "noUgly": True}, {"isPlainText": True}
    return {
        "atom": {"mediaType": "application/atom+xml", **feed},
        "jsonfeed": {"mediaType": "application/feed+json", **feed, **text},
        "rss2": {"mediaType": "application/rss+xml", **feed},
        "ninjs": {"mediaType": "application/json", "baseName": "item", **text},
        "manifest": {"mediaType": "application/manifest+json", "baseName": "manifest", **text},
        "feeds": {"mediaType": "text/html", "baseName": "index", "path": "feeds", "isHTML": True},
        "outline": {"mediaType": "text/x-opml", "baseName": "feeds", "root": True},
        "news": {"mediaType": "application/xml", "baseName": "news-sitemap", "root": True},
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
        "params": {
            "tagline": words["tagline"],
            "missing": words["missing"],
            "place": make_locale(language),
            "news": make_news_tag(language),
        },
    }
    if is_preferred:
        made["outputs"] = {"home": [*OF_HOMES, "chooser", "lost", "outline", "news"], "page": OF_PAGES}
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
