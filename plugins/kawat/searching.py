"""The command ``kawat search``, and the same as a step of a publication."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping

from kawat.errors import SettingsError
from kawat.report import Progress

Run = Callable[[argparse.Namespace], int]


def run_search(options: argparse.Namespace, changes: Mapping[str, str], build: Run) -> int:
    """Build the site, bring its search index up to date, and publish that in the output."""
    return build(options) or _index(options, changes, build, is_needed=True)


def refresh_search(options: argparse.Namespace, changes: Mapping[str, str], build: Run) -> int:
    """The same for a site that has just been built and is about to be published.

    Where the settings want no search nothing is done; where Pagefind is missing and no index is there, it is said.
    """
    return _index(options, changes, build, is_needed=False)


def _index(options: argparse.Namespace, changes: Mapping[str, str], build: Run, is_needed: bool) -> int:
    from kawat.press.indexing import make_index
    from kawat.settings import find_search_folder, load_settings, make_site

    started, progress = time.monotonic(), Progress()
    settings = load_settings(options.settings, changes)
    folder = find_search_folder(settings)
    if folder is None:
        if is_needed:
            raise SettingsError(options.settings, "no KAWAT_SEARCH", 'expected such as KAWAT_SEARCH = ".search"')
        return 0
    done = make_index(make_site(settings), folder, is_needed)
    if done is None:
        progress.say("search: no Pagefind on this machine, so the site has no search; make search brings it")
        return 0
    what = "indexed anew" if done.is_new else "in the index, as before"
    progress.say(f"search: {done.articles} articles {what}, {time.monotonic() - started:.1f} s")
    options.wire = None
    return build(options) if done.is_new else 0
