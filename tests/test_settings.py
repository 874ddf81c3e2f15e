"""Pelican's settings without Pelican: the same values, and fingerprints that change when they should."""

from __future__ import annotations

import locale
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pelican.settings import DEFAULT_CONFIG, read_settings

from conftest import ROOT
from kawat.errors import PressError, SettingsError
from kawat.settings import DEFAULTS, MARKDOWN, describe, is_ours_alone, load_settings, make_site, mark_extras

GIVEN = ("THEME", "TIMEZONE")
"""Settings that Pelican has no value of its own for, or one that is no theme for Kawat."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with what the settings name, so that Pelican takes them."""
    for name in ("content", "theme/templates", "elsewhere"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


@pytest.fixture(autouse=True)
def keep_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pelican's reader sets the locale, and leaves the settings in ``sys.modules`` and their code in a cache."""
    before = locale.setlocale(locale.LC_ALL)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    for name in ("pelicanconf", "conf"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    yield
    sys.modules.pop("conf", None)
    locale.setlocale(locale.LC_ALL, before)


def write_settings(folder: Path, text: str) -> Path:
    """A file of settings with a place for everything, and what a test adds."""
    base = """
        PATH = "content"
        OUTPUT_PATH = "output"
        CACHE_PATH = ".cache"
        THEME = "theme"
        SITEURL = "https://news.example"
        TIMEZONE = "UTC"
        PLUGINS = ["kawat"]
    """
    path = folder / "conf.py"
    path.write_text(textwrap.dedent(base) + textwrap.dedent(text), "utf-8")
    return path


def choose(settings: dict[str, object]) -> dict[str, object]:
    return {name: settings[name] for name in [*DEFAULTS, "MARKDOWN"]}


def test_defaults_are_pelicans_own() -> None:
    """What a file of settings leaves out means the same to both commands."""
    assert {name: value for name, value in DEFAULTS.items() if name not in GIVEN} == {
        name: DEFAULT_CONFIG[name] for name in DEFAULTS if name not in GIVEN
    }
    assert DEFAULT_CONFIG["MARKDOWN"] == MARKDOWN


def test_the_projects_settings_are_read_as_pelican_reads_them() -> None:
    ours, theirs = load_settings(ROOT / "pelicanconf.py", {}), read_settings(str(ROOT / "pelicanconf.py"))
    assert choose(ours) == choose(theirs)
    assert ours["PATH"] == str(ROOT / "content")


@pytest.mark.parametrize(
    "text",
    [
        "",
        'PATH = "../{name}/content"',
        'OUTPUT_PATH = "/srv/site"',
        'MARKDOWN = {{"extension_configs": {{"markdown.extensions.toc": {{"title": "Inhalt"}}}}}}',
        'STATIC_PATHS = ["images", "extra/robots.txt"]\nPAGE_PATHS = []',
        'OUTPUT_RETENTION = [".git"]\nTHEME_TEMPLATES_OVERRIDES = ["own"]\nJINJA_FILTERS = {{"up": str.upper}}',
        'DEFAULT_LANG = "zh-Hans"',
        'STATIC_PATHS = "images"',
        'PAGE_PATHS = "imprint"',
        'THEME_TEMPLATES_OVERRIDES = "own"',
        'PLUGINS = "kawat"',
        "lower = 1\n_PATH = 2\nPath = 3",
    ],
)
def test_settings_are_read_as_pelican_reads_them(folder: Path, text: str) -> None:
    """Paths are relative to the file, slips are forgiven, and small names are nobody's affair."""
    path = write_settings(folder, text.format(name=folder.name))
    assert choose(load_settings(path, {})) == choose(read_settings(str(path)))


def test_changes_win_over_the_file(folder: Path) -> None:
    """What the command line says comes last; its paths are absolute."""
    path = write_settings(folder, "")
    changes = {
        "PATH": str(folder / "elsewhere"),
        "OUTPUT_PATH": str(folder / "site"),
        "SITEURL": "https://elsewhere.example",
    }
    ours = load_settings(path, changes)
    assert {name: ours[name] for name in changes} == changes
    assert choose(ours) == choose(read_settings(str(path), override=dict(changes)))


def test_missing_settings_are_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.py: no such file; expected Pelican's settings"):
        load_settings(tmp_path / "none.py", {})
    with pytest.raises(SettingsError, match="no such file"):
        load_settings(tmp_path, {})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SITEURL = (", "SyntaxError"),
        ("SITEURL = nonsense", "NameError: name 'nonsense' is not defined"),
        ("import kawat_nonsense", "ModuleNotFoundError: No module named 'kawat_nonsense'"),
        ("import os\nSITEURL = os.environ['KAWAT_NONSENSE']", "KeyError: 'KAWAT_NONSENSE'"),
        ("SITEURL = open('/nonsense').read()", "FileNotFoundError"),
        ("SITEURL = int('x')", "ValueError"),
        ("SITEURL = 1 / 0", "ZeroDivisionError"),
        ("assert False, 'no address'", "AssertionError: no address"),
        ("raise RuntimeError('no address')", "RuntimeError: no address"),
    ],
)
def test_broken_settings_are_named_with_the_reason(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "conf.py"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=rf"conf\.py: {re.escape(reason)}.*; mend the settings"):
        load_settings(path, {})


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"SITEURL": ""}, "SITEURL: '' is no absolute address"),
        ({"SITEURL": "news.example"}, "SITEURL: 'news.example' is no absolute address"),
        ({"TIMEZONE": "Mars/Olympus"}, "TIMEZONE: 'Mars/Olympus' is no time zone"),
        ({"TIMEZONE": "../etc"}, "TIMEZONE: '../etc' is no time zone"),
    ],
)
def test_bad_value_is_named_by_its_setting(folder: Path, changes: dict[str, str], wrong: str) -> None:
    settings = load_settings(write_settings(folder, ""), changes)
    with pytest.raises(PressError, match=re.escape(wrong)):
        make_site(settings)


def test_site_takes_what_the_settings_say(folder: Path) -> None:
    text = """
        DEFAULT_LANG = "de"
        SITEURL = "https://news.example/digest/"
        OUTPUT_RETENTION = [".git"]
        THEME_TEMPLATES_OVERRIDES = ["own"]
        MARKDOWN = {"extensions": ["footnotes"], "extension_configs": {"toc": {"title": "Inhalt"}}}
    """
    site = make_site(load_settings(write_settings(folder, text), {}))
    assert (site.content, site.theme) == (folder / "content", folder / "theme")
    assert (site.url, site.base, site.preferred) == ("https://news.example/digest", "/digest", "de")
    assert (site.retention, site.overrides) == ((".git",), (Path("own"),))
    assert site.markdown == {"footnotes": {}, "toc": {"title": "Inhalt"}}
    assert make_site(load_settings(write_settings(folder, ""), {})).markdown == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ('PLUGINS = ["kawat", "another"]', False),
        ('PLUGINS = ["another"]', False),
        ("PLUGINS = []", False),
        ("PLUGINS = None", False),
        ("import kawat\nPLUGINS = [kawat]", False),
        ('THEME = "simple"', False),
        ('THEME = "/nonsense"', False),
    ],
)
def test_ours_alone_only_where_no_one_else_has_a_say(folder: Path, text: str, expected: bool) -> None:
    """Another plugin, or a theme that Pelican would have to find, is Pelican's affair."""
    assert is_ours_alone(load_settings(write_settings(folder, text), {})) is expected


@pytest.fixture
def settings(folder: Path) -> dict[str, object]:
    return load_settings(write_settings(folder, 'STATIC_PATHS = ["images", "extra/robots.txt"]'), {})


@pytest.fixture
def marked(folder: Path, settings: dict[str, object]) -> str:
    """The mark with a page, a static file in a folder, and one of its own."""
    assert mark_extras(settings) == ""
    for name in ("pages/imprint.md", "images/a.png", "extra/robots.txt"):
        (folder / "content" / name).parent.mkdir(parents=True)
        (folder / "content" / name).write_text("x", "utf-8")
    return mark_extras(settings)


def test_mark_stays_while_pages_and_files_do(folder: Path, settings: dict[str, object], marked: str) -> None:
    """Posts, and what lies beside the folders, do not count."""
    assert marked
    assert mark_extras(settings) == marked
    for name in ("en/post.md", "extra/notes.txt", "images/.hidden"):
        (folder / "content" / name).parent.mkdir(exist_ok=True)
        (folder / "content" / name).write_text("x", "utf-8")
    assert mark_extras(settings) == marked


@pytest.mark.parametrize("name", ["pages/imprint.md", "images/a.png", "extra/robots.txt"])
def test_mark_changes_with_a_file(folder: Path, settings: dict[str, object], marked: str, name: str) -> None:
    """Longer, touched, gone: each gives another mark."""
    path = folder / "content" / name
    marks = {marked}
    path.write_text("longer", "utf-8")
    marks.add(mark_extras(settings))
    os.utime(path, ns=(0, 1_700_000_000_000_000_000))
    marks.add(mark_extras(settings))
    path.unlink()
    marks.add(mark_extras(settings))
    assert len(marks) == 4


def test_mark_changes_with_a_new_file_and_with_a_setting(
    folder: Path, settings: dict[str, object], marked: str
) -> None:
    assert mark_extras(settings | {"PAGE_SAVE_AS": "{slug}/index.html"}) != marked
    (folder / "content" / "pages" / "deep").mkdir()
    assert mark_extras(settings) == marked
    (folder / "content" / "pages" / "deep" / "more.rst").write_text("x", "utf-8")
    assert mark_extras(settings) != marked


# What two lines of settings say, which are not the same.
PAIRS = [
    ("1", "2"),
    ("1", "'1'"),
    ("[1, 2]", "[2, 1]"),
    ("{'a': 1}", "{'a': 2}"),
    ("{'a': {'b': 1}}", "{'a': {'b': 2}}"),
    ("{'a': 1}", "{'b': 1}"),
    ("{1, 2}", "{1, 3}"),
    ("None", "''"),
    ("str.upper", "str.lower"),
    ("lambda text: text + '!'", "lambda text: text + '?'"),
    ("lambda text: text.upper()", "lambda text: text.lower()"),
    ("lambda text: text[1:]", "lambda text: text[:1]"),
    ("lambda text: text in {'a', 'b'}", "lambda text: text in {'a', 'c'}"),
    ("lambda text: [part * 2 for part in text]", "lambda text: [part * 3 for part in text]"),
    ("lambda text: (lambda: text.upper())()", "lambda text: (lambda: text.lower())()"),
    ("lambda text, size=1: text[:size]", "lambda text, size=2: text[:size]"),
    ("lambda text, *, size=1: text[:size]", "lambda text, *, size=2: text[:size]"),
    ("partial(int, base=2)", "partial(int, base=8)"),
    ("(lambda size: lambda text: text[:size])(1)", "(lambda size: lambda text: text[:size])(2)"),
    (
        "(HELP := lambda text: text + '!') and (lambda t: HELP(t))",
        "(HELP := lambda text: text + '?') and (lambda t: HELP(t))",
    ),
    ("(HELP := '!') and (lambda text: text + HELP)", "(HELP := '?') and (lambda text: text + HELP)"),
]


def evaluate(text: str) -> object:
    return eval(text, {"partial": partial, "__name__": "conf"})


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_another_value_is_described_otherwise(one: str, other: str) -> None:
    assert describe(evaluate(one)) != describe(evaluate(other))
    assert describe({"x": [evaluate(one)]}) != describe({"x": [evaluate(other)]})


@pytest.mark.parametrize("text", [text for pair in PAIRS for text in pair])
def test_same_value_is_described_the_same(text: str) -> None:
    """Even when it is made twice, on another line; nothing tells where an object lies in memory."""
    found = describe(evaluate(text))
    assert found == describe(evaluate(f"(\n\n{text})"))
    assert " at 0x" not in found


def test_descriptions_are_the_same_in_another_process() -> None:
    """Whatever the hash seed, sets and functions are described alike."""
    code = textwrap.dedent(
        """
        import sys
        from functools import partial
        from kawat.settings import describe
        for text in sys.stdin.read().splitlines():
            print(describe(eval(text, {"partial": partial, "__name__": "conf"})))
        """
    )
    words = " ".join(f"word{number}" for number in range(20))
    texts = [text for pair in PAIRS for text in pair]
    texts += [f"set({words!r}.split())", f"lambda text: text in {{{', '.join(map(repr, words.split()))}}}"]
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "plugins")},
            input="\n".join(texts),
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout.splitlines()
        for seed in ("1", "2")
    ]
    assert len(runs[0]) == len(texts)
    assert runs[0] == runs[1]


def test_filter_is_described_alike_whoever_reads_the_settings(folder: Path) -> None:
    """Pelican and Kawat share a store: a filter must not look changed when the other command comes next."""
    path = write_settings(folder, 'def shout(text):\n    return text + "!"\n\nJINJA_FILTERS = {"shout": shout}\n')
    ours, theirs = load_settings(path, {}), read_settings(str(path))
    assert describe(ours["JINJA_FILTERS"]) == describe(theirs["JINJA_FILTERS"])
    assert make_site(ours).fingerprint == make_site(theirs).fingerprint


@pytest.mark.parametrize(("line", "has_ninjs"), [("", True), ("KAWAT_NINJS = False", False), ("KAWAT_NINJS = 1", True)])
def test_items_are_made_unless_they_are_switched_off(folder: Path, line: str, has_ninjs: bool) -> None:
    assert make_site(load_settings(write_settings(folder, line), {})).has_ninjs is has_ninjs
