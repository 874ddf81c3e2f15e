"""The search: what readers type finds what they mean, in every language; and nothing of it harms anybody."""

from __future__ import annotations

import gzip
import random
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bench.texts import invent_sentences, read_vocabulary
from browsing import open_browser, serve
from conftest import ROOT, TAGS, Project
from kawat.affixes import read_affixes
from kawat.catalogues import load_words
from kawat.checks import check_site
from kawat.cli import main
from kawat.errors import LanguageError, PressError
from kawat.languages import load_languages
from kawat.press.indexing import VARIABLE, find_pagefind, make_index
from kawat.press.policies import SEARCH_POLICY, list_policies
from kawat.press.searchfiles import ENTRY, FOLDER, MARK, find_index
from kawat.press.searchkind import SAMPLES, find_forms
from kawat.wire.posts import Moment

QUERIES = tomllib.loads((ROOT / "tests" / "queries.toml").read_text("utf-8"))
SHOWN = ("id", "ar", "ja", "th")
LEAST_RECALL = 0.95
FIRST_SEARCH = 110_000
"""Bytes, compressed, of everything that a first search brings."""
NUMBERS = [*range(30), 100, 101, 1234, 1_000_000]
HOSTILE = "<img src=x onerror=alert(1)> zugspitze </bdi><script>alert(2)</script> <mark>zugspitze</mark>"


@dataclass(frozen=True)
class Library:
    """A site with an index, served."""

    project: Project
    address: str
    wanted: dict[str, list[tuple[str, tuple[str, ...]]]]
    """By language, what is typed, with the addresses of the articles that are meant."""


def write_article(project: Project, tag: str, slug: str, title: str, *paragraphs: str, **fields: object) -> str:
    """A post's file; the address of its page."""
    body, moment = "\n\n".join(paragraphs), Moment(date(2026, 11, 4))
    values = {"title": title, "body": f"{body}\n", "slug": slug, "moment": moment} | fields
    project.write_post(f"{tag}/2026/11/{slug}.md", **values)
    return f"/{load_languages()[tag].slug}/2026/11/{slug}/"


def write_queries(project: Project, tag: str) -> list[tuple[str, tuple[str, ...]]]:
    """Three articles for each query of a language, of its wire texts' words; one sentence of each has what is meant."""
    chance, table = random.Random(tag), QUERIES[tag]
    sentences = invent_sentences(read_vocabulary(ROOT / "wire", load_languages()[tag]), chance)
    wanted = []
    for number, line in enumerate(table["queries"]):
        typed, _, forms = line.partition(": ")
        addresses = []
        for turn, form in enumerate(forms.split(", ")):
            told = table["sentences"][(number + turn) % len(table["sentences"])].format(form)
            before, after = (sentences.write_paragraph(chance, 200) for _ in range(2))
            title = chance.choice(sentences.headlines)
            slug = f"q{number:02}-{turn}"
            addresses.append(write_article(project, tag, slug, title, before, f"{before} {told}", after))
        wanted.append((typed, tuple(addresses)))
    return wanted


def index(project: Project) -> Path:
    """Make an index of what was built, and build with it."""
    folder = project.root / ".search"
    assert find_pagefind(), "no Pagefind; run make .venv/search, which brings it"
    assert make_index(project.site(), folder)
    project.build(index=folder)
    return folder


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    project = Project(tmp_path_factory.mktemp("library"))
    wanted = {tag: write_queries(project, tag) for tag in TAGS}
    for tag in SHOWN:
        write_article(project, tag, "hostile", HOSTILE, "&lt;script&gt;alert(3)&lt;/script&gt;", sectors=("energy",))
        write_article(project, tag, "hidden", "Zugspitze", "A paragraph.", status="withdrawn")
    stand_in = project.root / ".search"  # an older index, as it were: the pages need not be made twice
    (stand_in / FOLDER).mkdir(parents=True)
    (stand_in / MARK).write_text("old")
    (stand_in / FOLDER / ENTRY).write_text("{}")
    project.build(index=stand_in)
    index(project)
    with serve(project.output) as address:
        yield Library(project, address, wanted)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


class Reader:
    """Somebody with a browser, whose every request and complaint is noted."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda one: self.asked.append(one.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message) or dialog.dismiss())

    def open(self, tag: str, query: str = "") -> Page:
        self.page.goto(f"/{load_languages()[tag].slug}/search/{query}")
        return self.page

    def search(self, words: str) -> None:
        self.page.locator("#search-words").fill(words)
        self.page.locator("#search-words").press("Enter")


@pytest.fixture
def reader(browser: Browser, library: Library) -> Iterator[Reader]:
    context = browser.new_context(base_url=library.address)
    yield (one := Reader(context))
    context.close()
    assert one.complaints == []
    assert [url for url in one.asked if not url.startswith(library.address)] == []


# -- the script


@dataclass(frozen=True)
class Told:
    """What a language's search page says of its own."""

    found: list[list[str]]
    """The addresses found, for each query."""
    cut: list[list[str]]
    """The words of the queries, as the script cuts them."""
    counts: list[str]


@pytest.fixture(scope="module")
def told(library: Library, browser: Browser) -> dict[str, Told]:
    """By language, from the page's own module."""
    (script,) = library.project.output.glob("assets/search.*.js")
    run = f"""async ([queries, words, numbers]) => {{
        const own = await import('/assets/{script.name}');
        const find = async (typed) => (await own.find(typed, "")).map((result) => result.data());
        const found = await Promise.all(queries.map(async (typed) => Promise.all(await find(typed))));
        return {{
            found: found.map((results) => results.map(({{ url }}) => url)),
            cut: words.map((word) => [own.cut(word, true, false), own.cut(word, true, true)]),
            counts: numbers.map(own.count),
        }};
    }}"""
    context = browser.new_context(base_url=library.address)
    answers = {}
    for tag in TAGS:
        page = Reader(context).open(tag)
        queries = [typed for typed, _ in library.wanted[tag]]
        answers[tag] = Told(**page.evaluate(run, [queries, list_words(tag), NUMBERS]))
        page.close()
    context.close()
    return answers


def list_words(tag: str) -> list[str]:
    return sorted({word for line in QUERIES[tag]["queries"] for word in re.findall(r"[^\W\d_]+", line.lower())})


@pytest.mark.parametrize("tag", TAGS)
def test_what_readers_type_finds_what_they_mean(library: Library, told: dict[str, Told], tag: str) -> None:
    """Inflected, with what is written before and after words, without marks: through the page's own script."""
    wanted, found = library.wanted[tag], told[tag].found
    assert len(wanted) >= 20
    assert sum(len(addresses) for _, addresses in wanted) >= 60
    met = [address in urls for (_, addresses), urls in zip(wanted, found, strict=True) for address in addresses]
    missed = [typed for (typed, meant), urls in zip(wanted, found, strict=True) if not set(meant) <= set(urls)]
    assert sum(met) / len(met) >= LEAST_RECALL, missed
    # Not by giving everything: on average a fifth of the articles at most.
    assert sum(map(len, found)) / len(found) <= len(met) / 5
    assert all(url.startswith(f"/{load_languages()[tag].slug}/") for urls in found for url in urls)


@pytest.mark.parametrize("tag", TAGS)
def test_script_cuts_words_as_the_index_does(told: dict[str, Told], tag: str) -> None:
    affixes = load_languages()[tag].affixes
    assert [tuple(pair) for pair in told[tag].cut] == [affixes.cut(word) for word in list_words(tag)]


@pytest.mark.parametrize("tag", TAGS)
def test_counts_are_the_catalogues(told: dict[str, Told], tag: str) -> None:
    """The script shows a number as templates do: the same form, the same marks between digits."""
    words = load_words(ROOT / "theme" / "translations", load_languages()[tag])
    rule = words.language.locale.plural_form
    assert {rule(number) for number in NUMBERS} == {rule(number) for number in SAMPLES} == find_forms(words).keys()
    shown = [str(words.ngettext("%(count)s article", "%(count)s articles", number)) for number in NUMBERS]
    assert told[tag].counts == shown


# -- the page


@pytest.mark.parametrize("tag", SHOWN)
@pytest.mark.parametrize("width", [320, 1280])
def test_a_reader_searches(library: Library, browser: Browser, tag: str, width: int) -> None:
    """From the front by the keyboard: the words, the results, an article; back to the same results."""
    context = browser.new_context(base_url=library.address, viewport={"width": width, "height": 800})
    reader = Reader(context)
    page, language = reader.page, load_languages()[tag]
    words = load_words(ROOT / "theme" / "translations", language)
    page.goto(f"/{language.slug}/")
    page.get_by_role("navigation").get_by_role("link", name=words.format("Search"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words.format("Search"))
    assert [url for url in reader.asked if f"/{FOLDER}/" in url] == []  # nothing of it before somebody searches
    typed = QUERIES[tag]["queries"][0].partition(": ")[0]
    page.get_by_label(words.format("Words to look for")).fill(typed)
    page.keyboard.press("Enter")
    results = page.locator(".search__results > li")
    expect(results.first).to_be_visible()
    count = re.sub(r"\D", "", page.get_by_role("status").inner_text())
    assert int(count or results.count()) >= results.count() > 0
    expect(page.locator(".search__results mark").first).to_be_visible()
    expect(results.first.locator("time")).to_have_text(language.format_day(date(2026, 11, 4)))
    widths = page.evaluate("[...document.querySelectorAll('main, main *')].map(e => e.getBoundingClientRect().right)")
    assert max(widths) <= width
    first = results.first.locator("a")
    title = first.inner_text()
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.go_back()
    expect(page.locator("#search-words")).to_have_value(typed)
    expect(page.locator(".search__results > li").first).to_be_visible()
    context.close()
    assert reader.complaints == []


@pytest.mark.parametrize("tag", SHOWN)
def test_hostile_titles_are_text(reader: Reader, tag: str) -> None:
    """What a title or text has of HTML is shown as it is written; what is withdrawn is not found at all."""
    page = reader.open(tag)
    reader.search("zugspitze")
    expect(page.locator(".search__results > li")).to_have_count(1)
    expect(page.locator(".search__results a")).to_have_text(HOSTILE)
    expect(page.locator(".search__results .teaser__summary")).to_have_text("<script>alert(3)</script>")
    expect(page.locator(".teaser__meta span")).to_have_text(load_languages()[tag].sectors["energy"])
    assert page.locator(".search__results :is(img, script)").count() == 0


def test_sector_narrows_and_nothing_is_said(reader: Reader) -> None:
    """A sector in the address is chosen; where nothing is found, that is said; no words, no results."""
    words = load_words(ROOT / "theme" / "translations", load_languages()["id"])
    page = reader.open("id", "?q=zugspitze&sector=energy")
    expect(page.locator(".search__results > li")).to_have_count(1)
    page.locator("#search-words").fill("pabrik")
    expect(page.get_by_role("status")).to_have_text(words.format("Nothing found. Try fewer or other words."))
    page.locator("#search-sector").select_option("")
    expect(page.locator(".search__results > li").first).to_be_visible()
    assert "sector" not in page.url
    page.locator("#search-words").fill("")
    expect(page.locator(".search__results > li")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("")


def test_more_results_take_the_focus(reader: Reader) -> None:
    """The button brings the next ones, and the keyboard is at the first of them."""
    page = reader.open("th", "?q=2026")
    expect(page.locator(".search__results > li")).to_have_count(5)
    page.get_by_role("button").last.click()
    expect(page.locator(".search__results > li")).to_have_count(10)
    expect(page.locator(".search__results > li").nth(5).locator("a")).to_be_focused()


@pytest.mark.parametrize("tag", TAGS)
def test_first_search_is_small(library: Library, reader: Reader, tag: str) -> None:
    """Everything that the first search of a language, for one word, brings, as a host compresses it."""
    reader.open(tag)
    reader.search(QUERIES[tag]["queries"][0].partition(":")[0])
    expect(reader.page.locator(".search__results > li").first).to_be_visible()
    paths = {url.removeprefix(library.address).partition("?")[0] for url in reader.asked}
    own = [path for path in paths if path.startswith(f"/{FOLDER}/") or "/search." in path]
    assert len(own) >= 6
    assert sum(len(gzip.compress((library.project.output / path[1:]).read_bytes(), 9)) for path in own) <= FIRST_SEARCH


def test_a_lost_index_is_told(library: Library, browser: Browser) -> None:
    """Where the index cannot be loaded the reader is told so, and may try again."""
    context = browser.new_context(base_url=library.address)
    page, words = context.new_page(), load_words(ROOT / "theme" / "translations", load_languages()["id"])
    page.route(f"**/{FOLDER}/**", lambda route: route.abort())
    page.goto("/id/search/?q=pabrik")
    failed = "The search could not be loaded. Check the connection and try again."
    expect(page.get_by_role("status")).to_have_text(words.format(failed))
    page.unroute(f"**/{FOLDER}/**")
    page.get_by_role("button").first.click()
    expect(page.locator(".search__results > li").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("tag", SHOWN)
def test_without_javascript(library: Library, browser: Browser, tag: str) -> None:
    """The page says that search needs it, and leads to sectors and months."""
    context = browser.new_context(base_url=library.address, java_script_enabled=False)
    page, language = context.new_page(), load_languages()[tag]
    words = load_words(ROOT / "theme" / "translations", language)
    page.goto(f"/{language.slug}/search/")
    needs = "Searching needs JavaScript. Without it you find articles by sector or by month."
    expect(page.locator(".search__without")).to_be_visible()
    expect(page.locator(".search__without")).to_have_text(words.format(needs))
    expect(page.locator("form")).to_be_hidden()
    page.locator(".tags__item", has_text=language.sectors["energy"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(language.sectors["energy"])
    context.close()


# -- the press


def test_checks_know_the_search_page(project: Project) -> None:
    """The site is sound; a script that is not the page's own, or stands on another page, is found."""
    write_article(project, "id", "satu", "Pabrik", "Kalimat.")
    project.build()
    index(project)
    assert check_site(project.output) == []
    (script,) = project.output.glob("assets/search.*.js")
    script.write_bytes(script.read_bytes() + b"//")
    page = project.output / "id" / "index.html"
    page.write_text(page.read_text("utf-8").replace("<main", f'<script src="/assets/{script.name}"></script><main'))
    found = check_site(project.output)
    assert len([one for one in found if "the integrity of" in one]) == len(TAGS)
    assert [one for one in found if one.startswith("id/index.html") and "<script> on the page" in one]
    assert list_policies(project.site()).keys() == {f"{load_languages()[tag].slug}/search/" for tag in TAGS}


def test_search_comes_and_goes(project: Project) -> None:
    """Without an index nothing speaks of search; with one every page does; both are what a clean build makes."""
    write_article(project, "id", "satu", "Pabrik", "Kalimat.", sectors=("energy",))
    project.build()
    before = project.tree()
    assert not [path for path in before if "/search/" in path or path.startswith(FOLDER)]
    assert b"/id/search/" not in before["id/index.html"]
    folder = index(project)
    tree = project.tree()
    assert all(b"/id/search/" in data for path, data in tree.items() if re.fullmatch(r"id/.*\.html", path))
    assert SEARCH_POLICY.replace("'", "&#39;").encode() in tree["id/search/index.html"]
    assert b'content="noindex"' in tree["id/search/index.html"]
    assert not [path for path, data in tree.items() if b"<script src" in data and "/search/" not in path]
    shutil.rmtree(project.output)
    project.build(index=folder)
    assert project.tree() == tree
    project.build()
    assert project.tree() == before


def test_index_follows_the_articles(project: Project) -> None:
    """A new article touches the index's files and nothing else; an untouched index is not made again."""
    write_article(project, "id", "satu", "Pabrik", "Kalimat pertama.", sectors=("energy",))
    project.build()
    folder = index(project)
    again = make_index(project.site(), folder)
    assert again is not None
    assert (again.articles, again.is_new) == (1, False)
    write_article(project, "id", "dua", "Sekolah", "Kalimat kedua.")
    added = project.build(index=folder).applied
    assert not [path for path in (*added.added, *added.changed) if path.startswith(FOLDER)]
    assert "id/search/index.html" not in added.changed
    made = make_index(project.site(), folder)
    assert made is not None
    assert (made.articles, made.is_new) == (2, True)
    done = project.build(index=folder).applied
    assert all(path.startswith(f"{FOLDER}/") for path in (*done.added, *done.changed, *done.removed))
    assert f"{FOLDER}/pagefind-entry.json" in done.changed
    write_article(project, "id", "tiga", "Sekolah", "Kalimat ketiga.", sectors=("finance",))
    assert "id/search/index.html" in project.build(index=folder).applied.changed  # a sector that is new there
    victim = project.output / FOLDER / "pagefind.js"
    victim.write_bytes(b"spoilt")
    assert list(project.build(index=folder).applied.changed) == [f"{FOLDER}/pagefind.js"]


def test_an_empty_site_has_no_index(project: Project) -> None:
    write_article(project, "id", "satu", "Pabrik", "Kalimat.")
    project.build()
    folder = index(project)
    write_article(project, "id", "satu", "Pabrik", "Kalimat.", status="withdrawn")
    project.build(index=folder)
    assert make_index(project.site(), folder)
    assert find_index(folder) is None


def test_machine_without_pagefind(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Search asks for it; a publication goes on, unless the index shows what is no longer published."""
    write_article(project, "id", "satu", "Pabrik", "Kalimat.")
    project.build()
    folder = index(project)
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PressError, match="no Pagefind on this machine; make search brings it"):
        make_index(project.site(), folder)
    assert make_index(project.site(), folder, is_needed=False) is not None
    assert make_index(project.site(), project.root / "none", is_needed=False) is None
    write_article(project, "id", "satu", "Pabrik", "Kalimat lain.")
    project.build(index=folder)
    with pytest.raises(PressError, match="the search index is of other articles"):
        make_index(project.site(), folder, is_needed=False)


@pytest.mark.parametrize(
    ("script", "message"),
    [(None, "no such program"), ("exit 3", "fails: nothing said"), ("echo no >&2; exit 1", "fails: no"), ("", "made")],
)
def test_pagefind_that_fails(
    project: Project, monkeypatch: pytest.MonkeyPatch, script: str | None, message: str
) -> None:
    """The error names the program; the index that was there stays."""
    write_article(project, "id", "satu", "Pabrik", "Kalimat.")
    project.build()
    folder = index(project)
    mark = (folder / MARK).read_text()
    program = project.root / "pagefind"
    if script is not None:
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    monkeypatch.setenv(VARIABLE, str(program))
    with pytest.raises(PressError, match=message):
        make_index(project.site(), folder)
    assert (folder / MARK).read_text() == mark
    assert find_index(folder)


def test_command(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """``kawat search`` builds, indexes and publishes the index; ``kawat build`` keeps it, until it is thrown away."""
    write_article(project, "id", "satu", "Pabrik", "Kalimat.")
    settings = project.root / "pelicanconf.py"
    settings.write_text(
        "SITEURL = 'https://news.example'\nPATH = 'content'\nOUTPUT_PATH = 'output'\nCACHE_PATH = '.cache'\n"
        f"THEME = {str(ROOT / 'theme')!r}\nPLUGIN_PATHS = [{str(ROOT / 'plugins')!r}]\nPLUGINS = ['kawat']\n"
        "KAWAT_SEARCH = '.search'\n"
    )
    assert main(["search", "-s", str(settings)]) == 0
    assert "search: 1 articles indexed anew" in capsys.readouterr().err
    entry = project.output / FOLDER / "pagefind-entry.json"
    assert entry.is_file()
    assert main(["search", "-s", str(settings)]) == 0
    assert "search: 1 articles in the index, as before" in capsys.readouterr().err
    assert main(["build", "-s", str(settings)]) == 0
    assert entry.is_file()
    shutil.rmtree(project.root / ".search")
    assert main(["build", "-s", str(settings)]) == 0
    assert not entry.parent.exists()
    settings.write_text(settings.read_text().replace("KAWAT_SEARCH", "OTHER"))
    assert main(["search", "-s", str(settings)]) == 1
    assert "no KAWAT_SEARCH; expected such as" in capsys.readouterr().err


@pytest.mark.parametrize(
    "table",
    [
        {"prefixes": "ab"},
        {"suffixes": [""]},
        {"shortest": 0},
        {"shortest": "2"},
        {"other": []},
        {"letters": {"đ": "dd"}},
        [],
    ],
)
def test_bad_affixes_are_named(tmp_path: Path, table: object) -> None:
    with pytest.raises(LanguageError, match=r"xx\.toml: .*\[search\].*; expected lists of texts"):
        read_affixes(tmp_path / "xx.toml", {"search": table})
