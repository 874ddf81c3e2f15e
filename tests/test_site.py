"""The project's own site: what a reader of the seed's story meets, and no broken link anywhere."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conftest import ROOT, TAGS, Project
from kawat.checks import ATOM, SITEMAP, Document, check_site, read_site
from kawat.languages import load_languages
from kawat.wire import read_wire

SEED = ROOT / "wire" / "000_6fe308af405c580b.txt"


def find_seed_page(sample: Project) -> str:
    (page,) = (sample.output / "id" / "2025" / "03").glob("rutte-*/index.html")
    return page.read_text("utf-8")


def test_checks_find_nothing(sample: Project) -> None:
    """Links, languages, policies, alternates, feeds: the whole output."""
    site = read_site(sample.output)
    assert len(site.documents) > 250
    assert sum(len(document.links) for document in site.documents) > 10_000
    assert check_site(sample.output) == []


FAULTS = {
    "leads to": ("<main", '<a href="/nowhere/">x</a><main'),
    "there is no such element": ("<main", '<a href="#nowhere">x</a><main'),
    "dir is": ('dir="rtl"', 'dir="ltr"'),
    "lang is": ('<html lang="ar"', '<html lang="zz-zz-zz"'),
    "the policy is": ("default-src &#39;none&#39;", "default-src *"),
    "on the page": ("<main", "<script>alert(1)</script><main"),
    "onload=": ("<main", '<main onload="x"'),
    "loads": ("<main", '<img src="https://other.example/x.png" alt=""><main'),
    "expected a web address": ("<main", '<a href="javascript:x">x</a><main'),
    "does not link back": ('hreflang="de" href="http://', 'hreflang="de-AT" href="http://'),
}


@pytest.mark.parametrize(("finding", "change"), FAULTS.items(), ids=FAULTS.keys())
def test_checks_can_fail(sample: Project, tmp_path: Path, finding: str, change: tuple[str, str]) -> None:
    """Each check finds the fault that it is there for."""
    shutil.copytree(sample.output, tmp_path / "output")
    page = tmp_path / "output" / "ar" / "index.html"
    text = page.read_text("utf-8").replace("https://news.example", "http://news.example")
    broken = text.replace(*change).replace("http://news.example", "https://news.example")
    assert broken != page.read_text("utf-8")
    page.write_text(broken, "utf-8")
    assert any(finding in one for one in check_site(tmp_path / "output"))


def test_seed_is_published_whole(sample: Project) -> None:
    """Headline, standfirst, eight paragraphs, sectors, disclaimer, in Indonesian."""
    wire = read_wire(SEED.read_bytes(), SEED.name)
    text = find_seed_page(sample)
    assert '<html lang="id" dir="ltr">' in text
    assert f"<bdi>{wire.first('headline')}</bdi></h1>" in text
    assert wire.first("standfirst") in text  # type: ignore[operator]
    body = text.split('<div class="article__body">')[1].split("</div>")[0]
    assert re.findall(r"<p>(.*?)</p>", body) == list(wire.all("body"))
    assert "[memberikan jaminan keamanan]…" in body
    for label, sector in (("Berita Utama", "top-story"), ("Berita Harian", "daily-news")):
        assert f'href="/id/sector/{sector}/">{label}</a>' in text
    assert wire.first("disclaimer") in text  # type: ignore[operator]
    assert '<time datetime="2025-03-15">15 Maret 2025</time>' in text


def test_seed_links_its_translations(sample: Project) -> None:
    """Fourteen translations, each labelled as one and linking back."""
    text = find_seed_page(sample)
    assert "Machine" not in text
    hrefs = re.findall(r'<li lang="([\w-]+)" dir="(?:ltr|rtl)"><a href="/([^"]+)"', text)
    assert sorted(tag for tag, _ in hrefs) == sorted(set(TAGS) - {"id"})
    for tag, href in hrefs:
        page = (sample.output / href / "index.html").read_text("utf-8")
        assert f'<html lang="{tag}"' in page
        assert 'class="article__provenance"' in page
        assert 'hreflang="id"' in page


def test_story_without_an_english_version(sample: Project) -> None:
    """Its default is the version first published, and readers of English are sent to the front."""
    texts = [path.read_text("utf-8") for path in (sample.output / "de").glob("2026/*/*/index.html")]
    (text,) = [one for one in texts if "Nordlicht" in one and 'class="article__body"' in one]
    assert set(re.findall(r'rel="alternate" hreflang="([\w-]+)"', text)) == {"de", "fr", "es", "ru", "pt", "x-default"}
    assert '<a href="/en/" hreflang="en"' in text


@pytest.mark.parametrize("tag", TAGS)
def test_front_of_every_language(sample: Project, tag: str) -> None:
    """lang and dir, the newest articles, the sectors in the language's words, the switcher."""
    language = load_languages()[tag]
    text = sample.read(f"{language.slug}/index.html")
    assert f'<html lang="{tag}" dir="{language.direction}">' in text
    assert text.count('class="teaser__title"') >= 2
    assert text.count(' class="switcher"') == 1
    alternates = re.findall(r'rel="alternate" hreflang="([\w-]+)"', text)
    assert sorted(alternates) == sorted([*TAGS, "x-default"])
    sectors = re.findall(rf'<a class="tags__item" href="/{language.slug}/sector/([\w-]+)/">([^<]+)<', text)
    assert len(sectors) >= 2
    assert all(language.sectors[sector].replace("&", "&amp;") == label for sector, label in sectors)


@pytest.mark.parametrize("tag", TAGS)
def test_words_of_a_page_are_its_languages(sample: Project, tag: str) -> None:
    """No English word of the theme is left on a page of another language."""
    if tag == "en":
        return
    language = load_languages()[tag]
    text = re.sub(r"<[^>]*>", " ", sample.read(f"{language.slug}/index.html").split("<body>")[1])
    for word in ("Languages", "Sectors", "Latest news", "Archive by", "Skip to", "More in", "Atom feed"):
        assert word not in text


def test_each_sector_is_reachable_from_each_article(sample: Project) -> None:
    pages = [
        path for path in sample.output.rglob("*/*/*/*/index.html") if 'class="article__body"' in path.read_text("utf-8")
    ]
    assert len(pages) >= 40
    for page in pages:
        hrefs = re.findall(r'class="tags__item" href="/([^"]+)"', page.read_text("utf-8"))
        assert len(hrefs) == 2
        assert all((sample.output / href / "index.html").is_file() for href in hrefs)


def test_root_is_a_chooser(sample: Project) -> None:
    """All autonyms with lang and dir; no language before the others, no redirect."""
    text = sample.read("index.html")
    for language in load_languages().values():
        assert (
            f'lang="{language.tag}" hreflang="{language.tag}" dir="{language.direction}">{language.autonym}</a>' in text
        )
    assert "refresh" not in text


def test_feeds_are_in_their_language(sample: Project) -> None:
    """Own id, xml:lang, self and alternate, full text, the disclaimer as rights and in the text."""
    for language in load_languages().values():
        root = ElementTree.fromstring(sample.read(f"{language.slug}/feed.atom"))
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language.tag
        entries = root.findall(f"{ATOM}entry")
        assert len(entries) >= 2
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(ids)) == len(ids)
        for entry in entries:
            rights = entry.findtext(f"{ATOM}rights") or ""
            assert len(rights) > 20
            assert rights in (entry.findtext(f"{ATOM}content") or "").replace("&nbsp;", "\xa0")


def test_sitemap_names_every_indexed_page(sample: Project) -> None:
    """Articles, fronts and sectors, each with its alternates."""
    index = ElementTree.fromstring(sample.read("sitemap.xml"))
    maps = [loc.text or "" for loc in index.iter(f"{SITEMAP}loc")]
    named = set()
    for loc in maps:
        part = ElementTree.fromstring(sample.read(loc.removeprefix("https://news.example/")))
        named |= {one.text for one in part.iter(f"{SITEMAP}loc")}
    documents: tuple[Document, ...] = read_site(sample.output).documents
    expected = {one.canonical for one in documents if one.alternates and one.path != "index.html"}
    assert named == expected
