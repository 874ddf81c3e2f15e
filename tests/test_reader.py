"""The reader: every line has a role, and the text rebuilds from its parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT, TAGS
from kawat.cli import main
from kawat.languages import load_languages
from kawat.wire import read_wire
from kawat.wire.agencies import load_agencies
from kawat.wire.detect import detect_language
from texts import make_text

WIRE = ROOT / "wire"
AGENCY_WIRES = Path(__file__).parent / "wires"
GOLDEN = Path(__file__).parent / "golden"
TEXTS = sorted(path.name for path in WIRE.glob("*.txt"))
SEED = "000_6fe308af405c580b.txt"
SAMPLES = sorted(AGENCY_WIRES.glob("*.txt"))
GOLDENS = [*(WIRE / name for name in (SEED, "000_6fe308af405c580b.ar.txt", "kisaragi-robotics.ja.txt")), *SAMPLES]


def read(name: str, data: bytes | None = None, source: str | None = None):  # type: ignore[no-untyped-def]
    return read_wire((WIRE / name).read_bytes() if data is None else data, source or name)


def versions(data: bytes) -> Iterator[bytes]:
    """The text as it may come: with or without BOM, LF or CRLF, with or without a line break at the end."""
    for text in (data, data.replace(b"\n", b"\r\n"), data + b"\n"):
        yield text
        yield b"\xef\xbb\xbf" + text


@pytest.mark.parametrize("name", TEXTS)
def test_every_line_has_its_role(name: str) -> None:
    """All fifteen languages: headline, marker, standfirst, body, disclaimer, sectors, boilerplate, nothing else."""
    plain = read(name)
    assert plain.error is None
    for data in versions((WIRE / name).read_bytes()):
        wire = read(name, data)
        assert wire.rebuild() == data
        assert wire.all("unknown") == wire.all("tail") == ()
        single = ("headline", "marker", "standfirst", "disclaimer", "sectors", "boilerplate")
        assert {role: len(wire.all(role)) for role in single} == dict.fromkeys(single, 1)
        assert wire.all("body") == plain.all("body")
        assert (wire.language, wire.agency, wire.sectors) == (plain.language, plain.agency, plain.sectors)
    agency = load_agencies().find(plain.agency or "")
    assert agency is not None
    assert agency.url in (plain.first("disclaimer") or "")
    assert len(plain.sectors) == 2


@pytest.mark.parametrize("name", [name for name in TEXTS if name.startswith(SEED.split(".")[0])])
def test_the_seed_and_its_translations(name: str) -> None:
    """Twenty-five lines: the layout of the seed in every language."""
    wire = read(name)
    assert len(wire.all("body")) == 8
    assert wire.sectors == ("Top Story", "Daily News")
    assert wire.agency == "SeaPRwire"
    assert [part.line for part in wire.parts if part.role != "blank"] == [1, 3, *range(3, 26, 2)]
    assert "[" in wire.all("body")[4]


@pytest.mark.parametrize("name", TEXTS)
def test_language_is_found_without_a_tag(name: str) -> None:
    """From the text alone the reader finds the language that the name declares."""
    declared = read(name).language
    assert read(name, source="x.txt").language == declared
    if name != SEED:
        assert name.split(".")[1] == declared


def test_every_language_has_a_text() -> None:
    assert {read(name).language for name in TEXTS} == set(TAGS)


@pytest.mark.parametrize("path", GOLDENS, ids=[path.name for path in GOLDENS])
def test_golden(path: Path, is_golden: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """What ``kawat read`` prints of a text, of the wire's or of another agency's, stands beside it."""
    main(["read", str(path)])
    found = json.loads(capsys.readouterr().out)
    found["source"] = path.name
    found["error"] = found["error"] and found["error"].replace(str(path), path.name)
    expected = GOLDEN / f"{path.name}.json"
    if is_golden:
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", "utf-8")
    assert found == json.loads(expected.read_text("utf-8"))


@pytest.mark.parametrize("path", SAMPLES, ids=[path.name for path in SAMPLES])
def test_samples_of_agencies_in_every_form(path: Path) -> None:
    """BOM, CRLF and a last line break change no role; a text's parts rebuild it."""
    data = path.read_bytes()
    plain = [(part.role, part.content) for part in read(path.name, data).parts if part.role != "blank"]
    assert plain[0][0] in ("headline", "marker")
    for version in versions(data):
        wire = read(path.name, version)
        assert wire.rebuild() == version
        assert [(part.role, part.content) for part in wire.parts if part.role != "blank"] == plain


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_accounted_for(data: bytes) -> None:
    """Whatever comes in is read or has a reason, and what was read rebuilds."""
    wire = read_wire(data, "x.id.txt")
    assert wire.rebuild() == data if wire.parts else (wire.error is not None or data == b"")
    assert wire.error is not None or wire.first("headline")
    lines = [part.line for part in wire.parts]
    assert lines == sorted(lines)


DATELINES = {
    "MÜNCHEN, 12. Oktober 2026 – (Bentang Newswire) – ": ("MÜNCHEN", date(2026, 10, 12)),
    "Belo Horizonte, 5 de novembro de 2026 – (Bentang Newswire) – ": ("Belo Horizonte", date(2026, 11, 5)),
    "TOKYO, Nov 4, 2026 - (Bentang Newswire) - ": ("TOKYO", date(2026, 11, 4)),
    "東京、2026年11月4日 – （Bentang Newswire）– ": ("東京", date(2026, 11, 4)),
    "도쿄, 2026년 11월 4일 – (Bentang Newswire) – ": ("도쿄", date(2026, 11, 4)),
    "โตเกียว, 4 พฤศจิกายน 2569 – (Bentang Newswire) – ": ("โตเกียว", date(2026, 11, 4)),
    "Tokyo, ngày 4 tháng 11 năm 2026 – (Bentang Newswire) – ": ("Tokyo", date(2026, 11, 4)),
    "بيلو هوريزونتي، 5 نوفمبر 2026 – (Bentang Newswire) – ": ("بيلو هوريزونتي", date(2026, 11, 5)),
    "القاهرة، ٥ نوفمبر ٢٠٢٦ – (Bentang Newswire) – ": ("القاهرة", date(2026, 11, 5)),
    "Мюнхен, 12 октября 2026 г. – (Bentang Newswire) – ": ("Мюнхен", date(2026, 10, 12)),
    "JAKARTA – (Bentang Newswire) – ": ("JAKARTA", None),
    "OSLO, 31 February 2026 – (Bentang Newswire) – ": ("OSLO", None),
    "(Bentang Newswire) –   ": (None, None),
    "（SeaPRwire）－": (None, None),
    "(SOME OTHER WIRE) -- ": (None, None),
}


@pytest.mark.parametrize(("marker", "expected"), DATELINES.items(), ids=[line[:12] for line in DATELINES])
def test_dateline(marker: str, expected: tuple[str | None, date | None]) -> None:
    """Place and day, in the language's own months, digits and calendar."""
    wire = read_wire(make_text(marker=marker).encode(), "x.en.txt")
    assert (wire.place, wire.date) == expected
    assert wire.first("marker") == marker.strip()
    assert wire.first("standfirst") == "Ships no longer have to wait outside the harbour when the weather is bad"


@pytest.mark.parametrize("run", [" ", "a", "(", "[", "&", "_", "a.", "@", "\u3000", "（", "1", "12."])
def test_long_runs_do_not_hang(run: str) -> None:
    """Half a million equal characters are read like any others: no pattern goes back over them."""
    long = run * (500_000 // len(run))
    for text in (make_text(headline=long), make_text(marker=long), make_text(standfirst=long), make_text(sectors=long)):
        wire = read_wire(text.encode()[:1_000_000], "x.txt")
        assert wire.error is None or wire.first("headline") is None or wire.language not in TAGS


def test_text_without_marker_or_tail() -> None:
    """A headline and paragraphs are a text too."""
    wire = read_wire(b"A headline\n\nA paragraph.\n\nAnother: with a colon.\n", "x.en.txt")
    assert (wire.first("headline"), wire.all("body")) == ("A headline", ("A paragraph.", "Another: with a colon."))
    assert (wire.agency, wire.sectors, wire.error) == (None, (), None)


def test_what_follows_the_wires_own_words_is_kept() -> None:
    """Lines after the boilerplate that fit nothing are unknown, not lost."""
    text = make_text() + "\n\nSource: Sandvik Harbour\n\nAnd a last remark of nobody's"
    wire = read_wire(text.encode(), "x.en.txt")
    assert wire.all("source") == ("Source: Sandvik Harbour",)
    assert wire.all("unknown") == ("And a last remark of nobody's",)


@pytest.mark.parametrize(
    "line", ["Branchen: Energie, Umwelt", "분야: Energy", "板块：财经、科技", "Sectores : Energía"]
)
def test_sector_line_by_shape_and_place(line: str) -> None:
    wire = read_wire(make_text(sectors=line).encode(), "x.en.txt")
    assert wire.first("sectors") == line
    assert all(wire.sectors)


@pytest.mark.parametrize("tag", TAGS)
def test_one_paragraph_tells_the_language(tag: str) -> None:
    """A body paragraph alone is told in most languages; never is it told wrongly for a relative's."""
    languages = load_languages()
    name = SEED if (WIRE / f"000_6fe308af405c580b.{tag}.txt").exists() is False else f"000_6fe308af405c580b.{tag}.txt"
    body = read(name).all("body")
    found = [detect_language([paragraph], languages) for paragraph in body]
    assert sum(language is not None and language.tag == tag for language in found) >= len(body) - 2
