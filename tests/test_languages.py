"""Languages as data: two files each, complete, and a sixteenth needs no more."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from gettext import c2py
from itertools import combinations
from pathlib import Path
from unicodedata import is_normalized

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from conftest import ROOT, TAGS
from kawat.catalogues import find_catalogue, load_words
from kawat.checks import check_site
from kawat.desk.sectors import load_sectors
from kawat.errors import LanguageError
from kawat.languages import FOLDER, WIRE_KEYS, load_languages

CLDR_FORMS = ("zero", "one", "two", "few", "many", "other")
TRANSLATIONS = ROOT / "theme" / "translations"
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def read_sources() -> str:
    """Everything that asks for words: the theme's templates and the press."""
    sources = [*(ROOT / "theme" / "templates").rglob("*.html"), *(ROOT / "plugins" / "kawat" / "press").glob("*.py")]
    return "\n".join(path.read_text("utf-8") for path in sources)


@pytest.mark.parametrize("tag", TAGS)
def test_catalogue_is_complete(tag: str) -> None:
    """Every msgid is asked for somewhere, and translated with the same placeholders.

    A msgid that is missing fails the build of the sample, which has every kind of page.
    """
    with find_catalogue(TRANSLATIONS, tag).open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    messages = [message for message in catalogue if message.id]
    singular = {message.id if isinstance(message.id, str) else message.id[0] for message in messages}
    assert len(singular) > 25
    sources = read_sources()
    assert [msgid for msgid in singular if f'"{msgid}"' not in sources] == []
    for message in messages:
        assert not message.fuzzy
        forms = message.string if isinstance(message.string, tuple | list) else [message.string]
        assert all(forms), message.id
        if isinstance(message.id, str):
            assert sorted(PLACEHOLDER.findall(message.id)) == sorted(PLACEHOLDER.findall(message.string)), message.id
        else:
            assert set(PLACEHOLDER.findall("".join(forms))) <= {"count"}


@pytest.mark.parametrize("tag", TAGS)
def test_catalogues_have_the_same_msgids(tag: str) -> None:
    with find_catalogue(TRANSLATIONS, tag).open("rb") as file:
        own = {str(message.id) for message in read_po(file) if message.id}
    with find_catalogue(TRANSLATIONS, TAGS[0]).open("rb") as file:
        assert own == {str(message.id) for message in read_po(file) if message.id}


@pytest.mark.parametrize("tag", TAGS)
def test_plurals_are_cldrs(tag: str) -> None:
    """As many forms as CLDR has for the language, and for each number the one that CLDR chooses."""
    rule = Locale.parse(tag, sep="-").plural_form
    forms = [form for form in CLDR_FORMS if form in rule.tags | {"other"}]
    header = re.search(r"nplurals=(\d+); *plural=([^;]+);", find_catalogue(TRANSLATIONS, tag).read_text("utf-8"))
    assert header is not None
    assert int(header[1]) == len(forms)
    choose = c2py(header[2])
    numbers = (*range(300), 1000, 1001, 10**6, 10**6 + 1, 2 * 10**6)
    assert [choose(number) for number in numbers] == [forms.index(rule(number)) for number in numbers]


@pytest.mark.parametrize("tag", TAGS)
def test_a_number_is_shown_in_the_right_form(tag: str) -> None:
    words = load_words(TRANSLATIONS, load_languages()[tag])
    for count in (0, 1, 2, 3, 5, 11, 21, 100, 1_000_000):
        shown = str(words.ngettext("%(count)s article", "%(count)s articles", count))
        assert "%(" not in shown
        assert shown.strip()
    assert load_languages()[tag].format_count(23) in str(words.ngettext("%(count)s article", "%(count)s articles", 23))


def test_arabic_and_russian_plurals_differ_by_number() -> None:
    """A language with many forms uses them."""
    by_forms = {}
    for tag, language in load_languages().items():
        words = load_words(TRANSLATIONS, language)
        shown = (str(words.ngettext("%(count)s article", "%(count)s articles", n)) for n in (0, 1, 2, 3, 11, 100))
        by_forms[tag] = len({re.sub(r"\d+", "", one) for one in shown})
    assert max(by_forms.values()) >= 5
    assert by_forms["ru"] >= 3


@pytest.mark.parametrize("tag", TAGS)
def test_facts_are_complete(tag: str) -> None:
    """Autonym, sector names for all sectors, both disclaimers, a label of the sector line."""
    language = load_languages()[tag]
    assert language.autonym
    assert language.direction == language.locale.text_direction
    assert set(language.sectors) == {sector.id for sector in load_sectors().all}
    assert all(language.sectors.values())
    assert "%(agency)s" in language.disclaimer_agency
    assert language.disclaimer_unnamed
    assert "%(" not in language.disclaimer_unnamed
    assert language.sector_labels
    assert not any(char.isspace() for char in language.format_day(date(2026, 11, 4))[:1])


@pytest.mark.parametrize(("tag", "shown"), {"fr": "1er novembre 2026", "pt": "1º de novembro de 2026"}.items())
def test_first_of_a_month_is_printed_as_newspapers_do(tag: str, shown: str) -> None:
    language = load_languages()[tag]
    assert language.format_day(date(2026, 11, 1)) == shown
    assert language.format_day(date(2026, 11, 21)).startswith("21 ")


def test_labels_of_a_language_are_distinct() -> None:
    """Two sectors of one language never look the same."""
    for tag, language in load_languages().items():
        labels = [label.casefold() for label in language.sectors.values()]
        assert len(labels) == len(set(labels)), tag


@pytest.mark.parametrize("tag", TAGS)
def test_the_words_of_tails_are_complete(tag: str) -> None:
    """Each published language has words for all parts of a tail; only ``filed`` is most languages' to leave empty."""
    wire = load_languages()[tag].wire
    assert tuple(wire) == WIRE_KEYS
    assert [key for key in WIRE_KEYS if not wire[key] and key != "filed"] == []
    assert any("*" in heading for heading in wire["about"])


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.toml")), ids=lambda path: path.stem)
def test_the_words_of_tails_are_written_as_they_are_matched(path: Path) -> None:
    """Once each, in NFC, without a final colon; ``*`` stands for a name, in ``link`` for a headline and a site."""
    wire = tomllib.loads(path.read_text("utf-8")).get("wire", {})
    assert set(wire) <= {*WIRE_KEYS, "sector_labels"}
    for key, texts in wire.items():
        lowered = [text.lower() for text in texts]
        assert [text for text in lowered if lowered.count(text) > 1] == [], key
        for text in texts:
            assert text == text.strip(), (key, text)
            assert is_normalized("NFC", text), (key, text)
            assert key == "filed" or text[-1] not in ":：", (key, text)
            assert text.count("*") <= {"about": 1, "byline": 1, "link": 2}.get(key, 0), (key, text)


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.toml")), ids=lambda path: path.stem)
def test_a_label_has_one_meaning(path: Path) -> None:
    """No line could be of two roles by its label alone."""
    wire = tomllib.loads(path.read_text("utf-8")).get("wire", {})
    keys = ("sector_labels", "contact", "source", "legal", "copyright", "link", "keywords")
    labels = {key: {text.lower() for text in wire.get(key, ())} for key in keys}
    assert [
        (one, two, labels[one] & labels[two]) for one, two in combinations(keys, 2) if labels[one] & labels[two]
    ] == []


@pytest.mark.parametrize(
    "line", ['abuot = ["Tentang *"]', 'link = ["Lihat versi sumber", ""]', 'about = ["*"]', "filed = 1"]
)
def test_a_bad_list_of_words_is_named(tmp_path: Path, line: str) -> None:
    """A misspelt key, an empty word that would be found everywhere, no list: refused with the file and the key."""
    facts = (FOLDER / "id.toml").read_text("utf-8")
    key = line.split()[0]
    facts = re.sub(rf"^{key} = \[[^\]]*\]\n", "", facts, flags=re.M).replace("[wire]\n", f"[wire]\n{line}\n")
    (tmp_path / "id.toml").write_text(facts, "utf-8")
    with pytest.raises(LanguageError, match=rf"id\.toml: .*'{key}'"):
        load_languages(tmp_path)


def test_sixteenth_language_is_two_files(tmp_path: Path) -> None:
    """Turkish in a copy of the project: a .toml, a .po, a wire text, and nothing else."""
    project = tmp_path / "project"
    project.mkdir()
    for name in ("plugins", "theme", "wire", "content"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pelicanconf.py", project)
    languages = project / "plugins" / "kawat" / "languages"
    facts = (languages / "id.toml").read_text("utf-8")
    facts = re.sub(r'autonym = "[^"]*"', 'autonym = "Türkçe"', facts).replace('"Berita Utama"', '"Manşet"')
    facts = re.sub(r"words = \[[^\]]*\]", "words = []", facts)
    (languages / "tr.toml").write_text(facts, "utf-8")
    catalogue = find_catalogue(project / "theme" / "translations", "tr")
    catalogue.parent.mkdir(parents=True)
    words = find_catalogue(TRANSLATIONS, "id").read_text("utf-8")
    catalogue.write_text(words.replace('msgstr "Sektor"', 'msgstr "Sektörler"'), "utf-8")
    (project / "wire" / "000_6fe308af405c580b.tr.txt").write_text(TURKISH, "utf-8")
    run = [sys.executable, "-m"]
    subprocess.run(
        [*run, "kawat", "convert", "wire", "content", "--strict"],
        cwd=project,
        check=True,
        env={"PYTHONPATH": "plugins"},
    )
    subprocess.run([*run, "pelican", "content", "-s", "pelicanconf.py", "--fatal", "errors"], cwd=project, check=True)
    (page,) = (project / "output" / "tr" / "2025" / "03").glob("*-*/index.html")
    text = page.read_text("utf-8")
    assert '<html lang="tr" dir="ltr">' in text
    assert "Manşet" in text
    assert len(set(re.findall(r'hreflang="([\w-]+)" href="http', text))) == len(TAGS) + 2
    assert "Türkçe" in (project / "output" / "index.html").read_text("utf-8")
    assert check_site(project / "output") == []


TURKISH = """Rutte, Ukrayna'nın NATO üyeliğinin söz konusu olmadığını doğruladı

(SeaPRwire) –   Rusya, Kiev'in bloka katılma isteğini uzun süredir çatışmanın başlıca nedenlerinden biri sayıyor

NATO Genel Sekreteri Mark Rutte, Kiev'in üyeliğinin barış çabalarında gündemde olmadığını söyledi.

Bu makale üçüncü taraf bir içerik sağlayıcısından alınmıştır. SeaPRwire (https://www.seaprwire.com/) güvence vermez.

Sektör: Top Story, Daily News

SeaPRwire şirketler için basın bültenlerini 90 ülkede 6.500 yayın kuruluşuna dağıtır."""
