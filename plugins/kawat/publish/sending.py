"""Telling caches, search engines and hubs of a release; each of them only when the settings name it."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from kawat.errors import PublishError
from kawat.press.site import Site
from kawat.publish.news import load_addresses, write_addresses
from kawat.publish.wishes import Wishes

MOST_AT_ONCE = {"purge": 30, "indexnow": 10_000, "websub": 1}
"""Addresses in a request: what the protocol allows, or what the smallest plan of a cache does."""
PATIENCE = 30
"""Seconds that an endpoint may take to answer."""
KEY = re.compile(r"[A-Za-z0-9-]{8,128}")
JSON = "application/json; charset=utf-8"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Message:
    """One request."""

    url: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"


def send(kind: str, wishes: Wishes, site: Site, cache: Path) -> int:
    """Send the list of a kind to its endpoint; how many addresses it had.

    What was sent is taken off the list, so that after a failure, a PublishError, the rest is sent by the next call.
    """
    urls = load_addresses(cache, kind)
    make, most = _find_maker(kind, wishes, site)
    for start in range(0, len(urls), most):
        for message in make(urls[start : start + most]):
            _post(kind, message)
        write_addresses(cache, kind, urls[start + most :])
    return len(urls)


def _find_maker(kind: str, wishes: Wishes, site: Site) -> tuple[Any, int]:
    """What makes requests of addresses, and of how many at a time; PublishError when the settings name no endpoint."""
    if kind == "indexnow":
        key, url = str(wishes.indexnow.get("key") or ""), str(wishes.indexnow.get("url") or "")
        _check("KAWAT_INDEXNOW", url, "{'url': 'https://api.indexnow.org/indexnow', 'key': '…'}")
        if not KEY.fullmatch(key):
            raise PublishError("KAWAT_INDEXNOW", f"{key!r} is no key", "expected 8 to 128 letters, digits and hyphens")
        return (lambda urls: _make_indexnow(url, key, site, urls)), MOST_AT_ONCE[kind]
    if kind == "websub":
        _check("KAWAT_HUB", wishes.hub, "the address of a hub")
        return (lambda urls: _make_websub(wishes.hub, urls)), MOST_AT_ONCE[kind]
    _check("KAWAT_PURGE", str(wishes.purge.get("url") or ""), "{'url': 'https://…', 'headers': {…}}")
    return (lambda urls: _make_purge(wishes.purge, urls)), int(wishes.purge.get("most") or MOST_AT_ONCE[kind])


def _check(name: str, url: str, expected: str) -> None:
    if not url.startswith(("http://", "https://")):
        wrong = f"{url!r} is no address" if url else "not set"
        raise PublishError(name, wrong, f"expected {expected}")


def _make_indexnow(endpoint: str, key: str, site: Site, urls: Sequence[str]) -> Iterator[Message]:
    told = {"host": urlsplit(site.url).hostname, "key": key, "keyLocation": site.absolute(f"{key}.txt")}
    yield Message(endpoint, json.dumps({**told, "urlList": list(urls)}).encode(), {"Content-Type": JSON})


def _make_websub(hub: str, urls: Sequence[str]) -> Iterator[Message]:
    for url in urls:
        yield Message(hub, urlencode({"hub.mode": "publish", "hub.url": url}).encode(), {"Content-Type": FORM})


def _make_purge(purge: Mapping[str, Any], urls: Sequence[str]) -> Iterator[Message]:
    """One request with a list, or where the settings name another method than POST, one for each address.

    Caches such as Varnish take the latter: the method on the address itself, at the cache's own place.
    """
    method, headers = str(purge.get("method") or "POST"), dict(purge.get("headers") or {})
    if method == "POST":
        body = json.dumps({str(purge.get("field") or "files"): list(urls)}).encode()
        yield Message(str(purge["url"]), body, {"Content-Type": JSON, **headers})
        return
    for url in urls:
        parts = urlsplit(url)
        yield Message(f"{str(purge['url']).rstrip('/')}{parts.path}", None, {"Host": parts.netloc, **headers}, method)


def _post(kind: str, message: Message) -> None:
    request = urllib.request.Request(  # noqa: S310 - checked to be http or https
        message.url, data=message.body, headers=dict(message.headers), method=message.method
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            answer.read()
    except urllib.error.HTTPError as error:
        with error:
            raise PublishError(message.url, f"{kind}: answered {error.code}", "the rest waits; run it again") from error
    except (OSError, HTTPException) as error:
        raise PublishError(message.url, f"{kind}: {error}", "the rest waits; run it again") from error
