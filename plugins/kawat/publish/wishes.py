"""What the settings say about publishing; each can be given by the environment in ``publishconf.py``."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from kawat.errors import PublishError
from kawat.publish.plan import MOST_REMOVED

LOCAL_NAMES = ("localhost", "localhost.localdomain", "0.0.0.0")  # noqa: S104 - names that are refused
KEEP = 5


@dataclass(frozen=True)
class Wishes:
    """Where and how to publish."""

    remote: str = ""
    """``KAWAT_REMOTE``: a folder, ``ssh://…``, ``rclone:…`` or ``git:…``."""
    limits: str = ""
    """``KAWAT_LIMITS``: a host in ``hosts.toml``."""
    keep: int = KEEP
    """``KAWAT_KEEP``: releases that are kept to go back to."""
    most_removed: int = MOST_REMOVED
    """``KAWAT_MOST_REMOVED``: files that one release may remove."""
    compress: tuple[str, ...] = ()
    """``KAWAT_COMPRESS``: ``gz``, ``br``."""
    purge: Mapping[str, Any] = field(default_factory=dict)
    """``KAWAT_PURGE``: the endpoint of a cache."""
    indexnow: Mapping[str, Any] = field(default_factory=dict)
    """``KAWAT_INDEXNOW``: endpoint and key."""
    hub: str = ""
    """``KAWAT_HUB``: the address of a WebSub hub."""
    tell: tuple[str, ...] = ()
    """``KAWAT_TELL``: which of ``purge``, ``indexnow``, ``websub`` are told after each release."""


def read_wishes(settings: Mapping[str, Any]) -> Wishes:
    """The wishes in the settings; raises PublishError naming the setting at fault."""
    return Wishes(
        remote=str(settings.get("KAWAT_REMOTE") or "").strip(),
        limits=str(settings.get("KAWAT_LIMITS") or ""),
        keep=_read_count(settings, "KAWAT_KEEP", KEEP),
        most_removed=_read_count(settings, "KAWAT_MOST_REMOVED", MOST_REMOVED),
        compress=_read_words(settings, "KAWAT_COMPRESS"),
        purge=_read_table(settings, "KAWAT_PURGE"),
        indexnow=_read_table(settings, "KAWAT_INDEXNOW"),
        hub=str(settings.get("KAWAT_HUB") or ""),
        tell=_read_words(settings, "KAWAT_TELL"),
    )


def _read_count(settings: Mapping[str, Any], name: str, default: int) -> int:
    given = settings.get(name)
    try:
        return default if given is None or given == "" else max(0, int(given))
    except (TypeError, ValueError) as error:
        raise PublishError(name, f"{given!r} is no number", f"expected such as {default}") from error


def _read_words(settings: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A list, or one text with spaces or commas between the words."""
    given = settings.get(name) or ()
    return tuple(given.replace(",", " ").split()) if isinstance(given, str) else tuple(map(str, given))


def _read_table(settings: Mapping[str, Any], name: str) -> dict[str, Any]:
    given = settings.get(name) or {}
    if not isinstance(given, Mapping):
        raise PublishError(name, f"{given!r} is no table", "expected such as {'url': 'https://…'}")
    return dict(given)


def check_address(url: str) -> str:
    """The address of a site that others can read, without a final slash; raises PublishError for any other."""
    expected = "set it in publishconf.py, or: make publish SITEURL=https://news.example"
    if not url:
        raise PublishError("SITEURL", "not set", expected)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise PublishError("SITEURL", f"{url!r} is no absolute address", expected)
    if _is_local(parts.hostname):
        raise PublishError("SITEURL", f"{url!r} is this machine's own address, which readers cannot reach", expected)
    return url.rstrip("/")


def _is_local(name: str) -> bool:
    name = name.rstrip(".").lower()
    if name in LOCAL_NAMES or name.endswith((".localhost", ".local")):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
