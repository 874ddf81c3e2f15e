"""Publishing to real servers on loopback, as the recipes in docs/publishing.md say."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import read_tree
from kawat.errors import PublishError
from kawat.publish.publishing import Choices
from releases import Newsroom
from servers import HOST, Reader, find, run_nginx, run_rclone, run_sshd

RELEASES = 20


# -- nginx


class Poller(threading.Thread):
    """A reader who goes round the site while it is being published.

    Every title holds the number of its release: whoever has seen a page of one must never again see an older one.
    """

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port, self.stopped = port, threading.Event()
        self.reads, self.newest = 0, 0
        self.wrong: list[str] = []

    def run(self) -> None:
        with Reader(self.port) as reader:
            while not self.stopped.is_set():
                self._go_round(reader)

    def _go_round(self, reader: Reader) -> None:
        pending, met = ["/en/"], {"/en/"}
        while pending and not self.stopped.is_set():
            path = pending.pop()
            answer = reader.get(path)
            self.reads += 1
            if answer.status != 200:
                self.wrong.append(f"{path}: {answer.status}")
            numbers = {int(number) for number in re.findall(rb"Number (\d+)", answer.body)}
            if len(numbers) > 1 or any(number < self.newest for number in numbers):
                self.wrong.append(f"{path}: {numbers} after {self.newest}")
            self.newest = max((self.newest, *numbers))
            for found in re.findall(rb'(?:href|src)="(/[^"#]*)', answer.body):
                target = found.decode()
                if target not in met and target.startswith(("/en/", "/assets/")):
                    met.add(target)
                    pending.append(target)


def write_number(newsroom: Newsroom, number: int) -> None:
    for name in ("one-00000001", "two-00000003"):
        newsroom.write("en", name, f"Number {number}")
    newsroom.build()


def test_no_reader_sees_a_mixed_site(newsroom: Newsroom, www: Path, tmp_path: Path) -> None:
    """0 mixed reads and 0 missing pages in the course of 20 releases, and with one of them taken back."""
    write_number(newsroom, 1)
    newsroom.publish(remote=str(www))
    with run_nginx(tmp_path / "nginx", www) as port:
        poller = Poller(port)
        poller.start()
        try:
            for number in range(2, RELEASES + 2):
                write_number(newsroom, number)
                assert newsroom.publish(choices=Choices(is_checking=False), remote=str(www)).what == "published"
        finally:
            poller.stopped.set()
            poller.join()
        assert poller.wrong == []
        assert poller.reads > RELEASES
        assert poller.newest > RELEASES / 2
        newsroom.publisher(remote=str(www)).roll_back()
        with Reader(port) as reader:
            assert f"Number {RELEASES}".encode() in reader.get("/en/").body


def test_headers_of_nginx(newsroom: Newsroom, www: Path, tmp_path: Path) -> None:
    """nginx says with each file what headers.toml says: types, caching, security; for pages that are not there too."""
    newsroom.publish(remote=str(www), compress=("gz",))
    headers = newsroom.publisher(remote=str(www)).release.headers
    tree = newsroom.project.tree()
    with run_nginx(tmp_path / "nginx", www) as port, Reader(port) as reader:
        for path, data in tree.items():
            answer = reader.get(f"/{path}")
            assert (answer.status, answer.body) == (200, data)
            assert answer.headers["content-type"] == headers.type_of(path), path
            assert answer.headers["cache-control"] == headers.cache_of(path), path
            for name, value in headers.security.items():
                assert answer.headers[name.lower()] == value, path
        missing = reader.get("/gone/")
        assert (missing.status, missing.body) == (404, tree["404.html"])
        assert missing.headers["x-content-type-options"] == "nosniff"
        squeezed = reader.get("/en/", {"Accept-Encoding": "gzip"})
        assert squeezed.headers["content-encoding"] == "gzip"
        assert len(squeezed.body) < len(tree["en/index.html"])


def test_withdrawn_posts_are_gone(newsroom: Newsroom, www: Path, tmp_path: Path) -> None:
    """nginx answers 410 with the tombstone; Netlify is told to in its own file. Both forget it when it is back."""
    newsroom.write("en", "two-00000003", "Two", sectors=(), status="withdrawn")
    newsroom.build()
    newsroom.publish(remote=str(www))
    place = "en/2026/11/two-00000003/"
    tombstone = newsroom.project.tree()[f"{place}index.html"]
    assert (www / "current" / "site" / "_redirects").read_text() == f"/{place} /{place}index.html 410!\n"
    with run_nginx(tmp_path / "nginx", www) as port, Reader(port) as reader:
        answer = reader.get(f"/{place}")
        assert (answer.status, answer.body) == (410, tombstone)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert reader.get("/en/").status == 200
    newsroom.write("en", "two-00000003", "Two", sectors=())
    newsroom.build()
    newsroom.publish(remote=str(www))
    assert "410" not in (www / "current" / "nginx.conf").read_text()
    assert not (www / "current" / "site" / "_redirects").exists()


# -- ssh and rsync


@pytest.fixture
def shell(www: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    find("rsync")
    with run_sshd(tmp_path / "sshd") as (port, ssh):
        monkeypatch.setenv("KAWAT_SSH", ssh)
        yield f"ssh://{HOST}:{port}{www}"


def test_ssh(newsroom: Newsroom, www: Path, shell: str) -> None:
    """A first release, one with what changed, one with nothing new, one taken back; unchanged files are shared."""
    first = newsroom.publish(remote=shell)
    assert first.what == "published"
    assert read_tree(www / "current" / "site") == newsroom.tree
    before = newsroom.tree
    assert newsroom.publish(remote=shell).what == "unchanged"
    old = (www / "current" / "site" / "404.html").stat().st_ino
    newsroom.change()
    outcome = newsroom.publish(remote=shell)
    assert read_tree(www / "current" / "site") == newsroom.tree
    assert not (www / "current" / "site" / "en" / "2026" / "11" / "two-00000003").exists()
    assert (www / "current" / "site" / "404.html").stat().st_ino == old
    assert len(outcome.plan.uploads) < len(newsroom.tree)
    newsroom.publisher(remote=shell).roll_back()
    assert read_tree(www / "current" / "site") == before
    assert sorted(path.name for path in www.iterdir()) == [".kawat-lock", "current", "releases"]


def test_ssh_lost_manifest_and_damage(newsroom: Newsroom, www: Path, shell: str) -> None:
    """Without a manifest each file is compared by hash; only what differs is sent, and nobody's files are removed."""
    newsroom.publish(remote=shell)
    (www / "current" / "manifest.txt").unlink()
    (www / "current" / "site" / "en" / "index.html").write_text("damaged")
    (www / "current" / "site" / "other.txt").write_text("of somebody else")
    outcome = newsroom.publish(remote=shell)
    assert outcome.plan.uploads == ("en/index.html",)
    assert outcome.plan.strays == ("other.txt",)
    assert read_tree(www / "current" / "site") == newsroom.tree | {"other.txt": b"of somebody else"}


def test_ssh_two_publishers_and_an_interrupted_one(newsroom: Newsroom, www: Path, shell: str) -> None:
    first, second = newsroom.publisher(remote=shell).host, newsroom.publisher(remote=shell).host
    with first.hold(), pytest.raises(PublishError, match="somebody else is publishing there"), second.hold():
        pass
    newsroom.publish(remote=shell)
    half = www / "releases" / ".next" / "site" / "en"
    half.mkdir(parents=True)
    (half / "index.html").write_text("half")
    newsroom.change()
    newsroom.publish(remote=shell)
    assert read_tree(www / "current" / "site") == newsroom.tree


def test_ssh_keeps_some_releases(newsroom: Newsroom, www: Path, shell: str) -> None:
    for number in range(3):
        write_number(newsroom, number)
        newsroom.publish(remote=shell, keep=2)
    names = sorted(path.name.partition("-")[0] for path in (www / "releases").iterdir())
    assert names == ["000002", "000003"]


def test_ssh_nobody_there(newsroom: Newsroom) -> None:
    with pytest.raises(PublishError, match="cannot be reached or written to"):
        newsroom.publish(remote=f"ssh://{HOST}:1/srv/news")


# -- git


@pytest.fixture
def project_repository(newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project as a repository with a bare remote; the remote's path."""
    root, remote = newsroom.project.root, tmp_path / "remote.git"
    for name, value in {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@a.example",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_COMMITTER_NAME", "A")
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "a@a.example")
    git = find("git")
    subprocess.run([git, "init", "--quiet", "--bare", remote], check=True)
    subprocess.run([git, "init", "--quiet", root], check=True)
    subprocess.run([git, "-C", root, "remote", "add", "origin", remote], check=True)
    monkeypatch.chdir(root)
    return remote


def read_branch(remote: Path, tmp_path: Path) -> dict[str, bytes]:
    folder = tmp_path / f"checkout-{len(list(tmp_path.iterdir()))}"
    subprocess.run([find("git"), "clone", "--quiet", "-b", "gh-pages", remote, folder], check=True)
    return {path: data for path, data in read_tree(folder).items() if not path.startswith(".git/")}


def test_git(newsroom: Newsroom, project_repository: Path, tmp_path: Path) -> None:
    """The branch holds the site, its manifest and .nojekyll; only commits are added, a rollback too."""
    newsroom.publish(remote="git:origin")
    beside = {".nojekyll", ".kawat/manifest.txt"}
    first = read_branch(project_repository, tmp_path)
    assert {path: data for path, data in first.items() if path not in beside} == newsroom.tree
    assert first.keys() - newsroom.tree.keys() == beside
    assert newsroom.publish(remote="git:origin").what == "unchanged"
    newsroom.change()
    newsroom.publish(remote="git:origin")
    second = read_branch(project_repository, tmp_path)
    assert {path: data for path, data in second.items() if path not in beside} == newsroom.tree
    newsroom.publisher(remote="git:origin").roll_back()
    assert read_branch(project_repository, tmp_path) == first
    log = subprocess.run(
        [find("git"), "-C", project_repository, "rev-list", "--count", "gh-pages"], check=True, capture_output=True
    )
    assert int(log.stdout) == 3


def test_git_lost_manifest(newsroom: Newsroom, project_repository: Path, tmp_path: Path) -> None:
    """A branch that others have filled keeps their files; what is the same is not changed."""
    clone = tmp_path / "clone"
    git = find("git")
    subprocess.run([git, "clone", "--quiet", project_repository, clone], check=True, stderr=subprocess.DEVNULL)
    subprocess.run([git, "-C", clone, "checkout", "--quiet", "-b", "gh-pages"], check=True)
    (clone / "other.txt").write_text("of somebody else")
    (clone / "404.html").write_bytes(newsroom.tree["404.html"])
    subprocess.run([git, "-C", clone, "add", "."], check=True)
    subprocess.run([git, "-C", clone, "commit", "--quiet", "-m", "other"], check=True)
    subprocess.run([git, "-C", clone, "push", "--quiet", "origin", "gh-pages"], check=True)
    outcome = newsroom.publish(remote="git:origin")
    assert outcome.plan.strays == ("other.txt",)
    assert "404.html" not in outcome.plan.uploads
    assert read_branch(project_repository, tmp_path)["other.txt"] == b"of somebody else"


def test_git_overtaken(newsroom: Newsroom, project_repository: Path, tmp_path: Path) -> None:
    """A push that somebody else has overtaken is refused."""
    newsroom.publish(remote="git:origin")
    newsroom.change()
    publisher = newsroom.publisher(remote="git:origin")
    plan = publisher._make_plan(publisher.release, Choices())
    clone = tmp_path / "clone"
    subprocess.run([find("git"), "clone", "--quiet", "-b", "gh-pages", project_repository, clone], check=True)
    subprocess.run([find("git"), "-C", clone, "commit", "--quiet", "--allow-empty", "-m", "mine"], check=True)
    subprocess.run([find("git"), "-C", clone, "push", "--quiet"], check=True)
    with pytest.raises(PublishError, match="the push was refused"):
        publisher.host.apply(plan, publisher.release)


# -- rclone


@pytest.fixture
def no_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find("rclone")
    monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "rclone.conf"))
    (tmp_path / "rclone.conf").touch()


def read_public(folder: Path) -> dict[str, bytes]:
    return {path: data for path, data in read_tree(folder).items() if not path.startswith(".kawat/")}


@pytest.mark.usefixtures("no_config")
@pytest.mark.parametrize("kind", ["local", "webdav", "sftp"])
def test_rclone(newsroom: Newsroom, kind: str, tmp_path: Path) -> None:
    """A first release, what changed, a lost manifest; on stores with and without hashes."""
    served = tmp_path / "served"
    served.mkdir()
    if kind == "local":
        play(newsroom, f"rclone::local:{served}/site", served / "site")
        return
    with run_rclone(tmp_path / "server", kind, served) as port:
        password = subprocess.run([find("rclone"), "obscure", "secret"], check=True, capture_output=True, text=True)
        login = f"user=reader,pass={password.stdout.strip()}"
        where = f"url='http://{HOST}:{port}'" if kind == "webdav" else f"host={HOST},port={port}"
        play(newsroom, f"rclone::{kind},{where},{login}:site", served / "site")


def play(newsroom: Newsroom, remote: str, folder: Path) -> None:
    outcome = newsroom.publish(remote=remote)
    assert "pass" not in outcome.place
    assert read_public(folder) == newsroom.tree
    newsroom.change()
    assert newsroom.publish(remote=remote).what == "published"
    assert read_public(folder) == newsroom.tree
    assert sorted(path.name for path in (folder / ".kawat").iterdir()) == ["manifest.txt", "previous", "previous.txt"]
    (folder / ".kawat" / "manifest.txt").write_text("foreign")
    (folder / "en" / "index.html").write_bytes(b"x" * len(newsroom.tree["en/index.html"]))
    assert newsroom.publish(remote=remote).plan.uploads == ("en/index.html",)
    assert read_public(folder) == newsroom.tree


@pytest.mark.usefixtures("no_config")
def test_rclone_rollback(newsroom: Newsroom, tmp_path: Path) -> None:
    remote = f"rclone::local:{tmp_path}/site"
    newsroom.publish(remote=remote)
    first = newsroom.tree
    newsroom.change()
    newsroom.publish(remote=remote)
    newsroom.publisher(remote=remote).roll_back()
    assert read_public(tmp_path / "site") == first


@pytest.mark.usefixtures("no_config")
def test_rclone_without_a_remote(newsroom: Newsroom) -> None:
    with pytest.raises(PublishError, match=r"rclone: exit status \d+: .*nowhere"):
        newsroom.publish(remote="rclone:nowhere:bucket")
