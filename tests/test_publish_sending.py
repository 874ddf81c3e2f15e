"""Telling caches, search engines and hubs: what is sent, in which portions, and what waits after a failure."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from conftest import Project
from kawat.errors import PublishError
from kawat.press.site import Site
from kawat.publish.hashes import Entry
from kawat.publish.manifest import Manifest
from kawat.publish.news import list_addresses, load_addresses, save_addresses
from kawat.publish.plan import State, make_plan
from kawat.publish.sending import send
from kawat.publish.wishes import Wishes
from servers import HOST

ENTRY = Entry("0" * 64, 1)


class Endpoint:
    """A server that keeps what it is sent; from the n-th request on it refuses."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.most = 99

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    port = 0


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    endpoint = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            refused = len(endpoint.requests) >= endpoint.most
            if not refused:
                endpoint.requests.append((self.command, self.path, dict(self.headers), body))
            self.send_response(503 if refused else 202)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_PURGE = do_POST  # noqa: N815

        def log_message(self, *words: object) -> None:
            pass

    with HTTPServer((HOST, 0), Handler) as server:
        endpoint.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield endpoint
        server.shutdown()
        thread.join()


@pytest.fixture
def site(project: Project) -> Site:
    return project.site(url="https://news.example/digest")


def keep(cache: Path, kind: str, count: int) -> list[str]:
    urls = [f"https://news.example/digest/{number:05}/" for number in range(count)]
    save_addresses(cache, {kind: urls})
    return urls


def test_who_is_told_of_what(site: Site) -> None:
    """Caches of all, search engines of pages, hubs of feeds that are there; compressed copies are no addresses."""
    paths = ("de/a/index.html", "de/feed.atom", "assets/a.css", "404.html", "_headers", "de/a/index.html.gz")
    base = Manifest("", "", {"de/gone/index.html": ENTRY, "de/gone.atom": ENTRY})
    plan = make_plan(Manifest("", "", dict.fromkeys(paths, ENTRY)), State(base))
    told = list_addresses(plan, site.absolute)
    page, gone = "https://news.example/digest/de/a/", "https://news.example/digest/de/gone/"
    assert told["indexnow"] == [page, gone]
    assert told["websub"] == ["https://news.example/digest/de/feed.atom"]
    assert {page, gone, "https://news.example/digest/404.html"} < set(told["purge"])
    assert not [url for url in told["purge"] if url.endswith((".gz", "_headers"))]


def test_indexnow(site: Site, endpoint: Endpoint, tmp_path: Path) -> None:
    """At most 10,000 addresses a request, with the key and where it lies."""
    urls = keep(tmp_path, "indexnow", 10_001)
    wishes = Wishes(indexnow={"url": f"{endpoint.url}/indexnow", "key": "0123456789abcdef"})
    assert send("indexnow", wishes, site, tmp_path) == 10_001
    bodies = [json.loads(body) for _, _, _, body in endpoint.requests]
    assert [len(body["urlList"]) for body in bodies] == [10_000, 1]
    assert bodies[0]["urlList"] + bodies[1]["urlList"] == urls
    assert (bodies[0]["host"], bodies[0]["key"]) == ("news.example", "0123456789abcdef")
    assert bodies[0]["keyLocation"] == "https://news.example/digest/0123456789abcdef.txt"
    assert load_addresses(tmp_path, "indexnow") == []


def test_websub(site: Site, endpoint: Endpoint, tmp_path: Path) -> None:
    urls = keep(tmp_path, "websub", 2)
    send("websub", Wishes(hub=f"{endpoint.url}/hub"), site, tmp_path)
    said = [parse_qs(body.decode()) for _, _, _, body in endpoint.requests]
    assert said == [{"hub.mode": ["publish"], "hub.url": [url]} for url in urls]


def test_purge_by_list(site: Site, endpoint: Endpoint, tmp_path: Path) -> None:
    urls = keep(tmp_path, "purge", 31)
    wishes = Wishes(purge={"url": f"{endpoint.url}/purge_cache", "headers": {"Authorization": "Bearer x"}})
    send("purge", wishes, site, tmp_path)
    assert [json.loads(body) for *_, body in endpoint.requests] == [{"files": urls[:30]}, {"files": urls[30:]}]
    assert endpoint.requests[0][2]["Authorization"] == "Bearer x"


def test_purge_one_by_one(site: Site, endpoint: Endpoint, tmp_path: Path) -> None:
    keep(tmp_path, "purge", 2)
    send("purge", Wishes(purge={"url": endpoint.url, "method": "PURGE"}), site, tmp_path)
    assert [(method, path, headers["Host"]) for method, path, headers, _ in endpoint.requests] == [
        ("PURGE", "/digest/00000/", "news.example"),
        ("PURGE", "/digest/00001/", "news.example"),
    ]


def test_what_could_not_be_sent_waits(site: Site, endpoint: Endpoint, tmp_path: Path) -> None:
    """The next call sends the rest, and the next release adds to it."""
    urls = keep(tmp_path, "websub", 3)
    endpoint.most = 1
    wishes = Wishes(hub=endpoint.url)
    with pytest.raises(PublishError, match="websub: answered 503; the rest waits; run it again"):
        send("websub", wishes, site, tmp_path)
    assert load_addresses(tmp_path, "websub") == urls[1:]
    save_addresses(tmp_path, {"websub": ["https://news.example/new.atom"]}, waiting=["websub"])
    endpoint.most = 99
    assert send("websub", wishes, site, tmp_path) == 3
    with pytest.raises(PublishError, match="websub: "):
        keep(tmp_path, "websub", 1)
        send("websub", Wishes(hub=f"http://{HOST}:1/"), site, tmp_path)


@pytest.mark.parametrize(
    ("kind", "wishes", "wrong"),
    [
        ("indexnow", Wishes(), "KAWAT_INDEXNOW: not set"),
        ("indexnow", Wishes(indexnow={"url": "https://x.example", "key": "short"}), "'short' is no key"),
        ("websub", Wishes(), "KAWAT_HUB: not set"),
        ("websub", Wishes(hub="file:///etc/passwd"), "is no address"),
        ("purge", Wishes(), "KAWAT_PURGE: not set"),
    ],
)
def test_nobody_is_told_without_settings(kind: str, wishes: Wishes, wrong: str, site: Site, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=wrong):
        send(kind, wishes, site, tmp_path)
