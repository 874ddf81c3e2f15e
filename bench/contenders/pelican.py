"""Stock Pelican with its own theme and no plugins, set as its users set it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from typing import ClassVar

from bench.contenders.contender import Contender
from bench.formats import PelicanFormat
from bench.measure import Command
from bench.project import read_settings

SETTINGS = """
SITENAME = {name!r}
SITEURL = FEED_DOMAIN = {url!r}
DEFAULT_LANG = {tag!r}
TIMEZONE = "UTC"
PATH = "content"
THEME = "simple"
THEME_TEMPLATES_OVERRIDES = ["templates"]
PLUGINS = []
STATIC_PATHS = []
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
TAG_URL = TAG_SAVE_AS = CATEGORY_URL = "sector/{{slug}}.html"
CATEGORY_SAVE_AS = ""
DISPLAY_CATEGORIES_ON_MENU = False
DEFAULT_PAGINATION = False
MONTH_ARCHIVE_SAVE_AS = "month/{{date:%Y}}-{{date:%m}}/index.html"
DAY_ARCHIVE_SAVE_AS = "day/{{date:%Y}}-{{date:%m}}-{{date:%d}}/index.html"
TRANSLATION_FEED_ATOM = "feeds/all-{{lang}}.atom.xml"
TAG_FEED_ATOM = "feeds/{{slug}}.atom.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 30
"""
SITEMAP = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{% for article in articles %}
{% for version in [article] + article.translations %}
<url><loc>{{ SITEURL }}/{{ version.url }}</loc><lastmod>{{ version.date.isoformat() }}</lastmod></url>
{% endfor %}
{% endfor %}
</urlset>
"""
FRAME = """{% extends "!simple/base.html" %}
{% block footer %}
{{ super() }}
<!-- TURN -->
{% endblock %}
"""
"""A frame of every page that differs by a comment from the theme's."""


class StockPelican(Contender):
    """Its lists are of the default language only, and it has no page of a sector's month."""

    name = "pelican"
    format = PelicanFormat()
    caches = ("__pycache__",)
    kinds: ClassVar[Mapping[str, str]] = {
        "front": r"index\.html",
        "sector": r"sector/.+\.html",
        "month": r"month/.+\.html",
        "day": r"day/.+\.html",
        "feed": r"feeds/.+\.xml",
        "sitemap": r"sitemap\.xml",
        "article": r"[^/]+\.html",
    }

    def describe(self) -> str:
        line = (sys.executable, "-m", "pelican", "--version")
        done = subprocess.run(line, capture_output=True, text=True, check=True)  # noqa: S603
        return f"Pelican {done.stdout.strip()}"

    def prepare_project(self) -> None:
        settings = read_settings(self.checkout)
        text = SETTINGS.format(name=settings.name, url=settings.url, tag=settings.tag)
        (self.folder / "pelicanconf.py").write_text(text.lstrip(), encoding="utf-8")
        (self.folder / "templates").mkdir()
        (self.folder / "templates/sitemap.html").write_text(SITEMAP, encoding="utf-8")

    def make_command(self, removes: bool = False) -> Command:
        # Without the option a page that is gone would stay on the site; with it all is written anew.
        extra = ("--delete-output-directory",) if removes else ()
        line = (sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", "output", *extra)
        return Command((*line, "--fatal", "errors"), self.folder)

    def change_theme(self, turn: int) -> None:
        (self.folder / "templates/base.html").write_text(FRAME.replace("TURN", str(turn)), encoding="utf-8")
