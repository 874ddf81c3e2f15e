"""What Pelican's settings say to the press. They can be read without Pelican, which takes a while to load."""

from __future__ import annotations

import hashlib
import json
import os
import runpy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kawat.errors import PressError, SettingsError
from kawat.files import list_files
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
PLACES = ("PATH", "OUTPUT_PATH", "THEME", "CACHE_PATH")
"""Settings that are paths, relative to the file of settings."""


def load_settings(path: Path, changes: Settings) -> dict[str, Any]:
    """The settings of a file, as Pelican would read them, with changes; raises SettingsError."""
    if not path.is_file():
        raise SettingsError(path, "no such file", "expected Pelican's settings, such as pelicanconf.py")
    try:
        found = runpy.run_path(str(path))
    except (SyntaxError, NameError, ImportError, ValueError, TypeError, AttributeError, LookupError, OSError) as error:
        raise SettingsError(path, f"{type(error).__name__}: {error}", "mend the settings") from error
    given = {name: value for name, value in found.items() if name.isupper()}
    for name in PLACES:
        if given.get(name) is not None:
            given[name] = str((path.parent / given[name]).absolute())
    return DEFAULTS | {"MARKDOWN": MARKDOWN} | given | dict(changes)


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
        read_foreign=read_foreign,
        suffixes=Site.suffixes | suffixes,
    )


def _choose_markdown(given: Settings) -> dict[str, Any]:
    """The extensions that the settings add, with their own settings; ours always count."""
    named = {name: {} for name in given.get("extensions", ())} | dict(given.get("extension_configs", {}))
    return {} if named == MARKDOWN["extension_configs"] else {name: dict(values) for name, values in named.items()}


def mark_extras(settings: Settings) -> str:
    """Another text when a page or static file of the editor's, or a setting, may have changed."""
    content = Path(settings["PATH"])
    found = []
    for folder in (*settings["PAGE_PATHS"], *settings["STATIC_PATHS"]):
        for path in [content / folder] if (content / folder).is_file() else list_files(content / folder):
            stat = path.lstat()
            found.append(f"{path.relative_to(content)}/{stat.st_size}/{stat.st_mtime_ns}")
    if not found:
        return ""
    return hashlib.sha256(json.dumps([describe(dict(settings)), *sorted(found)]).encode()).hexdigest()


def describe(value: object) -> str:
    """A text that is the same for the same setting in another process, and another for another."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(sorted(f'{describe(key)}: {describe(one)}' for key, one in value.items()))}}}"
    if isinstance(value, list | tuple | set | frozenset):
        pieces = [describe(one) for one in value]
        return f"[{', '.join(sorted(pieces) if isinstance(value, set | frozenset) else pieces)}]"
    if isinstance(value, Callable):  # type: ignore[arg-type]
        return _describe_code(value)
    return repr(value) if type(value).__repr__ is not object.__repr__ else type(value).__qualname__


def _describe_code(function: object) -> str:
    code = getattr(function, "__code__", None)
    name = f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', type(function).__qualname__)}"
    if code is None:
        return name
    constants = [_describe_code(one) if hasattr(one, "co_code") else repr(one) for one in code.co_consts]
    return f"{name}:{code.co_code.hex()}:{constants}:{code.co_names}"
