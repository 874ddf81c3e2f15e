"""Fingerprints of what a build depends on beside the posts: code, theme, settings, libraries."""

from __future__ import annotations

import hashlib
import json
import os
import sysconfig

from kawat.files import fingerprint_folder, fingerprint_package
from kawat.press.site import Site

LIBRARIES = tuple(
    f"{name}-" for name in ("anyascii", "babel", "docutils", "jinja2", "markdown", "markupsafe", "nh3", "pelican")
)
"""Those whose version may change a page."""


INFO = ".dist-info"


def fingerprint_reading(site: Site) -> str:
    """What decides what a post's file is read as: code, libraries, and settings that are code."""
    return _hash([fingerprint_package(), site.fingerprint, *sorted(site.suffixes), *list_libraries()])


def fingerprint_theme(site: Site) -> str:
    return _hash([fingerprint_folder(folder) for folder in (site.theme, *site.overrides)])


def fingerprint_settings(site: Site) -> str:
    """The settings that a page may show, or that decide whether there is one."""
    has_search = ["search"] if site.index else []
    switches = [*has_search, f"ninjs {site.has_ninjs}", f"hub {site.hub}"]
    return _hash([site.name, site.url, str(site.zone), site.preferred, *switches, *site.not_posts])


def list_libraries() -> list[str]:
    """The installed libraries with their versions, as the names of their folders say them."""
    folder = sysconfig.get_path("purelib")
    return sorted(name for name in os.listdir(folder) if name.lower().startswith(LIBRARIES) and name.endswith(INFO))


def _hash(facts: list[str]) -> str:
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
