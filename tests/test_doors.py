"""Pelican's doors stay open: its commands, pages, static files, readers, themes, filters and plugins."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from conftest import ROOT, Project, read_tree
from kawat import cli
from kawat.press.build import find_store
from kawat.press.store import Store

ENVIRONMENT = {
    "PYTHONPATH": str(ROOT / "plugins"),
    # Settings and plugins are changed faster than a .pyc can tell.
    "PYTHONDONTWRITEBYTECODE": "1",
}
JSON_LD = b'<script type="application/ld+json">'
"""The one script that pages have, which is none."""
TRIES = 200
"""Looks at a page that is awaited, a tenth of a second apart."""


class Door(Project):
    """A project with Pelican's settings, and the commands that build it."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.write_settings()

    def write_settings(self, text: str = "", name: str = "pelicanconf.py") -> None:
        """The project's own settings with the places of this one, and what a test adds."""
        own = (ROOT / "pelicanconf.py").read_text("utf-8")
        places = f"THEME = {str(ROOT / 'theme')!r}\nPLUGIN_PATHS = [{str(ROOT / 'plugins')!r}]\n"
        (self.root / name).write_text(own + places + textwrap.dedent(text), "utf-8")

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), "utf-8")
        return path

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command],
            cwd=self.root,
            env=os.environ | ENVIRONMENT | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def run_kawat(self, *arguments: str, **environment: str) -> str:
        """What ``kawat build`` says in a process of its own; it succeeds."""
        done = self.run("-m", "kawat", "build", *arguments, **environment)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def run_pelican(self, *arguments: str) -> str:
        """What ``pelican content`` says; it succeeds."""
        done = self.run("-m", "pelican", "content", "--fatal", "errors", *arguments)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def recall(self) -> dict[str, str | None]:
        """What the press remembers of code, theme, settings and extra files."""
        with closing(Store(find_store(self.site()), is_read_only=True)) as store:
            return {name: store.get_meta(name) for name in ("reading", "theme", "settings", "extras")}

    def run_here(self, *arguments: str) -> int:
        """The exit status of ``kawat build`` in this process, for builds that need no Pelican."""
        return cli.main(["build", *arguments])


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    """A project with two posts, in which the commands run."""
    door = Door(tmp_path)
    monkeypatch.chdir(tmp_path)
    write_post(door, "en", "The harbour opens", "00000001")
    write_post(door, "de", "Der Hafen ist offen", "00000002")
    return door


def write_post(door: Door, tag: str, title: str, number: str, body: str = "A paragraph.\n", story: str = "x") -> Path:
    header = f"Title: {title}\nDate: 2026-11-04\nStory: {story}\nSectors: energy\n"
    return door.write_raw(f"{tag}/2026/11/post-{number}.md", f"{header}\n{body}")


def article(number: str, tag: str = "en") -> str:
    return f"{tag}/2026/11/post-{number}/index.html"


# The commands


def test_pelican_prints_its_settings(door: Door) -> None:
    """``pelican --print-settings``: the project's, with what the press does itself switched off."""
    done = door.run("-m", "pelican", "--print-settings", "SITENAME", "PLUGINS", "ARTICLE_PATHS", "DIRECT_TEMPLATES")
    assert done.returncode == 0, done.stdout
    shown = dict(re.findall(r"^(\w+):\s(.*)$", done.stdout, re.M))
    assert shown == {
        "SITENAME": "'Kawat'",
        "PLUGINS": "['kawat']",
        "ARTICLE_PATHS": "[]",
        "DIRECT_TEMPLATES": "[]",
    }


@contextmanager
def run_server(door: Door, port: int) -> Iterator[None]:
    """``pelican --listen --autoreload``, ended with its children."""
    command = [sys.executable, "-m", "pelican", "content", "--autoreload", "--listen", "--port", str(port)]
    with (door.root / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command,
            cwd=door.root,
            env=os.environ | ENVIRONMENT,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def find_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def await_page(address: str, again: Path | None = None) -> str:
    """A page, once it is there; ``again`` is touched now and then, lest its change was made before anybody watched."""
    for count in range(TRIES):
        try:
            with urlopen(address, timeout=10) as response:
                return str(response.read().decode())
        except (URLError, ConnectionError):
            if again and count % 20 == 10:
                again.touch()
        time.sleep(0.1)
    raise AssertionError(f"{address} is not served")


def test_pelican_serves_and_builds_again_at_a_change(door: Door) -> None:
    """``pelican --listen --autoreload``: a post that comes while it runs is served."""
    port = find_port()
    with run_server(door, port):
        try:
            assert "The harbour opens" in await_page(f"http://127.0.0.1:{port}/{article('00000001')}")
            post = write_post(door, "en", "The second quay opens", "00000003", story="y")
            assert "The second quay opens" in await_page(f"http://127.0.0.1:{port}/{article('00000003')}", post)
            assert "The second quay opens" in await_page(f"http://127.0.0.1:{port}/en/")
        except AssertionError as error:
            error.add_note((door.root / "server.log").read_text("utf-8"))
            raise


COMMANDS = {
    "build": ["CONTENT", "--settings", "--output", "--url", "--wire"],
    "check": ["OUTPUT"],
    "convert": ["WIRE", "CONTENT", "--cache", "--strict"],
    "explain": ["PAGE", "--settings", "--output"],
    "headers": ["--settings", "--url"],
    "plan": ["--settings", "--url", "--remote", "--report", "--survey"],
    "publish": ["--settings", "--url", "--remote", "--wire", "--dry-run"],
    "read": ["FILE"],
    "rollback": ["--settings", "--remote"],
    "search": ["--settings", "--output", "--wire"],
    "tell": ["--settings", "--remote"],
}


def show_help(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as caught:
        cli.main([*arguments, "--help"])
    assert caught.value.code == 0
    return capsys.readouterr().out


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert sorted(re.findall(r"^    (\w+)  +\w", show_help([], capsys), re.M)) == sorted(COMMANDS)


@pytest.mark.parametrize(("command", "words"), COMMANDS.items(), ids=list(COMMANDS))
def test_every_command_has_help(command: str, words: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Its help names each argument."""
    shown = show_help([command], capsys)
    assert shown.startswith(f"usage: kawat {command} ")
    assert [word for word in words if not re.search(rf"^ +(-\w( \w+)?, )?{word}\b", shown, re.M)] == []


def test_exit_statuses(door: Door, capsys: pytest.CaptureFixture[str]) -> None:
    """0 when the site was built, bad posts or none; 1 when it was not; 2 for wrong usage."""
    door.write_raw("en/bad.md", "Nonsense: x\n\ny\n")
    assert door.run_here() == 0
    assert "content/en/bad.md:1: unknown key 'Nonsense'" in capsys.readouterr().err
    assert door.run_here("-s", "none.py") == 1
    assert "kawat: none.py: no such file; expected Pelican's settings" in capsys.readouterr().err
    assert door.run_here("--url", "news.example") == 1
    assert "kawat: SITEURL: 'news.example' is no absolute address" in capsys.readouterr().err
    assert door.run_here("nowhere") == 1
    assert "nowhere: no such folder; expected the folder of posts" in capsys.readouterr().err
    assert door.run_here("--wire", "nowhere") == 1
    assert "kawat: nowhere: no such folder; expected the folder of wire texts" in capsys.readouterr().err
    for arguments in (["--nonsense"], ["one", "two"], ["--settings"]):
        with pytest.raises(SystemExit) as caught:
            door.run_here(*arguments)
        assert caught.value.code == 2
    assert "usage: kawat build" in capsys.readouterr().err


def test_failing_pelican_has_a_status(door: Door) -> None:
    """Where Pelican is needed, its failure is the command's."""
    door.write_settings('PLUGINS = ["kawat", "nonsense"]\n')
    done = door.run("-m", "kawat", "build")
    assert done.returncode == 1, done.stdout
    assert "Cannot load plugin `nonsense`" in done.stdout


def test_publication_settings_take_the_address_from_the_environment(door: Door) -> None:
    """``make publish``: settings that import others, and canonical links with the address."""
    (door.root / "publishconf.py").write_text((ROOT / "publishconf.py").read_text("utf-8"), "utf-8")
    door.run_kawat("-s", "publishconf.py", SITEURL="https://news.test/digest")
    page = door.read(article("00000001"))
    assert (
        f'<link rel="canonical" href="https://news.test/digest/{article("00000001").removesuffix("index.html")}"'
        in page
    )
    assert "localhost" not in page
    door.run_kawat("-s", "publishconf.py", "--url", "https://news.example")
    assert "news.test" not in door.read(article("00000001"))


def test_address_and_folders_can_be_given(door: Door) -> None:
    """From another folder too: the arguments' paths are relative to where one stands, the settings' to their file."""
    conf = door.write("conf/pelicanconf.py", (door.root / "pelicanconf.py").read_text("utf-8"))
    door.write_raw("pages/imprint.md", "Title: Imprint\n\nWe.\n")
    door.run_kawat("content", "-s", str(conf.relative_to(door.root)), "-o", "site", "--url", "https://news.test")
    site = read_tree(door.root / "site")
    assert b"https://news.test/" in site[article("00000001")]
    assert b"We." in site["pages/imprint.html"]
    assert not (door.root / "conf" / "content").exists()


# Pages and static files


def write_extras(door: Door) -> None:
    door.write_raw("pages/imprint.md", "Title: Imprint <b>\nLang: de\n\nWir. <script>alert(1)</script>\n")
    door.write_raw("pages/about.rst", "About\n#####\n\n:lang: en\n\nWe *are*.\n")
    door.write_raw("images/a.png", b"\x89PNG")
    door.write_raw("images/deep/b.svg", "<svg/>")


def list_modules(door: Door) -> set[str]:
    """Build in a process of its own; the packages that it has loaded."""
    code = "import sys; from kawat.cli import main; assert main(['build']) == 0; print(*sys.modules)"
    done = door.run("-c", code)
    assert done.returncode == 0, done.stdout
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


def test_both_commands_make_the_same_tree(door: Door) -> None:
    """Pages and static files included, and from the same store without a change."""
    write_extras(door)
    assert "(0 in conflict)" not in door.run_kawat()
    ours = door.tree()
    assert ours["images/a.png"] == b"\x89PNG"
    assert b"<svg/>" in ours["images/deep/b.svg"]
    assert b"Imprint &lt;b&gt;" in next(data for path, data in ours.items() if path.startswith("pages/imprint"))
    assert b"<em>are</em>" in ours["pages/about.html"]
    assert not any(b"<script" in data.replace(JSON_LD, b"") for data in ours.values())
    door.run_pelican("-o", "theirs")
    assert read_tree(door.root / "theirs") == ours
    assert "pages: 0 added, 0 changed, 0 removed" in door.run_pelican()
    assert "pages: 0 added, 0 changed, 0 removed" in door.run_kawat()
    assert door.tree() == ours


@pytest.mark.parametrize(
    "text",
    [
        "",
        'MARKDOWN = {"extensions": ["markdown.extensions.smarty"]}',
        'JINJA_FILTERS = {"shout": lambda text: text.upper()}',
        'DEFAULT_LANG = "zh-Hans"',
    ],
    ids=["plain", "markdown", "filters", "language"],
)
def test_both_commands_share_their_memory(door: Door, text: str) -> None:
    """One after the other, neither finds posts to read or pages to make, whatever the settings."""
    write_post(door, "en", "The harbour opens", "00000001", 'Contact: The "harbour master"\n\nThe second.\n')
    door.write_settings(text)
    assert door.run_here() == 0
    ours, memory = door.tree(), door.recall()
    assert "0 added, 0 changed, 0 removed" in door.run_pelican()
    assert door.tree() == ours
    assert door.recall() == memory


def test_page_that_cannot_be_read_fails_the_build(door: Door) -> None:
    """By both commands: it is named with the reason, and the page of the last good build stays."""
    door.write_raw("pages/about.rst", "About\n#####\n\nWe.\n")
    door.run_kawat()
    before = door.tree()
    door.write_raw("pages/about.rst", "About\n#####\n\n.. nonsense::\n")
    for command in (["kawat", "build"], ["pelican", "content", "--fatal", "errors"], ["kawat", "build"]):
        done = door.run("-m", *command)
        assert done.returncode == 1, done.stdout
        assert "pages/about.rst" in done.stdout
        assert 'Unknown directive type "nonsense"' in re.sub(r"\s+", " ", done.stdout)
        assert door.tree() == before


def test_pelican_is_loaded_for_pages_and_files_only_when_they_change(door: Door) -> None:
    """An unchanged second build, and a new post, load none of it; a changed, new or removed page does."""
    assert "pelican" not in list_modules(door)
    write_extras(door)
    assert "pelican" in list_modules(door)
    assert {"pelican", "jinja2", "markdown"} & list_modules(door) == set()
    write_post(door, "en", "The second quay opens", "00000003", story="y")
    assert "pelican" not in list_modules(door)
    assert "The second quay opens" in door.read("en/index.html")
    door.write_raw("pages/about.rst", "About\n#####\n\nWe *were*.\n")
    assert "pelican" in list_modules(door)
    assert "<em>were</em>" in door.read("pages/about.html")
    for path in ("pages/about.rst", "images/a.png"):
        (door.content / path).unlink()
    door.run_kawat()
    assert not (door.output / "pages" / "about.html").exists()
    assert not (door.output / "images" / "a.png").exists()
    assert "pelican" not in list_modules(door)


def test_meddled_page_or_file_is_mended(door: Door) -> None:
    """What somebody did to an editor's page or file in the output is undone."""
    write_extras(door)
    door.run_kawat()
    tree = door.tree()
    (door.output / "images" / "a.png").write_bytes(b"GIF")
    (door.output / "images" / "deep" / "b.svg").unlink()
    (door.output / "pages" / "about.html").write_text("Owned", "utf-8")
    door.run_kawat()
    assert door.tree() == tree


def test_last_page_can_go(door: Door) -> None:
    """With no page and no file left, all of theirs go from the output."""
    before_any = door.run_here(), door.tree()
    door.write_raw("pages/imprint.md", "Title: Imprint\n\nWe.\n")
    door.run_kawat()
    assert "pages/imprint.html" in door.tree()
    (door.content / "pages" / "imprint.md").unlink()
    assert (door.run_here(), door.tree()) == before_any


def test_file_that_a_page_links_to_is_watched(door: Door) -> None:
    """Pelican publishes what a page links to with ``{static}`` wherever it lies; a change there counts too."""
    door.write_raw("pages/imprint.md", "Title: Imprint\n\n[Terms]({static}/papers/terms.txt)\n")
    door.write_raw("papers/terms.txt", "First terms")
    door.run_kawat()
    assert door.read("papers/terms.txt") == "First terms"
    door.write_raw("papers/terms.txt", "Second and longer terms")
    door.run_kawat()
    assert door.read("papers/terms.txt") == "Second and longer terms"


def test_pages_may_lie_beside_the_posts(door: Door) -> None:
    """A folder of pages below a language's is no folder of posts."""
    door.write_settings('PAGE_PATHS = ["en/pages"]\nSTATIC_PATHS = ["en/images"]\n')
    door.write_raw("en/pages/imprint.md", "Title: Imprint\nDate: 2026-11-04\n\nWe.\n")
    door.write_raw("en/images/chart.html", "<p>A chart</p>")
    said = door.run_kawat()
    assert "2 posts, 0 drafts, 0 set aside" in said
    assert door.read("en/images/chart.html") == "<p>A chart</p>"
    assert [path for path in door.tree() if "imprint" in path] == ["pages/imprint.html"]


# Markdown

SMARTY = 'MARKDOWN = {"extensions": ["markdown.extensions.smarty"]}\n'
FOOTNOTES = (
    'MARKDOWN = {"extension_configs": {"footnotes": {"BACKLINK_TEXT": "zurück"}, "markdown.extensions.toc": {}}}\n'
)


def test_markdown_extensions_reach_the_posts(door: Door, capsys: pytest.CaptureFixture[str]) -> None:
    """Another extension makes other HTML, still cleaned; posts are read anew when the setting changes."""
    body = 'It is "open" -- now.[^1]\n\n[^1]: The note. <script>alert(1)</script>\n\n<p onclick="x()">y</p>\n'
    write_post(door, "en", "The harbour opens", "00000001", body)
    assert door.run_here() == 0
    plain = door.tree()
    assert "“open”" not in door.read(article("00000001"))
    door.write_settings(SMARTY)
    assert door.run_here() == 0
    assert "It is “open” – now." in door.read(article("00000001"))
    door.write_settings(FOOTNOTES)
    assert door.run_here() == 0
    page = door.read(article("00000001"))
    assert "“open”" not in page
    assert ">zurück</a>" in page
    assert "<script" not in page.replace(JSON_LD.decode(), "")
    assert "onclick" not in page
    capsys.readouterr()
    assert door.run_here() == 0
    assert "0 added, 0 changed, 0 removed" in capsys.readouterr().err
    door.write_settings()
    assert door.run_here() == 0
    assert door.tree() == plain


def test_markdown_extensions_take_nothing_from_the_posts(door: Door) -> None:
    """Pelican's own extensions read headers in the body; a post's first paragraph is no header, whatever it says."""
    body = "Contact: The harbour master\nPhone: 12345\n\nThe second paragraph.\n"
    write_post(door, "en", "The harbour opens", "00000001", body)
    door.write_settings(
        """
        MARKDOWN = {
            "extension_configs": {
                "markdown.extensions.codehilite": {"css_class": "highlight"},
                "markdown.extensions.extra": {},
                "markdown.extensions.meta": {},
                "markdown.extensions.smarty": {},
            },
            "output_format": "html5",
        }
        """
    )
    assert door.run_here() == 0
    page = door.read(article("00000001"))
    assert "Contact: The harbour master" in page
    assert "Phone: 12345" in page


def test_unknown_markdown_extension_is_named(door: Door, capsys: pytest.CaptureFixture[str]) -> None:
    """The setting at fault is named, the old site stays, and the next good setting builds."""
    assert door.run_here() == 0
    before = door.tree()
    for bad in ('["nonsense"]', '["kawat.errors"]'):
        door.write_settings(f'MARKDOWN = {{"extensions": {bad}}}\n')
        assert door.run_here() == 1
        assert re.search(r"^kawat: MARKDOWN: .*expected extensions of Python-Markdown", capsys.readouterr().err, re.M)
        assert door.tree() == before
    door.write_settings('MARKDOWN = {"extension_configs": {"toc": {"nonsense": 1}}}\n')
    assert door.run_here() == 1
    assert "kawat: MARKDOWN: " in capsys.readouterr().err
    door.write_settings(SMARTY)
    assert door.run_here() == 0


# Themes and filters


def write_override(door: Door, text: str) -> None:
    """A template of one's own that comes before the theme's; ``shout`` is a filter of the settings."""
    template = (ROOT / "theme" / "templates" / "article.html").read_text("utf-8")
    assert "{{ page.title }}" in template
    door.write("own/article.html", "").write_text(template.replace("{{ page.title }}", text), "utf-8")


FILTERS = """
def shout(text):
    return text.upper() + "{mark}"

THEME_TEMPLATES_OVERRIDES = ["own"]
JINJA_FILTERS = {{"shout": shout}}
"""


@pytest.mark.parametrize("shown", ["{{ page.title | shout }}", "{{ page.title }}: {{ 'new' | shout }}"])
def test_filters_of_the_settings_reach_the_templates(door: Door, shown: str) -> None:
    """In overrides of templates; the pages are made anew when the filter's code changes, and escaped as ever."""
    write_override(door, shown)
    for mark in ("!", "?", "<b>"):
        door.write_settings(FILTERS.format(mark=mark))
        assert door.run_here() == 0
        heading = re.search(r"<h1[^>]*><bdi>(.*)</bdi>", door.read(article("00000001")))
        assert heading is not None
        assert heading[1].endswith(mark.replace("<b>", "&lt;b&gt;"))
        assert "NEW" in heading[1] or "THE HARBOUR" in heading[1]


def test_missing_filter_is_an_error_that_names_it(door: Door, capsys: pytest.CaptureFixture[str]) -> None:
    write_override(door, "{{ page.title | shout }}")
    door.write_settings('THEME_TEMPLATES_OVERRIDES = ["own"]\n')
    assert door.run_here() == 1
    said = capsys.readouterr().err
    assert "kawat: " in said
    assert "shout" in said


def test_another_theme(door: Door) -> None:
    """THEME: a copy with another template and another style, with a filter; then back."""
    assert door.run_here() == 0
    before = door.tree()
    for path, data in read_tree(ROOT / "theme").items():
        door.write(f"mine/{path}", "").write_bytes(data)
    template, style = door.root / "mine/templates/front.html", door.root / "mine/static/css/components/lists.css"
    block = "{% block content %}"
    template.write_text(template.read_text("utf-8").replace(block, f"{block}<p>{{{{ 'mine' | shout }}}}</p>"), "utf-8")
    style.write_text(style.read_text("utf-8") + "\n.mine { color: teal; }\n", "utf-8")
    door.write_settings('THEME = "mine"\nJINJA_FILTERS = {"shout": str.upper}\n')
    assert door.run_here() == 0
    assert "<p>MINE</p>" in door.read("en/index.html")
    (sheet,) = re.findall(r'<link rel="stylesheet" href="/([^"]+)"', door.read("en/index.html"))
    assert re.search(r"\.mine\s*\{\s*color:\s*teal", door.read(sheet))
    assert sheet not in before
    door.write_settings()
    assert door.run_here() == 0
    assert door.tree() == before


# Other formats

RST = """
Der Hafen **ist** <offen>
#########################

:date: 2026-11-04 09:30
:lang: de
:story: quay
:sectors: energy, transport
:slug: der-hafen-ist-offen
:summary: Ein *kurzer* Satz
:tags: nothing, to, us

Ein Absatz mit *Betonung*.

.. image:: /images/a.png
   :alt: Ein Bild

`Ein Verweis <https://elsewhere.example/>`_
"""
HTML = """
<html>
<head>
<title>A harbour &amp; a quay</title>
<meta name="date" content="2026-11-04 09:30" />
<meta name="lang" content="en" />
<meta name="story" content="quay" />
<meta name="sectors" content="energy, transport" />
<meta name="slug" content="a-harbour-and-a-quay" />
</head>
<body>
<p onclick="alert(1)">A paragraph with <em>stress</em>.</p>
<script>alert(1)</script><iframe src="https://evil.example/"></iframe>
<a href="javascript:alert(1)">x</a>
</body>
</html>
"""


def test_posts_in_other_formats_are_published(door: Door) -> None:
    """reStructuredText and HTML: language, story, sectors and time count as in Markdown; both commands agree."""
    door.write("content/de/hafen.rst", RST)
    door.write("content/harbour.html", HTML)
    assert "4 posts, 0 drafts, 0 set aside" in door.run_kawat()
    tree = door.tree()
    german, english = "de/2026/11/der-hafen-ist-offen/", "en/2026/11/a-harbour-and-a-quay/"
    page = door.read(f"{german}index.html")
    assert '<h1 class="article__title"><bdi>Der Hafen ist &lt;offen&gt;</bdi></h1>' in page
    assert "<em>Betonung</em>" in page
    assert "Ein kurzer Satz" in page
    assert '<html lang="de"' in page
    assert 'datetime="2026-11-04T09:30:00+00:00"' in page
    assert f'href="/{english}"' in page
    assert f'href="/{german}"' in door.read("de/sector/transport/index.html")
    assert f'href="/{english}"' in door.read("en/sector/transport/index.html")
    page = door.read(f"{english}index.html")
    assert "A harbour &amp; a quay" in page
    assert "<p>A paragraph with <em>stress</em>.</p>" in page
    assert f'href="/{german}"' in page
    assert "alert" not in page
    assert "evil.example" not in page
    assert "4 posts, 0 drafts, 0 set aside" in door.run_pelican("-o", "theirs")
    assert read_tree(door.root / "theirs") == tree
    assert "pelican" not in list_modules(door)


SECRET = "What only the editor may read"
HOSTILE = {
    "include": ".. include:: ../../secret.txt",
    "literal": ".. literalinclude:: ../../secret.txt",
    "code": ".. include:: ../../secret.txt\n   :code: python",
    "csv": ".. csv-table::\n   :file: ../../secret.txt",
    "raw": ".. raw:: html\n\n   <script>alert(1)</script>",
    "raw-file": ".. raw:: html\n   :file: ../../secret.txt",
    "role": ".. role:: raw-html(raw)\n   :format: html\n\n:raw-html:`<script>alert(1)</script>`",
    "date": ".. |today| date:: %Y\n\nToday it is |today|.",
}


def test_rst_reads_and_passes_nothing_on(door: Door) -> None:
    """What would read another file, hand HTML on, or tell the time sets the post aside; the rest is published."""
    door.write("secret.txt", SECRET)
    for name, directive in HOSTILE.items():
        header = f"Title {name}\n##############\n\n:date: 2026-11-04\n:slug: post-{name}"
        door.write_raw(f"en/{name}.rst", f"{header}\n\nA paragraph.\n\n{directive}\n")
    said = door.run_kawat()
    assert f"2 posts, 0 drafts, {len(HOSTILE)} set aside" in said
    for name in HOSTILE:
        assert f"content/en/{name}.rst:" in said
    assert str(door.root) not in (door.cache / "quarantine.json").read_text("utf-8")
    assert not any(SECRET.encode() in data or b"alert(1)" in data for data in door.tree().values())


def test_html_post_links_nowhere_dangerous_and_takes_no_field_of_ours(door: Door) -> None:
    """A header's unknown names mean nothing; ``save_as`` and ``url`` move no page."""
    text = HTML.replace("<title>", '<meta name="save_as" content="../x.html" /><meta name="url" content="/x" /><title>')
    door.write("content/harbour.html", text.replace('content="a-harbour', 'content="../a-harbour'))
    door.write("content/quay.html", text)
    said = door.run_kawat()
    assert "3 posts, 0 drafts, 1 set aside" in said
    assert "content/harbour.html:" in said
    assert "en/2026/11/a-harbour-and-a-quay/index.html" in door.tree()
    assert not (door.root / "x.html").exists()


def test_times_with_a_zone_are_the_sites(door: Door) -> None:
    """A header's time may name its zone; the site shows that moment."""
    door.write("content/harbour.html", HTML.replace("2026-11-04 09:30", "2026-11-04T09:30:00+07:00"))
    door.run_kawat()
    page = door.read("en/2026/11/a-harbour-and-a-quay/index.html")
    assert re.search(r'datetime="2026-11-04T(02:30:00\+00:00|09:30:00\+07:00)"', page)


def test_post_in_unknown_format_is_set_aside(door: Door) -> None:
    """It is named with what was expected; a format without any meaning here is nobody's affair."""
    door.write_raw("en/post.adoc", "= A title\n\nText\n")
    door.write_raw("en/notes.txt", "Notes\n")
    said = door.run_kawat()
    assert "content/en/post.adoc:1: not a Markdown post; write posts as .md files" in said
    assert "2 posts, 0 drafts, 1 set aside" in said
    assert "en/post.adoc" in (door.cache / "quarantine.json").read_text("utf-8")


# Other plugins

PLUGIN = """
from pelican import signals
from pelican.readers import BaseReader


class TextReader(BaseReader):
    enabled = True
    file_extensions = ["txtpost"]

    def read(self, source_path):
        with open(source_path, encoding="utf-8") as file:
            title, _, text = file.read().partition("\\n")
        metadata = {"title": title, "date": self.process_metadata("date", "2026-11-04"), "slug": "a-text-post"}
        return f"<p>{text.strip()}</p><script>alert(1)</script>", metadata


def add_reader(readers):
    readers.reader_classes["txtpost"] = TextReader


def register():
    signals.readers_init.connect(add_reader)
"""


def test_plugin_of_another_author(door: Door) -> None:
    """A reader that another plugin registers publishes its posts, by both commands; Pelican then runs the build."""
    door.write("others/textposts.py", PLUGIN)
    door.write_settings(f'PLUGINS = ["kawat", "textposts"]\nPLUGIN_PATHS = [{str(ROOT / "plugins")!r}, "others"]\n')
    door.write_raw("en/post.txtpost", "A text post\nIts <em>text</em>.\n")
    said = door.run_kawat()
    assert "3 posts, 0 drafts, 0 set aside" in said
    assert "Done: Processed 3 articles" in said
    page = door.read("en/2026/11/a-text-post/index.html")
    assert "<p>Its <em>text</em>.</p>" in page
    assert "alert" not in page
    assert "0 added, 0 changed, 0 removed" in door.run_pelican()
    door.write_settings()
    assert "2 posts" in door.run_kawat()
    assert "en/2026/11/a-text-post/index.html" not in door.tree()
