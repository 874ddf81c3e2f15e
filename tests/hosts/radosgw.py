"""Publishing to Ceph's S3 gateway, through a proxy that spoils each request in turn (make test-hosts)."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from ceph import Cluster, run_cluster
from proxy import FAULTS, Proxy, run_proxy

from broken import find_dangling, start_child, wait_for
from conftest import Project, read_tree
from kawat.errors import PublishError
from kawat.publish.publishing import Choices
from releases import Corner, Newsroom
from servers import Reader, find

BUCKET = "bucket"
REMOTE = f"rclone:news:{BUCKET}"
QUICK = Choices(is_checking=False)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with run_cluster(tmp_path_factory.mktemp("ceph") / "cluster") as cluster:
        yield cluster


@pytest.fixture
def proxy(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The way to an empty bucket."""
    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "none.conf"))
    (tmp_path / "none.conf").touch()
    with run_proxy(cluster.port) as proxy:
        for name, value in cluster.describe(proxy.port).items():
            monkeypatch.setenv(name, value)
        rclone("mkdir", f"news,no_check_bucket=false:{BUCKET}")
        yield proxy
        rclone("purge", f"news,no_check_bucket=false:{BUCKET}")


@pytest.fixture
def newsroom(project: Project) -> Newsroom:
    newsroom = Corner(project)
    newsroom.fill()
    return newsroom


def rclone(*words: str) -> str:
    return subprocess.run([find("rclone"), *words], check=True, capture_output=True, text=True).stdout


def read_bucket(folder: Path) -> dict[str, bytes]:
    """What readers see of the bucket."""
    shutil.rmtree(folder, ignore_errors=True)
    rclone("copy", f"news:{BUCKET}", str(folder), "--exclude", "/.kawat/**", "--transfers", "16")
    return read_tree(folder)


class Bucket:
    """The bucket with the first release, which can be had again and again."""

    def __init__(self, newsroom: Newsroom, proxy: Proxy, folder: Path) -> None:
        self.newsroom, self.proxy, self.folder = newsroom, proxy, folder
        newsroom.publish(remote=REMOTE)
        self.old = newsroom.tree
        rclone("copy", f"news:{BUCKET}", str(folder / "saved"))
        newsroom.change()
        self.new = newsroom.tree

    def restore(self) -> None:
        self.proxy.reset()
        rclone("sync", str(self.folder / "saved"), f"news:{BUCKET}", "--checksum", "--transfers", "16")

    def publish(self) -> None:
        self.newsroom.publish(choices=QUICK, remote=REMOTE)

    def count_requests(self) -> int:
        self.restore()
        self.proxy.reset()
        self.publish()
        count = len(self.proxy.seen)
        assert read_bucket(self.folder / "read") == self.new
        return count

    def find_dangling(self) -> list[str]:
        return find_dangling(read_bucket(self.folder / "read"), ["index.html", *(self.old.keys() & self.new.keys())])


@pytest.fixture
def bucket(newsroom: Newsroom, proxy: Proxy, tmp_path: Path) -> Bucket:
    return Bucket(newsroom, proxy, tmp_path)


def test_headers_of_objects(newsroom: Newsroom, proxy: Proxy) -> None:
    """S3 gives back the types and caching with which files went up; a rollback keeps them."""
    newsroom.publish(remote=REMOTE)
    newsroom.change()
    newsroom.publish(remote=REMOTE)
    newsroom.publisher(remote=REMOTE).roll_back()
    headers = newsroom.publisher(remote=REMOTE).release.headers
    listed = rclone("lsjson", "-R", "--files-only", f"news:{BUCKET}", "--exclude", "/.kawat/**")
    assert listed.count("text/html; charset=utf-8") > 5
    url = rclone("link", f"news:{BUCKET}/en/index.html", "--expire", "10m").strip()
    with Reader(proxy.port) as reader:
        answer = reader.get(url.split(str(proxy.port), 1)[1])
    assert answer.status == 200
    assert answer.headers["content-type"] == headers.type_of("en/index.html")
    assert answer.headers["cache-control"] == headers.cache_of("en/index.html")


def test_what_a_change_costs(bucket: Bucket) -> None:
    """Objects are put once each; what is the same is not even asked for."""
    bucket.restore()
    bucket.publish()
    puts = [line for line in bucket.proxy.seen if line.startswith("PUT") and ".kawat" not in line.partition("?")[0]]
    differing = [path for path, data in bucket.new.items() if bucket.old.get(path) != data]
    assert len(puts) == len(differing)
    bucket.proxy.reset()
    bucket.publish()
    assert len(bucket.proxy.seen) < 12
    assert not [line for line in bucket.proxy.seen if line.startswith("PUT") and "/lock-" not in line]


@pytest.fixture
def faults(request: pytest.FixtureRequest) -> list[tuple[str, ...]]:
    """The faults that each request meets: one after the other, or with ``--soak`` all of them."""
    if request.config.getoption("--soak"):
        return [FAULTS]
    return [(fault,) for fault in FAULTS]


def test_one_request_is_spoilt(bucket: Bucket, faults: list[tuple[str, ...]]) -> None:
    """Whichever request it is: the run succeeds, or says that it failed and the next one does; nothing dangles."""
    count = bucket.count_requests()
    assert count > 40
    failed = 0
    for at in range(count):
        for fault in faults[at % len(faults)]:
            bucket.restore()
            bucket.proxy.reset(fault, at)
            try:
                bucket.publish()
            except PublishError:
                failed += 1
                bucket.proxy.reset()
                assert bucket.find_dangling() == [], (at, fault)
                bucket.publish()
            assert read_bucket(bucket.folder / "read") == bucket.new, (at, fault)
    assert failed < count / 4


def test_a_publisher_is_killed(bucket: Bucket, request: pytest.FixtureRequest) -> None:
    """Killed at any request, it leaves no page that leads to a missing one, and the next run ends the work.

    Without ``--soak``, at every fourth.
    """
    count = bucket.count_requests()
    children: list[int] = []
    bucket.proxy.kill = lambda: os.kill(children[-1], signal.SIGKILL)
    for at in range(0, count - 2, 1 if request.config.getoption("--soak") else 4):
        bucket.restore()
        bucket.proxy.reset("drop", at)
        children.append(start_child(bucket.publish))
        assert wait_for(children[-1]) == -signal.SIGKILL, at
        bucket.proxy.reset()
        assert bucket.find_dangling() == [], at
        bucket.publish()
        assert read_bucket(bucket.folder / "read") == bucket.new, at


def test_nobody_answers_for_a_while(bucket: Bucket) -> None:
    """A server that refuses everything makes the run fail in the end, with the old site as it was."""
    bucket.restore()
    bucket.proxy.reset("503", 0, more=10_000)
    with pytest.raises(PublishError, match="rclone: exit status"):
        bucket.publish()
    bucket.proxy.reset()
    assert read_bucket(bucket.folder / "read") == bucket.old
