"""Kawat's press, driven by its command line alone."""

from __future__ import annotations

import compileall
import shutil
import sys
from collections.abc import Mapping
from typing import ClassVar

from bench.contenders.contender import Contender, append_comment
from bench.formats import KawatFormat
from bench.measure import Command

BUILD = ("-m", "kawat", "build", "-s", "pelicanconf.py")
"""What Python is given to build a project, in the project's folder."""
SKIPPED = shutil.ignore_patterns("__pycache__", ".*")


class Press(Contender):
    """A project with copies of the code and the theme, so that work on them does not disturb a measurement."""

    name = "press"
    format = KawatFormat()
    caches = (".cache",)
    kinds: ClassVar[Mapping[str, str]] = {
        "chooser": r"index\.html",
        "not found": r"404\.html",
        "front": r"[^/]+/index\.html",
        "sector": r"[^/]+/sector/[^/]+/index\.html",
        "sector and month": r"[^/]+/sector/[^/]+/\d{4}/\d\d/index\.html",
        "month": r"[^/]+/\d{4}/\d\d/index\.html",
        "day": r"[^/]+/\d{4}/\d\d/\d\d/index\.html",
        "article": r"[^/]+/\d{4}/\d\d/[^/]+/index\.html",
        "ninjs item": r".+/item\.json",
        "feed": r".+/feed\.(atom|json|rss)",
        "list of feeds": r"[^/]+/feeds/index\.html|feeds\.opml",
        "manifest": r".+\.webmanifest",
        "news sitemap": r"news-sitemap\.xml",
        "sitemap": r".+\.xml",
    }

    def describe(self) -> str:
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        return f"python -m kawat build, Python {python}"

    def prepare_project(self) -> None:
        for name in ("plugins", "theme"):
            shutil.copytree(self.checkout / name, self.folder / name, ignore=SKIPPED)
        compileall.compile_dir(self.folder / "plugins", quiet=2)
        settings = (self.checkout / "pelicanconf.py").read_text(encoding="utf-8")
        places = {"PLUGIN_PATHS": [str(self.folder / "plugins")], "THEME": str(self.folder / "theme")}
        lines = "".join(f"{key} = {value!r}\n" for key, value in places.items())
        (self.folder / "pelicanconf.py").write_text(f"{settings}\n{lines}", encoding="utf-8")

    def make_command(self, removes: bool = False) -> Command:
        return Command((sys.executable, *BUILD), self.folder, {"PYTHONPATH": str(self.folder / "plugins")})

    def change_theme(self, turn: int) -> None:
        append_comment(self.folder / "theme/templates/base.html", turn)
