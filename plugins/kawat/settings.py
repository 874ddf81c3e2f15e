"""What Pelican's settings say to the press. They can be read without Pelican, which takes a while to load."""

from __future__ import annotations

import hashlib
import json
import os
import re
import runpy
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import CellType, CodeType, FunctionType, ModuleType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kawat.errors import PressError, SettingsError
from kawat.files import list_files
from kawat.press.searchfiles import find_index
from kawat.press.site import ReadForeign, Site

Settings = Mapping[str, Any]

DEFAULTS: dict[str, Any] = {
    "PATH": os.curdir,
    "OUTPUT_PATH": "output",
    "CACHE_PATH": "cache",
    "THEME": "",
    "SITENAME": "A Pelican Blog",
    "SITEURL": "",
    "TIMEZONE": "UTC",
    "DEFAULT_LANG": Site.preferred,
    "PLUGINS": None,
    "PAGE_PATHS": ["pages"],
    "STATIC_PATHS": ["images"],
    "THEME_TEMPLATES_OVERRIDES": [],
    "OUTPUT_RETENTION": [],
    "JINJA_FILTERS": {},
}
"""Pelican's own values of the settings that matter here; the theme aside, which has to be given."""
MARKDOWN: dict[str, Any] = {
    "extension_configs": {
        "markdown.extensions.codehilite": {"css_class": "highlight"},
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
    },
    "output_format": "html5",
}
"""Pelican's own value of ``MARKDOWN``, which says that the editor wants nothing special."""
FAILURES = (
    *(ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, NameError, OSError),
    *(RuntimeError, SyntaxError, TypeError, ValueError),
)
"""What settings raise that do not work."""
LISTS = ("PLUGINS", "PAGE_PATHS", "STATIC_PATHS", "THEME_TEMPLATES_OVERRIDES", "OUTPUT_RETENTION")
"""Settings whose value is ignored, as Pelican does, when it is one text."""
PLACES = ("PATH", "OUTPUT_PATH", "THEME", "CACHE_PATH")
"""Settings that are paths, relative to the file of settings."""
LINK = re.compile(r"[{|](?:static|attach)[|}]([^\s\"'<>)\]]+)")
"""Pelican's link to a file, in a page."""


def load_settings(path: Path, changes: Settings) -> dict[str, Any]:
    """The settings of a file, as Pelican would read them, with changes; raises SettingsError."""
    if not path.is_file():
        raise SettingsError(path, "no such file", "expected Pelican's settings, such as pelicanconf.py")
    try:
        found = runpy.run_path(str(path))
    except FAILURES as error:
        raise SettingsError(path, f"{type(error).__name__}: {error}", "mend the settings") from error
    given = {name: value for name, value in found.items() if name.isupper()}
    for name in PLACES:
        if given.get(name) is not None:
            given[name] = os.path.abspath(path.parent / given[name])  # noqa: PTH100 - as Pelican does, links and all
    for name in [name for name in LISTS if isinstance(given.get(name), str)]:
        del given[name]
    settings = DEFAULTS | {"MARKDOWN": MARKDOWN} | given | dict(changes)
    settings["DEFAULT_LANG"] = str(settings["DEFAULT_LANG"]).lower()
    return settings


def is_ours_alone(settings: Settings) -> bool:
    """Whether no other plugin of Pelican's may have a say, so that the press can work without Pelican."""
    return settings["PLUGINS"] == ["kawat"] and Path(settings["THEME"]).is_dir()


def make_site(
    settings: Settings, read_foreign: ReadForeign | None = None, suffixes: frozenset[str] = frozenset()
) -> Site:
    """The site that settings describe; raises PressError naming the setting at fault."""
    url = str(settings["SITEURL"]).rstrip("/")
    if not url.startswith(("http://", "https://")):
        raise PressError("SITEURL", f"{url!r} is no absolute address", "expected such as 'https://news.example'")
    try:
        zone = ZoneInfo(settings["TIMEZONE"])
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise PressError("TIMEZONE", f"{settings['TIMEZONE']!r} is no time zone", "expected such as 'UTC'") from error
    markdown = _choose_markdown(settings["MARKDOWN"])
    filters = dict(settings["JINJA_FILTERS"])
    return Site(
        content=Path(settings["PATH"]),
        output=Path(settings["OUTPUT_PATH"]),
        cache=Path(settings["CACHE_PATH"]),
        theme=Path(settings["THEME"]),
        name=str(settings["SITENAME"]),
        url=url,
        zone=zone,
        preferred=str(settings["DEFAULT_LANG"]),
        not_posts=(*settings["PAGE_PATHS"], *settings["STATIC_PATHS"]),
        overrides=tuple(Path(folder) for folder in settings["THEME_TEMPLATES_OVERRIDES"]),
        retention=tuple(settings["OUTPUT_RETENTION"]),
        markdown=markdown,
        filters=filters,
        fingerprint=describe([markdown, filters]),
        has_ninjs=bool(settings.get("KAWAT_NINJS", True)),
        hub=str(settings.get("KAWAT_HUB") or ""),
        executor=_check_executor(str(settings.get("KAWAT_EXECUTOR") or "")),
        index=find_index(find_search_folder(settings)),
        read_foreign=read_foreign,
        suffixes=Site.suffixes | suffixes,
    )


def find_search_folder(settings: Settings) -> Path | None:
    """Where ``kawat search`` leaves its index, relative to the folder that holds the posts' folder.

    None where the site is to have no search.
    """
    folder = settings.get("KAWAT_SEARCH")
    return Path(settings["PATH"]).absolute().parent / folder if folder else None


def _check_executor(address: str) -> str:
    if address and not re.fullmatch(r"dask://[^/\s:]+:\d+", address):
        raise PressError("KAWAT_EXECUTOR", f"{address!r} is no cluster", "expected such as 'dask://scheduler:8786'")
    return address


def _choose_markdown(given: Settings) -> dict[str, Any]:
    """The extensions that the settings add, with their own settings; ours always count."""
    named = {name: {} for name in given.get("extensions", ())} | dict(given.get("extension_configs", {}))
    if named == MARKDOWN["extension_configs"]:
        return {}
    # A first paragraph such as "Contact: …" is no header.
    return {name: dict(values) for name, values in named.items() if name not in ("meta", "markdown.extensions.meta")}


def mark_extras(settings: Settings) -> str:
    """Another text when a page or static file of the editor's, or a setting, may have changed."""
    content = Path(settings["PATH"])
    pages = _list_below(content, settings["PAGE_PATHS"])
    found = []
    for path in (*pages, *_list_below(content, settings["STATIC_PATHS"]), *_list_linked(content, pages)):
        stat = path.lstat()
        found.append(f"{path}/{stat.st_size}/{stat.st_mtime_ns}")
    if not found:
        return ""
    return hashlib.sha256(json.dumps([describe(dict(settings)), *sorted(found)]).encode()).hexdigest()


def _list_below(content: Path, folders: list[str]) -> list[Path]:
    return [
        path
        for folder in folders
        for path in ([content / folder] if (content / folder).is_file() else list_files(content / folder))
    ]


def _list_linked(content: Path, pages: list[Path]) -> list[Path]:
    """The files that pages link to with ``{static}`` or ``{attach}``, wherever they lie."""
    links = [(page, link) for page in pages for link in LINK.findall(page.read_text("utf-8", "replace"))]
    return [path for page, link in links for path in (content / link.lstrip("/"), page.parent / link) if path.is_file()]


def describe(value: object, seen: frozenset[object] = frozenset()) -> str:
    """A text that is the same for the same setting in another process, and another for another."""
    if isinstance(value, Mapping):
        pieces = (f"{describe(key, seen)}: {describe(one, seen)}" for key, one in value.items())
        return f"{{{', '.join(sorted(pieces))}}}"
    if isinstance(value, set | frozenset):
        return f"set({', '.join(sorted(describe(one, seen) for one in value))})"
    if isinstance(value, list | tuple):
        return f"[{', '.join(describe(one, seen) for one in value)}]"
    if isinstance(value, partial):
        return f"partial({describe((value.func, value.args, value.keywords), seen)})"
    if isinstance(value, CodeType):
        return f"{value.co_code.hex()}:{describe(value.co_consts, seen)}:{value.co_names}:{value.co_freevars}"
    if isinstance(value, FunctionType):
        return value.__qualname__ if value in seen else _describe_function(value, seen | {value})
    if type(value).__repr__ is object.__repr__ or callable(value):
        return f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', type(value).__qualname__)}"
    return repr(value)


def _describe_function(function: FunctionType, seen: frozenset[object]) -> str:
    """Its code, and what the code stands on: defaults, closures, the functions of its file that it calls."""
    cells = [_describe_cell(cell, seen) for cell in function.__closure__ or ()]
    named = (function.__globals__.get(name) for name in sorted(_list_names(function.__code__)))
    own = [
        one
        for one in named
        if not isinstance(one, FunctionType | ModuleType | type)
        or (isinstance(one, FunctionType) and one.__module__ == function.__module__)
    ]
    parts = (function.__code__, function.__defaults__, function.__kwdefaults__, own)
    return ":".join([function.__qualname__, *(describe(part, seen) for part in parts), *cells])


def _describe_cell(cell: CellType, seen: frozenset[object]) -> str:
    try:
        return describe(cell.cell_contents, seen)
    except ValueError:  # an empty cell
        return ""


def _list_names(code: CodeType) -> set[str]:
    inner = (_list_names(one) for one in code.co_consts if isinstance(one, CodeType))
    return set(code.co_names).union(*inner)
