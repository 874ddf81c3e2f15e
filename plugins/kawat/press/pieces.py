"""Small texts and marks that pages and data share: ids, moments, locales, JSON."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from json import JSONEncoder

from babel.core import get_global
from markupsafe import Markup, escape

from kawat.languages import Language

DESCRIPTION_LENGTH = 300
ADDRESS = re.compile(r"(https?://[^\s()<>\"']+)")
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kawat:post")

_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dump_json(value: object) -> str:
    """A value as JSON, without spaces and without "<".

    In a page's ``<script>`` element it can neither end it nor open another, and no browser takes a file for HTML.

    >>> dump_json({"headline": "</script><b>"})
    '{"headline":"\\\\u003c/script>\\\\u003cb>"}'
    """
    return _encode(value).replace("<", "\\u003c")


def join_objects(*texts: str) -> str:
    """One JSON object of several, none of them empty.

    >>> join_objects('{"a":1}', '{"b":[]}')
    '{"a":1,"b":[]}'
    """
    return f"{{{','.join([text[1:-1] for text in texts])}}}"


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


@lru_cache(maxsize=8192)
def make_entry_id(address: str) -> str:
    """A feed entry's id for ever: it depends on the post's address below the site, not on the host."""
    return uuid.uuid5(NAMESPACE, address).urn


def print_mail_date(stamp: str) -> str:
    """An RFC 3339 moment as RSS wants it, in the words of RFC 822.

    >>> print_mail_date("2026-11-04T09:30:00+07:00")
    'Wed, 04 Nov 2026 09:30:00 +0700'
    """
    return format_datetime(datetime.fromisoformat(stamp))


def add_second(stamp: str) -> str:
    """The RFC 3339 moment that is a second later.

    >>> add_second("2026-11-04T23:59:59+07:00")
    '2026-11-05T00:00:00+07:00'
    """
    return (datetime.fromisoformat(stamp) + timedelta(seconds=1)).isoformat()


@lru_cache(maxsize=256)
def find_territory(language: Language) -> str:
    """The country in which CLDR finds the language most likely; empty where it knows none."""
    likely = get_global("likely_subtags")
    known = str(likely.get(str(language.locale)) or likely.get(language.locale.language, ""))
    return str(language.locale.territory or known.rpartition("_")[2])


def make_locale(language: Language) -> str:
    """A language as Open Graph names it.

    >>> from kawat.languages import load_languages
    >>> [make_locale(load_languages()[tag]) for tag in ("id", "zh-Hant")]
    ['id_ID', 'zh_TW']
    """
    territory = find_territory(language)
    return f"{language.locale.language}_{territory}" if territory else str(language.locale.language)


def make_news_tag(language: Language) -> str:
    """A language as news sitemaps name it: ISO 639, and a country where one language has several scripts.

    >>> from kawat.languages import load_languages
    >>> [make_news_tag(load_languages()[tag]) for tag in ("id", "zh-Hans")]
    ['id', 'zh-cn']
    """
    return make_locale(language).replace("_", "-").lower() if language.locale.script else str(language.locale.language)
