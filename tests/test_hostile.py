"""Hostile text: whatever a wire sends is shown as text, in posts, pages, feeds and files' names.

Pages are opened in Chromium with scripts on and, to be harder than the site is, without its policy: a policy that only
reports tells of everything that would run, load or restyle. Every batch of pages ends with a script of our own, which
must be seen to run.
"""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from email.message import EmailMessage
from functools import cached_property
from itertools import chain, cycle
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Error, Route

from browsing import open_browser
from conftest import NOW, TAGS, Project
from hostile import OWN, RUN, read_shared
from kawat.checks import ATOM, SITEMAP, check_site
from kawat.conversion import Conversion
from kawat.desk.making import make_post
from kawat.desk.tables import load_desk
from kawat.paragraphs import make_line
from kawat.press.templating import POLICY
from kawat.wire.model import BLANKS, Part, Role, WireText
from kawat.wire.naming import make_slug
from kawat.wire.posts import Moment, Post, decode_post, dump_post, parse_post, seal_post
from kawat.wire.reader import read_wires
from kawat.wire.sidecars import Sidecar

DESK = load_desk()
URL = "https://news.example"
PAYLOADS = tuple(
    line
    for line in dict.fromkeys(make_line(one.strip(BLANKS)).strip(BLANKS) for one in (*OWN, *read_shared()))
    if line and DESK.agencies.find(line) is None
)
"""On one line, as a part's content is; what is not seen is left out, and NaN, which is Nigeria's news agency."""
LONG = "The quay is 210 metres long and takes ships of up to 40,000 tonnes, the harbour master of Sandvik said."
HARMLESS = "Sebuah kapal baru"
HOOK = """
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (...values) => { console.info(`RAN ${name} ${values}`); return null; };
"""
CANARY = "<script>alert('canary')</script>"
HEARD = "RAN alert canary"
REPORTING = {"Content-Security-Policy-Report-Only": "default-src 'none'; style-src 'self'; img-src 'self'"}
LINKED = re.compile(r'<link rel="(?:icon" type="image/svg\+xml|stylesheet)" href="/assets/[a-z]+\.[0-9a-f]+\.[a-z]+">')
BATCH, SHOWN = 600, 100
"""Pages that Chromium reads at once; those of the first batch are laid out, which takes most of the time."""


# -- a browser that tells what happens in it


@dataclass
class Trap:
    """Shows HTML as the answer of a site, and keeps whatever it does beside being shown."""

    browser: Browser
    events: list[str] = field(default_factory=list)

    def show(self, body: str, headers: dict[str, str] | None = None) -> list[str]:
        """What happened: what ran or was stopped, what was asked of others, dialogs, new windows, and new names."""
        self.events = []
        context = self.browser.new_context()
        context.set_default_timeout(120_000)  # a busy machine takes long over hundreds of pages
        context.add_init_script(HOOK)
        context.on("page", lambda opened: self.events.append(f"page {opened.url}"))
        page = context.new_page()
        self.events = []
        page.on("console", lambda message: self.events.append(message.text))
        page.on("pageerror", lambda error: self.events.append(f"error {error}"))
        page.on("dialog", lambda dialog: (self.events.append(f"dialog {dialog.message}"), dialog.dismiss()))
        context.route("**/*", lambda route: self._answer(route, body, headers or {}))
        try:
            page.goto(f"{URL}/page/", wait_until="load")
            name = page.evaluate("new Promise(done => setTimeout(() => done(window.name), 20))")
            self.events += [f"window {name}"] if name else []
        except Error as error:  # the page is left while it is looked at
            self.events.append(f"left {error.message}")
        self.events += [f"address {page.url}"] if page.url != f"{URL}/page/" else []
        context.close()
        return list(self.events)

    def _answer(self, route: Route, body: str, headers: dict[str, str]) -> None:
        url = route.request.url
        if url == f"{URL}/page/":
            route.fulfill(body=body, headers={"Content-Type": "text/html; charset=utf-8", **headers})
        elif re.fullmatch(rf"{URL}/assets/[a-z]+\.[0-9a-f]{{12}}\.(?:css|svg)", url):
            route.fulfill(body="", headers={"Content-Type": "text/css"})
        else:
            self.events.append(f"request {url}")
            route.abort()

    def find_attacks(self, pages: Sequence[str]) -> list[str]:
        """What several pages do when they are read one after the other, as one, without a policy."""
        found: list[str] = []
        starts = [0, *range(SHOWN, len(pages), BATCH)]
        for start, end in zip(starts, [*starts[1:], len(pages)], strict=True):
            joined = "\n".join(pages[start:end]).replace("Content-Security-Policy", "x-none")
            joined = LINKED.sub("", joined)  # asking for the same sheet a hundred times takes long
            if start:
                joined = joined.replace("<body>", "<body hidden>", 1)
            events = self.show(joined + CANARY, REPORTING)
            assert HEARD in events, "the canary must be heard"
            events.remove(HEARD)
            events.remove(next(event for event in events if event.startswith("Executing inline script violates")))
            found += events
        return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def trap(browser: Browser) -> Trap:
    return Trap(browser)


def test_canary_fires(trap: Trap) -> None:
    """Payloads that nobody escapes run and load: each batch of them, and most on their own."""
    for start in range(0, len(OWN), 20):
        events = trap.show(
            "<!doctype html>" + "".join(f"<div>{one}</div>" for one in OWN[start : start + 20]), REPORTING
        )
        assert start > 60 or any(event.startswith("RAN alert") for event in events)
    for one in (f"<script>{RUN}</script>", f"<img src=x onerror={RUN}>", "<p style=color:red>", "<p onclick=x>"):
        assert trap.show(f"<!doctype html>{one}", REPORTING) != []
    assert trap.show("<!doctype html><script>window.name = 'x'</script>") == ["window x"]
    assert trap.show("<!doctype html><p>Rapat</p>", REPORTING) == []


def test_policy_stops_what_nobody_escapes(trap: Trap) -> None:
    """Under the site's own policy nothing of a raw payload runs."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    for start in range(0, len(PAYLOADS), 800):
        body = "".join(f"<div>{one}</div>" for one in PAYLOADS[start : start + 800])
        assert [
            event for event in trap.show(f"<!doctype html>{meta}{body}") if event.startswith(("RAN", "dialog"))
        ] == []


# -- every payload in every field of a post


ROLES: tuple[tuple[Role, str], ...] = (
    ("standfirst", ""), ("body", ""), ("body", "subhead"), ("body", "item"), ("body", "item"), ("body", "row"),
    ("unknown", ""), ("about", ""), ("contact", ""), ("source", ""), ("legal", ""), ("copyright", ""), ("tail", ""),
    ("disclaimer", ""),
)  # fmt: skip
FOLDED = ("about", "contact", "source", "legal", "copyright", "tail")


def make_wire(text: str, tag: str, sector: str, day: date) -> WireText:
    """A text that was read, and says the same everywhere."""
    parts = [Part("headline", 1, text), *(Part(role, 1, text, kind) for role, kind in ROLES)]  # type: ignore[arg-type]
    label = text.replace(",", ";").strip()
    return WireText("x.txt", tuple(parts), "utf-8", text, text, day, sectors=(sector, label), language=tag)


def write_posts(project: Project, wires: Sequence[WireText]) -> dict[str, Post]:
    """The posts of texts, by the folders of their pages; all of them different, though their texts may be the same."""
    posts: dict[str, Post] = {}
    for number, wire in enumerate(wires):
        identity = hashlib.sha256(str(number).encode()).hexdigest()[:12]
        moment = Moment(wire.date or NOW.date())
        post = make_post(wire, identity, Sidecar(), moment, DESK)
        slug = make_slug(post.title, identity)
        post = replace(post, id=identity, slug=slug, source=f"{number}.txt", story=f"story-{number}")
        path = f"{post.lang}/{moment.day:%Y/%m}/{slug}"
        project.write_raw(f"{path}.md", dump_post(seal_post(post)))
        posts[f"{DESK.languages[post.lang or ''].slug}{path[len(post.lang or '') :]}"] = post
    return posts


@dataclass(frozen=True)
class Desked:
    """A site of posts for which no text had to be read."""

    project: Project
    posts: dict[str, Post]
    """By the folders of their pages."""

    @cached_property
    def articles(self) -> list[str]:
        """The pages of the posts, in their order."""
        return [self.project.read(f"{folder}/index.html") for folder in self.posts]

    @cached_property
    def lists(self) -> dict[str, str]:
        """The pages that list posts, and those of the site's root, by their paths."""
        paths = {path.relative_to(self.project.output).as_posix() for path in self.project.output.rglob("*.html")}
        return {path: self.project.read(path) for path in sorted(paths - {f"{one}/index.html" for one in self.posts})}


def build_desked(project: Project, texts: Sequence[str]) -> Desked:
    """Each text in every field of a post of its own, the posts spread over languages, sectors and days.

    A sector's feed in a language holds its newest 30: there is room for all of them.
    """
    kinds = [(tag, sector.id) for sector in DESK.sectors.all for tag in TAGS]
    assert len(texts) <= 30 * len(kinds)
    spread = zip(texts, cycle(kinds), strict=False)
    wires = [make_wire(text, *kind, date(2026, 11, 3 + number % 2)) for number, (text, kind) in enumerate(spread)]
    posts = write_posts(project, wires)
    built = project.build(2)
    assert built.set_aside == ()
    assert built.posts == len(posts) == len(texts)
    return Desked(project, posts)


@pytest.fixture(scope="module")
def desked(tmp_path_factory: pytest.TempPathFactory) -> Desked:
    return build_desked(Project(tmp_path_factory.mktemp("desked")), PAYLOADS)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Desked:
    """The same site, of harmless posts in a few sectors."""
    return build_desked(Project(tmp_path_factory.mktemp("harmless")), [HARMLESS] * (6 * len(TAGS)))


READ_PAGES = """
texts => {
  const shapes = new Map();
  const isMark = one => one.matches('.fold bdi[dir=ltr], .disclaimer bdi[dir=ltr]');
  const free = new Set(["content", "href", "datetime", "title"]);
  const tell = ({name, value}) => free.has(name) ? name : `${name}="${value}"`;
  const describe = one => `<${[one.localName, ...[...one.attributes].map(tell)].join(" ")}>`;
  const blocks = root => [...root.querySelectorAll("*")].filter(
    one => !isMark(one) && ![...one.children].some(child => !isMark(child))).map(one => one.textContent);
  const read = text => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const all = where => [...page.querySelectorAll(where)].map(one => one.textContent);
    const elements = [...page.querySelectorAll("*")];
    const shape = elements.filter(one => !isMark(one)).map(describe).join("\\n");
    if (!shapes.has(shape)) shapes.set(shape, shapes.size);
    return {
      shape: shapes.get(shape),
      marks: elements.filter(isMark).length,
      addresses: [...new Set(elements.flatMap(one => ["href", "src"].map(name => one.getAttribute(name)))
        .filter(one => one !== null))],
      comments: page.evaluate("count(//comment())", page, null, 1, null).numberValue,
      title: all("title"), heading: all("h1"), standfirst: all(".article__standfirst"), place: all(".article__place"),
      description: [...page.querySelectorAll("meta[name=description]")].map(one => one.content),
      agency: all(".article__source bdi"), labels: all("span.tags__item"), disclaimer: all(".disclaimer p"),
      body: [...page.querySelectorAll(".article__body")].flatMap(blocks),
      folds: [...page.querySelectorAll(".fold__body")].map(blocks),
      teasers: [...page.querySelectorAll(".teaser")].map(one => ["title", "summary", "agency"].map(
        part => one.querySelector(`.teaser__${part}`)?.textContent ?? null)),
    };
  };
  const pages = texts.map(read);
  return [[...shapes.keys()], pages];
}
"""


def read_pages(browser: Browser, pages: Sequence[str]) -> list[dict[str, Any]]:
    """The pages as Chromium takes them: the shape is all elements in their order, with their attributes."""
    context = browser.new_context()
    page = context.new_page()
    found: list[dict[str, Any]] = []
    for start in range(0, len(pages), 500):
        shapes, read = page.evaluate(READ_PAGES, list(pages[start : start + 500]))
        found += [one | {"shape": shapes[one["shape"]]} for one in read]
    context.close()
    return found


def list_elements(pages: Sequence[dict[str, Any]]) -> set[str]:
    """The elements on pages, with their attributes."""
    return {element for shape in {page["shape"] for page in pages} for element in shape.split("\n")}


def is_ours(address: object) -> bool:
    """Whether a link stays on the site, or leads to an agency that a file describes."""
    agencies = {agency.url for agency in DESK.agencies.all}
    text = str(address)
    return (
        text == "item.json"
        or re.fullmatch(r"(?:https://news\.example)?/[a-z0-9./#-]*|#[a-z-]+", text) is not None
        or text in agencies
    )


def test_articles_show_the_text(browser: Browser, desked: Desked, harmless: Desked) -> None:
    """In each field stands the text and nothing else, and an article has the elements of a harmless one."""
    twins = dict(zip(TAGS, read_pages(browser, harmless.articles[: len(TAGS)]), strict=True))
    assert all(str(twin["shape"]).count("<") > 60 for twin in twins.values())
    pages = read_pages(browser, desked.articles)
    for text, post, page in zip(PAYLOADS, desked.posts.values(), pages, strict=True):
        twin, shown = twins[post.lang or ""], [text]
        assert page["shape"] == twin["shape"], text
        assert page["marks"] == 0 or post.lang == "ar", text
        assert page["comments"] == 0, text
        assert page["labels"] == [text.replace(",", ";")], text
        for name in ("heading", "standfirst", "place", "agency", "disclaimer"):
            assert page[name] == shown, (name, text)
        assert [one.removesuffix("…") in text for one in page["description"]] == [True], text
        assert [one.startswith(text) for one in page["title"]] == [True], text
        assert page["body"] == shown * len(twin["body"]), text
        assert page["folds"] == [shown * len(fold) for fold in twin["folds"]], text
        assert [one for one in page["addresses"] if not is_ours(one)] == [], text


def test_lists_show_the_text(browser: Browser, desked: Desked, harmless: Desked) -> None:
    """Headline, standfirst and agency of a post stand in lists as they are, and lists have the usual elements only."""
    usual = list_elements(read_pages(browser, list(harmless.lists.values())))
    assert len(usual) > 60
    known = {(text, text, text) for text in PAYLOADS}
    found: set[tuple[str, ...]] = set()
    pages = read_pages(browser, list(desked.lists.values()))
    for path, page in zip(desked.lists, pages, strict=True):
        assert list_elements([page]) - usual == set(), path
        assert [one for one in page["addresses"] if not is_ours(one)] == [], path
        assert page["comments"] == 0, path
        found.update((title, summary or title, agency) for title, summary, agency in page["teasers"])
    assert found == known


def test_nothing_runs(trap: Trap, desked: Desked) -> None:
    """All pages with scripts on and without a policy: nothing runs, loads or is asked of others."""
    assert trap.find_attacks(desked.articles) == []
    assert trap.find_attacks(list(desked.lists.values())) == []


def test_feeds_hold_the_text(trap: Trap, desked: Desked) -> None:
    """Each post is in a feed, its fields are as they were, and nothing in what readers show of it runs."""
    found: set[tuple[str, ...]] = set()
    contents: list[str] = []
    for path in sorted(desked.project.output.rglob("*.atom")):
        for entry in ElementTree.parse(path).getroot().iter(f"{ATOM}entry"):
            texts = [
                entry.findtext(f"{ATOM}{name}") or "" for name in ("title", "summary", "rights", f"author/{ATOM}name")
            ]
            content = entry.findtext(f"{ATOM}content") or ""
            assert (
                re.findall(r"<(?!/?(?:p|h3|ul|li|strong|footer|table|tbody|tr|td|thead|th)>)(?!/?bdi)", content) == []
            ), texts[0]
            if tuple(texts) not in found:
                contents.append(content)
            found.add(tuple(texts))
    assert found == {(text,) * 4 for text in PAYLOADS}
    assert trap.find_attacks([f"<!doctype html>{content}" for content in contents]) == []


JSON_LD = re.compile(r'<script type="application/ld\+json">([^<]*)</script>')
NAME = re.compile(
    r"(?:[a-z0-9][a-z0-9-]*/)*[a-z0-9.-]+\.(?:html|atom|json|rss|opml|xml|webmanifest|txt|css|js|svg|woff2)"
)


def test_data_holds_the_text(desked: Desked) -> None:
    """JSON-LD and items have each post's headline as it is, and none of them a "<", by which a browser finds markup."""
    for text, folder, page in zip(PAYLOADS, desked.posts, desked.articles, strict=True):
        (block,) = JSON_LD.findall(page)
        item = desked.project.read(f"{folder}/item.json")
        assert json.loads(block)["headline"] == text
        assert [one["value"] for one in json.loads(item)["headlines"]] == [text]
        assert "<" not in item, text


def test_feeds_of_all_formats_hold_the_same(desked: Desked) -> None:
    """What is true of Atom's entries is true of the others."""
    for path in sorted(desked.project.output.glob("*/feed.json")):
        items = json.loads(path.read_text("utf-8"))["items"]
        entries = list(ElementTree.parse(path.with_suffix(".atom")).getroot().iter(f"{ATOM}entry"))
        rss = list(ElementTree.parse(path.with_suffix(".rss")).getroot().iter("item"))
        titles = [one.findtext(f"{ATOM}title") for one in entries]
        assert titles == [one["title"] for one in items] == [one.findtext("title") for one in rss]
        texts = [one.findtext(f"{ATOM}content") for one in entries]
        assert texts == [one["content_html"] for one in items]
        assert texts == [one.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") for one in rss]


def check_files(output: Path) -> None:
    """Names of files are made by us, sitemaps and feeds are XML, and nothing else is there."""
    names = [path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()]
    assert len(names) > 100
    assert [name for name in names if not NAME.fullmatch(name)] == []
    for path in output.rglob("*.xml"):
        places = [one.text or "" for one in ElementTree.parse(path).getroot().iter(f"{SITEMAP}loc")]
        assert [one for one in places if not re.fullmatch(rf"{URL}/[a-z0-9./-]*", one)] == []


def test_files_have_names_of_ours(desked: Desked) -> None:
    """No file's name, and no address in a sitemap, holds anything that a wire said but letters and digits."""
    check_files(desked.project.output)


# -- every payload somewhere in a text as it comes, the project's own everywhere


def write_wire(texts: Sequence[str], number: int) -> str:
    """A text with payloads in all its places; those of the list follow one another, from a number on."""
    at = cycle([*texts[number:], *texts[:number]])
    markers = (
        "SANDVIK, 4 November 2026 – (Bentang Newswire) – ", "{}, 4 November 2026 – (Bentang Newswire) – ",
        "SANDVIK, 4 November 2026 – ({}) – ", "{}: ", "({}) – ",
    )  # fmt: skip
    return "\n\n".join(
        (
            next(at),
            markers[number % len(markers)].replace("{}", next(at)) + next(at),
            LONG, next(at), LONG, f"{next(at)} and a sentence follows it.", LONG,
            f"• {next(at)}", f"• {next(at)}", f"1. {next(at)}", f"a | {next(at)}", f"b | {next(at)}",
            f"About {next(at)}", f"{next(at)} builds quays.", f"About Acme: {next(at)}",
            f"Media contact: {next(at)}", next(at), "press@acme.example", f"SOURCE {next(at)}",
            f"Forward-looking statements: {next(at)}", f"© 2026 {next(at)}", f"Keywords: {next(at)}",
            f"This text comes from {next(at)}. Bentang Newswire (https://bentang.example/) vouches for nothing in it.",
            f"Sectors: {next(at)}, Daily News", f"Bentang Newswire sends {next(at)}.",
        )
    )  # fmt: skip


def publish(project: Project) -> Conversion:
    """Convert and build: every text is a post or set aside, and every post is built."""
    conversion = project.convert(2)
    assert len(conversion.written) + len(conversion.set_aside) == conversion.read
    built = project.build(2)
    assert built.set_aside == ()
    assert built.posts == len(conversion.written) > 100
    return conversion


WIRES = tuple(one for one in OWN if "\0" not in one)


@pytest.fixture(scope="module")
def wired(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Own payloads: a text each, and each in every place. The others: each in one place of some text at least."""
    project = Project(tmp_path_factory.mktemp("wired"))
    for number, text in enumerate(WIRES):
        project.write_text(f"own-{number}.en.txt", write_wire([text], number))
    shared = [one.replace("\0", "") for one in read_shared()]
    for number in range(0, len(shared), 8):
        project.write_text(f"{number}.en.txt", write_wire(shared, number).encode("utf-8", "replace"))
    conversion = publish(project)
    assert len(conversion.set_aside) <= conversion.read * 0.02, [str(one) for one in conversion.set_aside]
    return project


def list_pages(project: Project) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(project.output.rglob("*.html"))]


def list_usual(browser: Browser, harmless: Desked) -> set[str]:
    """The elements that pages of harmless posts have."""
    pages = [*harmless.articles[: len(TAGS)], *harmless.lists.values()]
    return list_elements(read_pages(browser, pages)) | FURTHER


FURTHER = {'<p class="front__empty">', '<a href rel="noopener noreferrer external">'}
"""In languages in which there is no post; to an agency that a file describes."""


def test_texts_as_they_come(browser: Browser, trap: Trap, wired: Project, harmless: Desked) -> None:
    """Converted and built, nothing runs, and there are the usual elements only."""
    usual, pages = list_usual(browser, harmless), list_pages(wired)
    for page in read_pages(browser, pages):
        assert list_elements([page]) - usual == set()
        assert [one for one in page["addresses"] if not is_ours(one)] == []
    assert trap.find_attacks(pages) == []
    check_files(wired.output)
    assert check_site(wired.output) == []


UNSHOWN = ("blank", "marker", "date", "repeat", "sectors", "boilerplate", "disclaimer")
"""Roles of what a page says in other words, or not at all."""


def test_every_line_is_shown(browser: Browser, wired: Project) -> None:
    """What the reader finds in a text stands on its page, word for word, and nothing beside it."""
    posts = {post.source: path for path, post in read_posts(wired).items()}
    sources = [source for source in posts if source and source.startswith("own-")]
    assert len(sources) > 0.95 * len(WIRES) > 180
    pages = read_pages(browser, [wired.read(f"{posts[one].removesuffix('.md')}/index.html") for one in sources])
    for source, page in zip(sources, pages, strict=True):
        (wire,) = read_wires((wired.wire / str(source)).read_bytes(), str(source))
        said = {make_line(part.content) for part in wire.parts if part.role not in UNSHOWN}
        shown = {*page["heading"], *page["standfirst"], *page["body"], *chain(*page["folds"])}
        assert said - {""} <= shown, source
        assert shown <= said | set(map(make_line, wire.all("boilerplate"))), source  # what many end with is a note
        assert page["disclaimer"] == [line for line in [make_line(" ".join(wire.all("disclaimer")))] if line], source
        assert page["labels"] == [label for one in wire.sectors if (label := make_line(one)) != "Daily News"], source


def read_posts(project: Project) -> dict[str, Post]:
    """The posts by their paths below ``content/``."""
    paths = {path.relative_to(project.content).as_posix(): path for path in project.content.rglob("*.md")}
    return {name: parse_post(decode_post(path.read_bytes(), name), name) for name, path in paths.items()}


# -- in what texts come in


BOXED = (*PAYLOADS[: len(OWN) - 20], *PAYLOADS[len(OWN) :: 100])


def make_mail(subject: str, text: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Date"], mail["Subject"] = "a@acme.example", "Wed, 4 Nov 2026 08:00:00 +0000", subject
    mail.set_content(text)
    return bytes(mail)


def make_item(headline: str, text: str) -> str:
    clean = re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", headline)
    head = f"<contentMeta><headline>{html.escape(clean)}</headline></contentMeta>"
    return f"<newsItem>{head}<contentSet><inlineData>{text}</inlineData></contentSet></newsItem>"


@pytest.fixture(scope="module")
def boxed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Payloads as title of a page, subject of a mail, headline of an item, names of a file and of a member."""
    project = Project(tmp_path_factory.mktemp("boxed"))
    archive, items = io.BytesIO(), []
    with zipfile.ZipFile(archive, "w") as box:
        for number, text in enumerate(BOXED):
            story = f"{LONG}\n\nShip {number} {{}} was the first.\n\n{LONG}"
            page = "".join(f"<p>{one}</p>" for one in story.format("of a page").split("\n\n"))
            project.write_text(f"page-{number}.en.html", f"<title>{html.escape(text)}</title>{page}")
            project.write_text(f"mail-{number}.en.eml", make_mail(text, story.format("of a mail")))
            items.append(make_item(text, story.format("of an item")))
            name = text.replace("/", "⁄").encode()[:200].decode(errors="ignore")
            project.write_text(f"{name} {number}.en.txt", f"Rapat\n\n{story.format('of a file')}")
            box.writestr(f"{number} {text}.en.txt", f"Rapat\n\n{story.format('of a member')}")
    project.write_text("box.en.zip", archive.getvalue())
    project.write_text("items.en.xml", f"<newsMessage>{''.join(items)}</newsMessage>")
    conversion = publish(project)
    assert len(conversion.set_aside) <= conversion.read * 0.02, [str(one) for one in conversion.set_aside]
    assert all(len(str(one).splitlines()) == 1 for one in (*conversion.set_aside, *conversion.notices))
    return project


def squeeze(text: str) -> str:
    """Text without what containers may leave out: white space, and what is not seen."""
    return re.sub(r"[\s\u200b\u200e\u200f\u2028-\u202f\u2060-\u2069\ufeff\ufffd\x00-\x1f]+", "", text)


def test_texts_in_containers(browser: Browser, trap: Trap, boxed: Project, harmless: Desked) -> None:
    """A stated headline is shown as text, a name not at all; nothing runs, and there are the usual elements only."""
    usual, pages = list_usual(browser, harmless), list_pages(boxed)
    for page in read_pages(browser, pages):
        assert list_elements([page]) - usual == set()
        assert [one for one in page["addresses"] if not is_ours(one)] == []
    assert trap.find_attacks(pages) == []
    check_files(boxed.output)
    titles = Counter(squeeze(post.title) for post in read_posts(boxed).values())
    texts = [text for text in BOXED if "\ufffd" not in text]  # where too much is lost a text is set aside
    assert len(texts) > 180
    assert [text for text in texts if titles[squeeze(text)] < 3] == []
