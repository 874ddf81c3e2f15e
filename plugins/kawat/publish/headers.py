"""What hosts say with each file: types, caching, security; from one table, in each host's own form."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from kawat.publish.manifest import HASHED_FOLDERS, HASHED_NAME, is_hashed_asset

TABLE = Path(__file__).with_name("headers.toml")
UNKNOWN = "application/octet-stream"
CHARSET = "; charset=utf-8"
SAFE = "max-age=31536000"
"""Strict-Transport-Security, where the site's address is https: a year, for this name alone."""


@dataclass(frozen=True)
class Headers:
    """The rules of ``headers.toml`` for a site."""

    hashed: str
    """Cache-Control of files whose name changes with their bytes."""
    others: str
    security: Mapping[str, str]
    types: Mapping[str, str]
    """By suffix, without the point."""
    base: str
    """The path of the site on its host: empty, or ``/digest``."""

    @property
    def mark(self) -> str:
        """Another text when files should be sent with other headers: 12 hexadecimal digits."""
        return hashlib.sha256(repr((self.hashed, self.others, sorted(self.types.items()))).encode()).hexdigest()[:12]

    def type_of(self, path: str) -> str:
        """The content type of a file, with its charset where it is text."""
        return self.types.get(path.rpartition("/")[2].rpartition(".")[2].lower(), UNKNOWN)

    def cache_of(self, path: str) -> str:
        return self.hashed if is_hashed_asset(path) else self.others

    def of(self, path: str) -> dict[str, str]:
        """What is sent with a file that is uploaded to a store of objects."""
        return {"Content-Type": self.type_of(path), "Cache-Control": self.cache_of(path)}

    def dump_headers_file(self) -> bytes:
        """``_headers``, as Netlify and Cloudflare Pages read it.

        Where two groups say the same name, some hosts join both values: so no name stands in two. What is not hashed
        they have asked for again in any case, in the very words of ``others``.
        """
        hashed = {f"{self.base}/{folder}/*": {"Cache-Control": self.hashed} for folder in HASHED_FOLDERS}
        groups = {f"{self.base}/*": self.security, **hashed}
        lines = []
        for pattern, headers in groups.items():
            lines += [pattern, *(f"  {name}: {value}" for name, value in headers.items())]
        return "".join(f"{line}\n" for line in lines).encode()

    def dump_nginx(self, has_gzip: bool = False, has_brotli: bool = False) -> bytes:
        """What stands in a ``server`` block of nginx; the root and the names of the server are the block's own."""
        security = [f'add_header {name} "{value}" always;' for name, value in self.security.items()]
        types = {value.removesuffix(CHARSET) for value in self.types.values() if value.endswith(CHARSET)}
        lines = [
            "charset utf-8;",
            f"charset_types {' '.join(sorted(types - {'text/html'}))};",
            "types {",
            *(f"    {value.removesuffix(CHARSET)} {suffix};" for suffix, value in self.types.items()),
            "}",
            f"default_type {UNKNOWN};",
            f"error_page 404 {self.base}/404.html;",
            *(["gzip_static on;"] if has_gzip else []),
            *(["brotli_static on;"] if has_brotli else []),
            *security,
            f'add_header Cache-Control "{self.others}" always;',
            "# nginx forgets the headers above where a location adds one of its own.",
            f'location ~ "^{re.escape(self.base)}/{HASHED_NAME.pattern}$" {{',
            *(f"    {line}" for line in security),
            f'    add_header Cache-Control "{self.hashed}";',
            "}",
        ]
        return "".join(f"{line}\n" for line in lines).encode()


def merge_policies(policies: Iterable[str]) -> str:
    """The strictest policy that forbids nothing that one of the policies allows.

    >>> merge_policies(["default-src 'none'; img-src 'none'", "default-src 'none'; img-src 'self'; script-src 'self'"])
    "default-src 'none'; img-src 'self'; script-src 'self'"
    """
    merged: dict[str, dict[str, None]] = {}
    for policy in policies:
        for directive in policy.split(";"):
            name, *sources = directive.split()
            merged.setdefault(name, {}).update(dict.fromkeys(sources))
    for allowed in merged.values():
        if len(allowed) > 1:
            allowed.pop("'none'", None)
    return "; ".join(" ".join((name, *sources)) for name, sources in merged.items())


def load_headers(url: str, policies: Iterable[str]) -> Headers:
    """The rules for the site at an address whose pages carry certain policies.

    A page's own policy is in its meta element. What a host sends comes on top, and both are in force; so hosts send,
    for all pages alike, what the loosest of them needs, and what a meta element cannot say.
    """
    table = tomllib.loads(TABLE.read_text("utf-8"))
    policy = f"{merge_policies(policies)}; frame-ancestors 'none'"
    security = {"Content-Security-Policy": policy, **table["security"]}
    parts = urlsplit(url)
    if parts.scheme == "https":
        security["Strict-Transport-Security"] = SAFE
    return Headers(
        table["cache"]["hashed"], table["cache"]["others"], security, table["types"], quote(parts.path.rstrip("/"))
    )
