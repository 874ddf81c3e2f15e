"""Folds: cut from a post and put back, never formed by a wire's text, shown closed, whole and in order."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from browsing import open_browser, serve
from conftest import TAGS, Project
from kawat.checks import ATOM, check_site
from kawat.errors import PostError
from kawat.paragraphs import (
    FOLDS,
    Fold,
    dump_fold,
    dump_subhead,
    escape_paragraph,
    make_line,
    render_plain,
    split_folds,
)
from kawat.press import body
from kawat.press.body import isolate_contacts, render_body, render_parts
from kawat.press.kinds import FOLD_LABELS
from kawat.press.render import make_renderer
from kawat.wire.posts import Moment
from test_paragraphs import PARSERS, TEXT, is_only_text, render

DAY = Moment(date(2026, 11, 4))
MARKS = st.sampled_from([":::", "::: about", ":::notes ", "::: unknown", "```", "~~~~", "<!--", "a --> b", "", "text"])
lines = st.one_of(TEXT, MARKS).map(make_line)
paragraphs = st.lists(lines.filter(bool).map(escape_paragraph), max_size=4)
folds = st.lists(st.tuples(st.sampled_from(FOLDS), paragraphs), max_size=4)


def join(story: str, *folds: tuple[str, list[str]]) -> str:
    """A body as conversion writes it."""
    return "\n".join((*([story] if story else []), *(dump_fold(kind, texts) for kind, texts in folds)))


def write(texts: list[str]) -> str:
    return "\n\n".join(texts) + "\n" if texts else ""


STORY = "Pabrik baru dibuka di Cilegon.\n\n### Investasi\n\nNilainya Rp 2 triliun.\n"
ABOUT = ("about", ["PT Rekaan Baja membuat pelat baja."])
CONTACT = ("contact", ["Humas: Ani Rekaan", "humas@rekaan.example", "https://rekaan.example/pers"])
NOTES = ("notes", ["Angka belum diaudit."])
BODY = join(STORY, ABOUT, CONTACT, NOTES)


# -- cutting


@given(paragraphs, folds)
@example([], [])
@example(["a"], [("notes", [])])
def test_cutting_and_putting_back_are_inverse(story: list[str], found: list[tuple[str, list[str]]]) -> None:
    """Whatever a wire says, the story and the folds come back as they were written."""
    expected = tuple(Fold(kind, write(texts)) for kind, texts in found)
    assert split_folds(join(write(story), *found)) == (write(story), expected)


@given(st.lists(lines, max_size=6))
@example([":::", "::: about", "text", ":::"])
@example(["::: contact", ":::"])
def test_no_wire_text_forms_a_fold(texts: list[str]) -> None:
    """As a paragraph, a subhead or an item, none of its lines opens or closes one."""
    for dump in (escape_paragraph, dump_subhead, lambda text: f"- {escape_paragraph(text)}"):
        written = write([dump(text) for text in texts if text])
        assert split_folds(written) == (written, ())
        inside = write([escape_paragraph("kept"), *(dump(text) for text in texts if text)])
        assert split_folds(f"Story.\n\n::: notes\n\n{inside}\n:::\n") == ("Story.\n", (Fold("notes", inside),))


def test_canary_fires() -> None:
    """Without escaping the same text does form a fold: the test above can fail."""
    assert split_folds(write(["Story.", "::: about", "text", ":::"]))[1]


@given(st.lists(st.one_of(MARKS, st.text(alphabet="a:`~<!-> ", max_size=8)), max_size=14))
def test_no_line_is_lost(written: list[str]) -> None:
    """Whatever an editor writes, every line is in the story or in a fold, but for the folds' marks."""
    text = "\n".join(written)
    story, found = split_folds(text)
    shown = [line for part in (story, *(fold.body for fold in found)) for line in part.split("\n") if line]
    rest = [line for line in written if line]
    for line in shown:
        rest.remove(line)
    assert len(rest) == 2 * len(found)
    assert all(line.startswith(":::") for line in rest)
    if not found:
        assert story == text


ORDINARY = {
    "unclosed": "A.\n\n::: about\n\nB.\n",
    "unknown": "A.\n\n::: author\n\nB.\n\n:::\n",
    "not opened": "A.\n\n:::\n\nB.\n",
    "indented": "A.\n\n    ::: about\n\n    B.\n\n    :::\n",
    "in a code block": "A.\n\n```\n::: about\n\nB.\n\n:::\n```\n",
    "in a code block with a language": "A.\n\n~~~~ python\n::: about\n~~~\nB.\n:::\n~~~~\n\nC.\n",
    "with words behind": "A.\n\n::: about us\n\nB.\n\n:::\n",
    "within a line": "A ::: about\n\nB.\n\n:::\n",
}


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY.keys())
def test_what_is_no_fold_is_ordinary_text(text: str) -> None:
    """It stays in the story, and is shown."""
    assert split_folds(text) == (text, ())
    assert "::" in render_body(text, "a.md")


def test_comments_hide_folds() -> None:
    """What an editor has commented out does not come back as a fold."""
    text = "A.\n\n<!--\n::: notes\n\nB.\n\n:::\n-->\n\nC.\n"
    assert split_folds(text) == (text, ())
    assert split_folds("<!-- a -->\n\n::: notes\n\nB.\n\n:::\n")[1] == (Fold("notes", "B.\n"),)


def test_fences_in_folds() -> None:
    """A code block in a fold does not close it; one that is never closed is none."""
    code = "```\n:::\n```\n"
    assert split_folds(join("A.\n", ("notes", [code.strip()]))) == ("A.\n", (Fold("notes", code),))
    assert split_folds("A.\n\n```\n\n::: notes\n\nB.\n\n:::\n") == ("A.\n\n```\n", (Fold("notes", "B.\n"),))


def test_editors_may_be_untidy() -> None:
    """No blank lines, blanks at the end, text behind: the fold is cut and the rest is the story."""
    text = "::: contact \nAni\n:::\t\nA.\n::: contact\n\n\nBudi\n:::\nB."
    assert split_folds(text) == ("A.\n\nB.\n", (Fold("contact", "Ani\n"), Fold("contact", "Budi\n")))
    assert split_folds("A.\n\n::: about\n\n::: notes\n\nB.\n\n:::") == ("A.\n\n::: about\n", (Fold("notes", "B.\n"),))


# -- rendering


def test_parts_of_a_folded_post_need_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain paragraphs and subheads take the quick path, in the story and in folds, as without folds."""
    monkeypatch.setattr(body, "_load_parser", None)
    story, found = split_folds(BODY)
    parts = render_parts([story, *(fold.body for fold in found)], "a.md")
    assert "<h3>Investasi</h3>" in parts[0]
    assert parts[2] == "<p>Humas: Ani Rekaan</p>\n<p>humas@rekaan.example</p>\n<p>https://rekaan.example/pers</p>"


def test_parts_are_rendered_as_bodies_are() -> None:
    """Each as if it stood alone, with its marks cleaned, whether the parser is needed or not."""
    parts = ["A.\n", "*B*\n\n<script>x</script>\n", "", "- C\n- D\n", "[x](javascript:y) &lt;b>\n"]
    assert render_parts(parts, "a.md") == [render_body(part, "a.md") for part in parts]
    extensions = {"markdown.extensions.nl2br": {}}
    assert render_parts(["a\nb\n", "c\n"], "a.md", extensions)[0] == render_body("a\nb\n", "a.md", extensions)


def test_parts_share_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cutting a post into folds does not get more past the parser."""
    monkeypatch.setattr(body, "LARGEST", 10)
    assert render_parts(["*a*", "*b*", "plain words, many"], "a.md")[2] == "<p>plain words, many</p>"
    with pytest.raises(PostError, match="12 characters of Markdown"):
        render_parts(["*abcd*", "*efgh*"], "a.md")


@given(TEXT)
@example("C#")
@example("a \\#")
@example("## a ##")
def test_subheads_hold_their_text(text: str) -> None:
    """A wire's subhead is a heading of the third level with exactly its text, by every parser and by the quick path."""
    line = make_line(text)
    if not line:
        return
    written = dump_subhead(line)
    rendered = [*(render(parser, written) for parser in PARSERS), render_body(written, "a.md")]
    assert [one for one in rendered if not re.fullmatch("<h3>[^<]*</h3>", one)] == []
    assert all(is_only_text(one.replace("h3>", "p>"), line) for one in rendered)


@given(st.sampled_from(["##", "###", "######"]), TEXT)
@example("##", "a #")
@example("##", "- a")
@example("##", "a\\")
def test_quick_headings_agree_with_the_parser(level: str, text: str) -> None:
    heading = f"{level} {make_line(text)}"
    plain = render_plain(heading)
    if plain is not None and make_line(text):
        assert plain == render(PARSERS[1], heading)


@given(st.sampled_from([escape_paragraph, dump_subhead]), TEXT)
@example(escape_paragraph, "a](b) [c")
@example(escape_paragraph, "\\[^1]")
@example(dump_subhead, "C#")
def test_no_text_needs_the_parser(dump: Callable[[str], str], text: str) -> None:
    """So a post of a wire text may be as long as a post can be, and takes linear time."""
    assert not make_line(text) or render_plain(dump(make_line(text))) is not None


@given(st.lists(st.tuples(st.sampled_from([escape_paragraph, dump_subhead]), TEXT), max_size=5))
def test_quick_bodies_agree_with_the_parser(written: list[tuple[Callable[[str], str], str]]) -> None:
    """Paragraphs and subheads together: what needs no parser is what the parser would make of the whole."""
    text = write([dump(line) for dump, one in written if (line := make_line(one))])
    assert render_body(text, "a.md") == render(PARSERS[1], text)


ISOLATED = {
    "هاتف: +966 11 555 0134": "+966 11 555 0134",
    "(+966) 11-555-0134، الرياض": "(+966) 11-555-0134",
    "(الهاتف +966 11 555 0134)": "+966 11 555 0134",
    "٠١١ ٥٥٥ ٠١٣٤": "٠١١ ٥٥٥ ٠١٣٤",
    "البريد: press@rekaan.example.": "press@rekaan.example",
    "الموقع https://rekaan.example/a?b=1&amp;c.": "https://rekaan.example/a?b=1&amp;c",
    "www.rekaan.example/": "www.rekaan.example/",
    "+966&nbsp;11&nbsp;555 0134": "+966&nbsp;11&nbsp;555 0134",
}


@pytest.mark.parametrize(("text", "expected"), ISOLATED.items())
def test_contacts_keep_their_direction(text: str, expected: str) -> None:
    """Where lines run from right to left, a number's groups and an address's parts stay in order."""
    shown = isolate_contacts(f"<p>{text}</p>")
    assert re.findall(r'<bdi dir="ltr">(.*?)</bdi>', shown) == [expected]
    assert re.sub("</?bdi[^>]*>", "", shown) == f"<p>{text}</p>"


@pytest.mark.parametrize("text", ["2025-2026", "0.5 - 0.7", "1 000 000", "3:00", "أحمد", "a@b", "+5%", "10/11/2026"])
def test_ordinary_numbers_are_not_isolated(text: str) -> None:
    assert isolate_contacts(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_attributes_are_not_touched() -> None:
    linked = '<p><a href="https://rekaan.example/" title="a> +966 11 555 0134">x</a></p>'
    assert isolate_contacts(linked) == linked


# -- on the site


def write_folded(project: Project, tag: str, text: str = BODY) -> str:
    """A post with folds; its page's path."""
    name = f"{tag}/2026/11/lipat-00000001"
    project.write_post(f"{name}.md", title="Lipat", body=text, moment=DAY, agency="SeaPRwire", source="x.txt")
    return f"{project.site().languages[tag].slug}/2026/11/lipat-00000001/index.html"


@pytest.mark.parametrize("tag", TAGS)
def test_folds_are_shown_closed_below_the_story(project: Project, tag: str) -> None:
    """Native, without script, labelled in the page's language, before the disclaimer; the story holds none of it."""
    path = write_folded(project, tag)
    project.build()
    page = project.read(path)
    words = make_renderer(project.site()).words[tag]
    labels = [words.format(FOLD_LABELS[kind]) for kind in FOLDS]
    assert len(set(labels)) == len(FOLDS)
    found = re.findall(r'<details class="fold fold--(\w+)">\n<summary class="fold__label">(.*?)</summary>', page)
    assert found == list(zip(FOLDS, labels, strict=True))
    story = page.split('<div class="article__body">')[1].split("</div>")[0]
    assert story.strip() == "<p>Pabrik baru dibuka di Cilegon.</p>\n<h3>Investasi</h3>\n<p>Nilainya Rp 2 triliun.</p>"
    order = [page.index(mark) for mark in ("Nilainya", "fold--about", "pelat baja", "fold--contact", "fold--notes")]
    assert [*order, page.index('class="disclaimer"')] == sorted([*order, page.index('class="disclaimer"')])
    assert ":::" not in page
    assert check_site(project.output) == []


def test_labels_are_of_all_kinds() -> None:
    assert tuple(FOLD_LABELS) == FOLDS


def test_only_the_story_describes_an_article(project: Project) -> None:
    """Nothing of a fold is in the page's head or in lists."""
    path = write_folded(project, "id")
    project.build()
    assert "Rekaan" not in project.read(path).split("</head>")[0]
    assert "Rekaan" not in project.read("id/index.html")


def test_feeds_carry_the_folds_open(project: Project) -> None:
    """An entry is the whole article: the story, each fold under its label, and the disclaimer last."""
    write_folded(project, "id")
    project.build()
    root = ElementTree.fromstring(project.read("id/feed.atom"))
    content = root.findtext(f"{ATOM}entry/{ATOM}content") or ""
    assert "details" not in content
    words = make_renderer(project.site()).words["id"]
    marks = ["Cilegon", *(f"<strong>{words.format(label)}</strong>" for label in FOLD_LABELS.values()), "<footer>"]
    places = [content.index(mark) for mark in marks]
    assert places == sorted(places)
    assert html.unescape(content).count("humas@rekaan.example") == 1


def test_empty_folds_are_not_shown(project: Project) -> None:
    path = write_folded(project, "id", "A.\n\n::: notes\n\n:::\n\n::: about\n\n<!-- later -->\n\n:::\n")
    project.build()
    assert '<details class="fold' not in project.read(path)


def test_right_to_left_folds(project: Project) -> None:
    text = join("قصة.\n", ("contact", ["هاتف: +966 11 555 0134"]))
    path, other = write_folded(project, "ar", text), write_folded(project, "id", text)
    project.build()
    assert '<p>هاتف: <bdi dir="ltr">+966 11 555 0134</bdi></p>' in project.read(path)
    assert "<p>هاتف: +966 11 555 0134</p>" in project.read(other)


def test_changed_folds_reach_the_site(project: Project) -> None:
    """A fold added, changed or taken away changes the article and the feeds; what is built is a clean build's."""
    path = write_folded(project, "id", "A.\n")
    project.build()
    for text in (BODY, BODY.replace("Ani", "Budi"), BODY.replace("::: notes", "::: about"), "A.\n"):
        write_folded(project, "id", text)
        changed = project.build().applied.changed
        assert {path, "id/feed.atom"} <= set(changed)
        assert "id/index.html" not in changed
        project.build(output=project.root / "clean", cache=project.root / "clean-cache")
        clean = {one.relative_to(project.root / "clean").as_posix(): one.read_bytes()
                 for one in (project.root / "clean").rglob("*") if one.is_file()}  # fmt: skip
        assert project.tree() == clean


def test_workers_fold_the_same(project: Project) -> None:
    """One process or several: the same bytes."""
    for number in range(420):
        name = f"id/2026/01/post-{number:08d}.md"
        text = join(f"Cerita {number}.\n", ("about", [f"PT {number}"]), ("contact", [f"*{number}*"]))
        project.write_post(name, title=f"Nomor {number}", body=text, moment=Moment(date(2026, 1, 1 + number % 28)))
    project.build(workers=2)
    tree = project.tree()
    assert tree["id/2026/01/post-00000007/index.html"].count(b'<details class="fold') == 2
    project.build(output=project.root / "one", cache=project.root / "one-cache")
    assert all((project.root / "one" / path).read_bytes() == data for path, data in tree.items())


# -- in a browser

TABLE = """
| Tahun | Pendapatan (juta rupiah) | Laba bersih (juta rupiah) | Ekuitas (juta rupiah) |
| --- | --- | --- | --- |
| 2025 | 1.234.567 | 234.567 | 9.876.543 |
"""
LONG = "https://rekaan.example/" + "siaran-pers-yang-sangat-panjang/" * 4
RICH = (
    f"{STORY}\n- Satu\n- Dua\n\n1. Satu\n2. Dua\n\n{TABLE}\n{dump_fold('contact', ['Humas', LONG, '+966 11 555 0134'])}"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(params=[320, 1280], ids=["phone", "desktop"])
def page(project: Project, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page without JavaScript, on a site with a folded post in four scripts; no error may be logged."""
    for tag in ("id", "ar", "ja", "th"):
        write_folded(project, tag, RICH)
    project.build()
    errors: list[str] = []
    with serve(project.output) as address:
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": request.param, "height": 800}, base_url=address
        )
        opened = context.new_page()
        opened.on("console", lambda message: errors.append(message.text))
        yield opened
        context.close()
    assert errors == []


@pytest.mark.parametrize("tag", ["id", "ar", "ja", "th"])
def test_folds_in_a_browser(page: Page, tag: str) -> None:
    """Closed at first, opened by the keyboard, no wider than the screen; paper shows what they hold."""
    page.goto(f"/{tag}/2026/11/lipat-00000001/")
    label, held = page.locator(".fold__label"), page.locator(".fold__body")
    expect(held).to_be_hidden()
    page.emulate_media(media="print")
    assert held.locator("p").first.evaluate("e => e.checkVisibility({contentVisibilityAuto: true})")
    page.emulate_media(media="screen")
    assert not held.locator("p").first.evaluate("e => e.checkVisibility({contentVisibilityAuto: true})")
    label.focus()
    page.keyboard.press("Enter")
    expect(held).to_be_visible()
    assert label.bounding_box()["height"] >= 40  # type: ignore[index]
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= (page.viewport_size or {"width": 0})["width"]
    page.keyboard.press("Enter")
    expect(held).to_be_hidden()
