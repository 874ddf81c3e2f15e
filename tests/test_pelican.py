"""Pelican drives the press: its command, its settings, its pages and static files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, Project, read_tree


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project, as a user has it."""
    for name in ("plugins", "theme", "content"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def run_pelican(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "pelican",
        "content",
        "--fatal",
        "errors",
        *(arguments or ("-s", "pelicanconf.py")),
    ]
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_pelican_alone_builds_the_site(copy: Path, sample: Project) -> None:
    """``pelican content -s pelicanconf.py``: the same pages as the press makes, and a summary."""
    done = run_pelican(copy)
    assert done.returncode == 0, done.stdout
    assert "0 set aside; pages: " in done.stdout
    assert set(read_tree(copy / "output")) == set(sample.tree())
    again = run_pelican(copy)
    assert "0 added, 0 changed, 0 removed" in again.stdout


def test_same_bytes_whatever_the_environment(copy: Path) -> None:
    """Two clean builds under another hash seed, locale and time zone are byte-identical."""
    environments = [
        {"PYTHONHASHSEED": "1", "LANG": "C", "LC_ALL": "C", "TZ": "UTC"},
        {"PYTHONHASHSEED": "2", "LANG": "tr_TR.UTF-8", "LC_ALL": "", "TZ": "Asia/Kathmandu"},
    ]
    trees = []
    for number, environment in enumerate(environments):
        output = copy / f"output{number}"
        done = run_pelican(copy, "-s", "pelicanconf.py", "-o", str(output), **environment)
        assert done.returncode == 0, done.stdout
        trees.append(read_tree(output))
    assert len(trees[0]) > 300
    assert trees[0] == trees[1]


def test_own_pages_and_static_files(copy: Path) -> None:
    """Pelican's pages come in the site's frame, cleaned; static files are copied, and go when they go."""
    pages, images = copy / "content" / "pages", copy / "content" / "images"
    pages.mkdir()
    images.mkdir()
    (pages / "imprint.md").write_text("Title: Impressum <b>\nLang: de\n\nWir. <script>alert(1)</script>\n", "utf-8")
    (images / "a.png").write_bytes(b"\x89PNG")
    done = run_pelican(copy)
    assert done.returncode == 0, done.stdout
    (page,) = (copy / "output" / "pages").glob("*.html")
    text = page.read_text("utf-8")
    assert '<html lang="de"' in text
    assert "Impressum &lt;b&gt;" in text
    assert "<script" not in text
    assert (copy / "output" / "images" / "a.png").read_bytes() == b"\x89PNG"
    (images / "a.png").unlink()
    assert "1 removed" in run_pelican(copy).stdout
    assert not (copy / "output" / "images").exists()


@pytest.mark.parametrize(
    "place",
    ["index.html", "de/index.html", "de/2026/x/index.html", "robots.txt/x.html", "assets/x.html", "DE/sector/x"],
)
def test_own_page_cannot_take_a_page_of_the_site(copy: Path, place: str) -> None:
    """A page that names a path of the press's is set aside; the front page stays what it is."""
    assert run_pelican(copy).returncode == 0
    before = read_tree(copy / "output")
    (copy / "content" / "pages").mkdir()
    (copy / "content" / "pages" / "evil.md").write_text(f"Title: x\nLang: de\nSave_as: {place}\n\nOwned\n", "utf-8")
    done = run_pelican(copy)
    assert done.returncode == 0, done.stdout
    assert "is taken by another page" in done.stdout
    assert read_tree(copy / "output") == before


def test_bad_post_does_not_stop_the_build(copy: Path) -> None:
    """It is named, listed in quarantine.json, and the exit status stays 0."""
    (copy / "content" / "id" / "bad.md").write_text("Title: x\nSave_as: ../x\n\ny", "utf-8")
    done = run_pelican(copy)
    assert done.returncode == 0
    assert "content/id/bad.md:2: unknown key 'Save_as'; expected one of Title" in done.stdout
    assert "id/bad.md" in (copy / ".cache" / "quarantine.json").read_text("utf-8")


def test_failing_build_has_a_status_and_a_reason(copy: Path) -> None:
    """A theme that cannot be used ends the build with an error that names the place."""
    template = copy / "theme" / "templates" / "front.html"
    template.write_text(template.read_text("utf-8") + "{% block content %}{{ page.nonsense }}{% endblock %}", "utf-8")
    done = run_pelican(copy)
    assert done.returncode != 0
    template.write_text("{{ page.nonsense }}", "utf-8")
    done = run_pelican(copy)
    assert done.returncode != 0
    assert "index.html: the template" in done.stdout
    assert "nonsense" in done.stdout


def test_publication_needs_an_absolute_address(copy: Path) -> None:
    done = run_pelican(copy, "-s", "publishconf.py", SITEURL="news.example")
    assert done.returncode != 0
    assert "is no absolute address" in done.stdout
    done = run_pelican(copy, "-s", "publishconf.py", SITEURL="https://news.test/digest/")
    assert done.returncode == 0, done.stdout
    assert 'href="https://news.test/digest/id/"' in (copy / "output" / "id" / "index.html").read_text("utf-8")
