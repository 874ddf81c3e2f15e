"""A folder of this machine as a host, and the commands as people type them."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from broken import run_child
from conftest import read_tree
from kawat.cli import main
from kawat.errors import PublishError
from kawat.publish.publishing import Choices
from releases import Newsroom

KILLED = 9


def read(www: Path) -> dict[str, bytes]:
    return read_tree((www / "current" / "site").resolve())


def list_releases(www: Path) -> list[str]:
    return sorted(path.name for path in (www / "releases").iterdir())


def test_releases_share_what_did_not_change(newsroom: Newsroom, www: Path) -> None:
    first = newsroom.publish(remote=str(www))
    assert read(www) == newsroom.tree
    assert newsroom.publish(remote=str(www)).what == "unchanged"
    before = www / "releases" / first.name / "site"
    newsroom.change()
    outcome = newsroom.publish(remote=str(www))
    assert read(www) == newsroom.tree
    same = [path for path in newsroom.tree if path not in outcome.plan.uploads]
    assert len(same) > 5
    for path in same:
        assert (before / path).stat().st_ino == (www / "current" / "site" / path).stat().st_ino
    for path in outcome.plan.uploads:  # an editor's hand in the output must not reach readers
        assert (www / "current" / "site" / path).stat().st_nlink == 1


def test_rollback_and_on(newsroom: Newsroom, www: Path) -> None:
    trees = []
    for number in range(3):
        newsroom.write("en", "one-00000001", f"Number {number}")
        newsroom.build()
        newsroom.publish(remote=str(www))
        trees.append(read(www))
    outcome = newsroom.publisher(remote=str(www)).roll_back()
    assert read(www) == trees[1]
    assert "en/2026/11/one-00000001/index.html" in outcome.plan.changed
    newsroom.publisher(remote=str(www)).roll_back()
    assert read(www) == trees[0]
    with pytest.raises(PublishError, match="no release before this one is kept"):
        newsroom.publisher(remote=str(www)).roll_back()
    newsroom.publish(remote=str(www))
    assert read(www) == trees[2]
    assert [name.partition("-")[0] for name in list_releases(www)] == ["000001", "000002", "000003", "000004"]


def test_some_releases_are_kept(newsroom: Newsroom, www: Path) -> None:
    for number in range(4):
        newsroom.write("en", "one-00000001", f"Number {number}")
        newsroom.build()
        newsroom.publish(remote=str(www), keep=2)
    assert [name.partition("-")[0] for name in list_releases(www)] == ["000003", "000004"]


def test_what_was_lost_or_damaged_on_the_host_comes_back(newsroom: Newsroom, www: Path) -> None:
    """A file that is missing comes back with the next release; a damaged one when the host is surveyed."""
    newsroom.publish(remote=str(www))
    (www / "current" / "site" / "404.html").unlink()
    (www / "current" / "site" / "de" / "index.html").write_text("damaged")
    newsroom.write("en", "one-00000001", "Another")
    newsroom.build()
    newsroom.publish(remote=str(www))
    assert read(www)["404.html"] == newsroom.tree["404.html"]
    assert read(www)["de/index.html"] == b"damaged"
    assert newsroom.publish(choices=Choices(is_surveying=True), remote=str(www)).plan.uploads == ("de/index.html",)
    assert read(www) == newsroom.tree


def test_a_lost_manifest(newsroom: Newsroom, www: Path) -> None:
    newsroom.publish(remote=str(www))
    (www / "current" / "manifest.txt").unlink()
    (www / "current" / "site" / "other.txt").write_text("of somebody else")
    outcome = newsroom.publish(remote=str(www))
    assert (outcome.plan.uploads, outcome.plan.strays) == ((), ("other.txt",))
    newsroom.change()
    newsroom.publish(remote=str(www))
    assert read(www) == newsroom.tree | {"other.txt": b"of somebody else"}
    newsroom.publish(choices=Choices(is_surveying=True, is_removing_strays=True), remote=str(www))
    assert read(www) == newsroom.tree


def test_somebody_elses_folder(newsroom: Newsroom, www: Path) -> None:
    (www / "current").mkdir(parents=True)
    with pytest.raises(PublishError, match="not a link; expected a folder that Kawat publishes to"):
        newsroom.publish(remote=str(www))


def test_two_publishers(newsroom: Newsroom, www: Path) -> None:
    www.mkdir()
    with (www / ".kawat-lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(PublishError, match="somebody else is publishing there"):
            newsroom.publish(remote=str(www))
    newsroom.publish(remote=str(www))


def test_the_output_changes_meanwhile(newsroom: Newsroom, www: Path) -> None:
    """What was hashed is what is published, or nothing is."""
    newsroom.publish(remote=str(www))
    before = read(www)
    newsroom.change()
    publisher = newsroom.publisher(remote=str(www))
    assert publisher.release
    page = newsroom.project.output / "de" / "index.html"
    page.write_text(page.read_text().replace("</body>", " </body>"))
    with pytest.raises(PublishError, match="changed while it was being published; run it again"):
        publisher.publish(Choices(is_checking=False))
    assert read(www) == before


CALLS = ("link", "rename", "replace", "mkdir", "unlink", "rmdir", "symlink", "fsync")


def count_calls(work: Callable[[], object], at: int = -1) -> int:
    """How many calls some work makes that change the disk; at one of them the process may end."""
    count = 0

    def watch(call: Callable[..., Any], *args: Any, **options: Any) -> Any:
        nonlocal count
        if count == at:
            os._exit(KILLED)
        count += 1
        return call(*args, **options)

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, partial(watch, getattr(os, name)))
        work()
    return count


def test_killed_anywhere(newsroom: Newsroom, www: Path) -> None:
    """Readers see the old release or the new one, whole; the next run ends as if nothing had been."""
    newsroom.publish(remote=str(www))
    old = read(www)
    newsroom.change()
    new, choices = newsroom.tree, Choices(is_checking=False)
    publish = partial(newsroom.publish, choices=choices, keep=1)
    trial = www.with_name("trial")

    def prepare() -> None:
        shutil.rmtree(trial, ignore_errors=True)
        shutil.copytree(www, trial, symlinks=True)

    def publish_counting(at: int = -1) -> int:
        return count_calls(partial(publish, remote=str(trial)), at)

    for _ in range(2):  # the first time hashes are remembered, too
        prepare()
        count = publish_counting()
    assert count > 60
    states = []
    for at in range(0, count, 4):
        prepare()
        assert run_child(partial(publish_counting, at)) == KILLED
        states.append(read(trial))
        publish(remote=str(trial))
        assert read(trial) == new
    assert [state for state in states if state not in (old, new)] == []
    assert old in states


# -- the commands


@pytest.fixture
def folder(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with settings, in which the commands run."""
    root = newsroom.project.root
    site = newsroom.site
    (root / "publishconf.py").write_text(
        "import os\nPATH, OUTPUT_PATH, CACHE_PATH, THEME = 'content', 'output', '.cache', 'theme'\n"
        "PLUGINS = ['kawat']\nSITENAME = 'Kawat'\nSITEURL = os.environ.get('SITEURL', '')\n"
        "KAWAT_REMOTE = os.environ.get('KAWAT_REMOTE', '')\n"
    )
    monkeypatch.setattr("kawat.press.site.Site.languages", site.languages)
    monkeypatch.chdir(root)
    monkeypatch.setenv("SITEURL", "https://news.example")
    monkeypatch.setenv("KAWAT_REMOTE", "www")
    return root


def test_publish_and_again(folder: Path, newsroom: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    """The report tells what was done; a second run has nothing to do, uploads 0 files, and succeeds."""
    assert main(["publish"]) == 0
    assert "000001-" in capsys.readouterr().err
    report = json.loads((folder / ".cache" / "publish.json").read_text())
    assert (report["what"], report["uploaded"], report["error"]) == ("published", len(newsroom.tree), None)
    assert read(folder / "www") == newsroom.tree
    assert main(["publish", "--report", "again.json"]) == 0
    assert "has the site as it is" in capsys.readouterr().err
    report = json.loads((folder / "again.json").read_text())
    assert (report["what"], report["uploaded"], report["bytes"]) == ("unchanged", 0, 0)


def test_publish_builds_first(folder: Path, newsroom: Newsroom) -> None:
    assert main(["publish"]) == 0
    newsroom.write("en", "four-00000004", "Four")
    assert main(["publish", "--no-build"]) == 0
    assert "en/2026/11/four-00000004/index.html" not in read(folder / "www")
    assert main(["publish"]) == 0
    assert "en/2026/11/four-00000004/index.html" in read(folder / "www")
    told = (folder / ".cache" / "publish" / "tell" / "indexnow.txt").read_text().split()
    assert "https://news.example/en/2026/11/four-00000004/" in told
    assert "https://news.example/404.html" not in told


def test_plan_changes_nothing(folder: Path, newsroom: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    """The plan tells causes, sizes and the order; neither host, output nor report are touched."""
    main(["publish"])
    newsroom.edit()
    main(["build", "-s", "publishconf.py"])
    before = {name: read_tree(folder / name) for name in ("www", "output", "content")}
    report = (folder / ".cache" / "publish.json").read_bytes()
    capsys.readouterr()
    assert main(["plan"]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    (added,) = (line for line in lines if line.startswith("+ de/2026/11/drei-00000004/index.html"))
    assert "content/de/2026/11/drei-00000004.md added" in added
    assert any(line.startswith("- en/2026/11/two-00000003/index.html (") for line in lines)
    assert any(line.startswith("order: files 3, new articles 1, new lists ") for line in lines)
    assert "would go to" in err
    assert {name: read_tree(folder / name) for name in before} == before
    assert (folder / ".cache" / "publish.json").read_bytes() == report
    assert main(["plan", "--report", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["what"] == "planned"
    assert main(["publish", "--dry-run", "--no-build"]) == 0
    assert {name: read_tree(folder / name) for name in before} == before


def test_rollback_command(folder: Path, newsroom: Newsroom) -> None:
    main(["publish"])
    first = read(folder / "www")
    newsroom.edit()
    main(["publish"])
    assert main(["rollback"]) == 0
    assert read(folder / "www") == first
    assert json.loads((folder / ".cache" / "publish.json").read_text())["what"] == "rolled back"


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("SITEURL", "", "SITEURL: not set; set it in publishconf.py, or: make publish SITEURL=https://"),
        ("SITEURL", "http://localhost:8000", "this machine's own address"),
        ("KAWAT_REMOTE", "", "KAWAT_REMOTE: not set; expected a folder, ssh:"),
    ],
)
def test_what_has_to_be_set(
    folder: Path, name: str, value: str, wrong: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    before = read_tree(folder / "output")
    assert main(["publish"]) == 1
    assert wrong in capsys.readouterr().err
    assert read_tree(folder / "output") == before


def test_an_unsound_site_is_not_published(folder: Path, newsroom: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    """A changed page is looked at, and so are pages that lead to what is removed."""
    main(["publish"])
    before = read(folder / "www")
    page = folder / "output" / "en" / "index.html"
    page.write_text(page.read_text().replace("<main", '<a href="/gone/">x</a><main'))
    assert main(["publish", "--no-build"]) == 1
    assert "leads to '/gone/'; there is no such file" in capsys.readouterr().err
    assert json.loads((folder / ".cache" / "publish.json").read_text())["what"] == "failed"
    main(["publish"])
    (folder / "output" / "en" / "2026" / "11" / "two-00000003" / "index.html").unlink()
    assert main(["publish", "--no-build"]) == 1
    assert "leads to '/en/2026/11/two-00000003/', which is removed" in capsys.readouterr().err
    assert read(folder / "www") == before


def test_a_site_for_another_address_is_not_published(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SITEURL", "https://other.example")
    assert main(["publish", "--no-build"]) == 1
    assert "built for https://news.example; it is to be published at https://other.example" in capsys.readouterr().err


def test_limits_come_before_the_first_byte(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (folder / "publishconf.py").read_text()
    (folder / "publishconf.py").write_text(f"{text}KAWAT_LIMITS = 'tiny'\n")
    table = folder / "hosts.toml"
    table.write_text("[tiny]\nfiles = 10\n")
    monkeypatch.setattr("kawat.publish.limits.TABLE", table)
    assert main(["publish"]) == 1
    assert "tiny takes 10" in capsys.readouterr().err
    assert not (folder / "www").exists()


def test_headers_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["headers", "nginx"]) == 0
    assert "error_page 404 /404.html;" in capsys.readouterr().out
    assert main(["headers", "netlify"]) == 0
    assert capsys.readouterr().out.startswith("/*\n  Content-Security-Policy: ")


def test_tell_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody is told unless the settings say so; whoever cannot be told makes the exit status 1, after the release."""
    assert main(["publish"]) == 0
    assert main(["tell", "websub"]) == 1
    assert "KAWAT_HUB: not set" in capsys.readouterr().err
    text = (folder / "publishconf.py").read_text()
    (folder / "publishconf.py").write_text(f"{text}KAWAT_HUB = 'http://127.0.0.1:1/'\nKAWAT_TELL = 'websub'\n")
    assert main(["publish", "--survey"]) == 1
    assert "the rest waits; run it again" in capsys.readouterr().err
    assert json.loads((folder / ".cache" / "publish.json").read_text())["error"] is None
