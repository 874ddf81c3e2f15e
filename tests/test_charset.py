"""Encodings: found or set aside, never guessed wrong, and given back byte for byte."""

from __future__ import annotations

import codecs
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from kawat.errors import WireError
from kawat.languages import Language, load_known
from kawat.wire.charset import LARGEST, Decoded, decode_wire, encode_wire
from kawat.wire.encodings import Encoding, count_high, find_encodings, load_encodings, rate_text
from kawat.wire.mojibake import DOUBLE, SINGLE, decode_step, encode_step, find_mojibake, repair_mojibake

WIRE = ROOT / "wire"
TEXTS = sorted([*WIRE.glob("*.txt"), *(ROOT / "tests" / "wires").glob("*.txt")])
SHARED_PRACTICE = ROOT.parent / "shared" / "practice"
MARKED = {
    "utf-8-sig": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
# What an encoding cannot hold, as people write it then.
PLAIN = {
    "“": '"',
    "”": '"',
    "„": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "―": "-",
    "…": "...",
    "\xa0": " ",
    "•": "-",
}
PLAIN |= {
    "\u202f": " ",
    "°": " ",
    "−": "-",
    "„": '"',
    "œ": "oe",
    "№": "N",
    "«": '"',
    "»": '"',
    "·": " ",
    "‧": " ",
    "・": " ",
}
SAMPLE = "Serra Azul embarque ses premiers sacs de café. L’été dernier, une sécheresse avait déjà gâté la récolte."


def read_text(path: Path) -> str:
    return path.read_text("utf-8")


def find_language(path: Path) -> Language:
    tag = path.name.split(".")[-2]
    return load_known().find(tag) or load_known()["id"]


def cut(text: str) -> list[str]:
    """The whole text, and its first three paragraphs."""
    paragraphs = [line for line in text.splitlines() if line.strip()]
    return [text, "\n\n".join(paragraphs[:3]) + "\n"]


def encode_vietnamese(text: str) -> bytes:
    """windows-1258: a letter with its tone is two characters."""
    data = b""
    for char in text:
        try:
            data += char.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = unicodedata.normalize("NFD", char)
            tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
            letter = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in tones))
            data += (letter + "".join(tones)).encode("cp1258")
    return data


def encode_plain(text: str, encoding: str) -> tuple[bytes, str] | None:
    """The text in the encoding, with simpler quotes and dashes where it has none; None when it cannot hold it."""
    own = []
    for char in text:
        try:
            (encode_vietnamese(char) if encoding == "cp1258" else char.encode(encoding))
            own.append(char)
        except UnicodeError:
            if char not in PLAIN:
                return None
            own.append(PLAIN[char])
    plain = "".join(own)
    return encode_vietnamese(plain) if encoding == "cp1258" else plain.encode(encoding), plain


def decode(data: bytes, declared: str | None = None) -> Decoded:
    decoded = decode_wire(data, "x.txt", declared)
    assert encode_wire(decoded.text, decoded.encoding) == data
    return decoded


def refuse(data: bytes, declared: str | None = None) -> str:
    with pytest.raises(WireError) as caught:
        decode_wire(data, "x.txt", declared)
    return str(caught.value)


def is_usual(encoding: Encoding, scripts: set[str], text: str) -> bool:
    """Whether texts of this kind come in the encoding: Chinese does not come in Shift_JIS, though it fits."""
    is_own = scripts == encoding.scripts if encoding.scripts else "Hani" in scripts
    return is_own and (not encoding.telling or not encoding.telling.isdisjoint(unicodedata.normalize("NFC", text)))


def assert_same(found: str, expected: str) -> None:
    assert unicodedata.normalize("NFC", found) == unicodedata.normalize("NFC", expected)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_encoding_that_holds_a_text_is_found(path: Path) -> None:
    """Whole and cut to three paragraphs; in an encoding that nobody would use it may be set aside, never misread."""
    scripts = set(find_language(path).scripts)
    for text in cut(read_text(path)):
        for encoding in load_encodings():
            encoded = encode_plain(text, encoding.name) if scripts & (encoding.scripts or scripts) else None
            if encoded and is_usual(encoding, scripts, text):
                assert_same(decode(encoded[0]).text, encoded[1])
            elif encoded:
                with suppress(WireError):
                    assert_same(decode_wire(encoded[0], "x").text, encoded[1])


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_unicode_is_found_with_and_without_a_mark(path: Path) -> None:
    """The mark stays in the text as U+FEFF, but for that of UTF-8."""
    for text in cut(read_text(path)):
        assert decode(text.encode()) == Decoded(text, "utf-8", "utf-8")
        for name, mark in MARKED.items():
            own = name.removesuffix("-sig")
            decoded = decode(mark + text.encode(own))
            assert decoded == Decoded(decoded.text, name, "byte order mark")
            assert decoded.text == (text if name.endswith("-sig") else "\ufeff" + text)
            found = decode(text.encode(own))
            assert (found.text, found.encoding) == (text, own)
        marked = decode("\ufeff".encode("gb18030") + text.encode("gb18030"))
        assert (marked.text, marked.encoding) == ("\ufeff" + text, "gb18030")


def test_utf16_without_a_zero_byte() -> None:
    """A Chinese line that holds no character of ASCII."""
    text = read_text(WIRE / "kisaragi-robotics.zh-Hans.txt")
    line = "".join(char for char in text if char > "\x7f" and b"\0" not in char.encode("utf-16-le"))
    for name in ("utf-16-le", "utf-16-be"):
        assert b"\0" not in line.encode(name)
        assert decode(line.encode(name)).text == line


@pytest.mark.parametrize(
    ("name", "codec"), [("ja", "iso2022_jp"), ("ja", "iso2022_jp_ext"), ("ko", "iso2022_kr"), ("zh-Hans", "hz")]
)
def test_seven_bit_encodings_are_no_ascii(name: str, codec: str) -> None:
    """ISO-2022 and HZ hold bytes of ASCII only, but escape sequences."""
    for path in WIRE.glob(f"*.{name}.txt"):
        for text in cut(read_text(path)):
            encoded = encode_plain(text, codec)
            if encoded:
                data = encoded[1].encode(codec)
                assert data.isascii()
                decoded = decode(data)
                assert (decoded.text, decoded.how) == (encoded[1], "escape sequences")


def test_utf7_is_told_from_plus_signs() -> None:
    text = read_text(WIRE / "nordlicht-rail-sensors.fr.txt").replace("+", "")
    assert decode(text.encode("utf-7")).text == text
    for plain in (
        "Call +628112223334- or +49301234567-.",
        "Disney+HBO-Max+ESPN-Plus+MGM-Go",
        "~{}~ and ~{!~}",
        "a ~{b~} c",
    ):
        assert decode(plain.encode()) == Decoded(plain, "utf-8", "utf-8")


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"Rapat\n\x1b$B", "x.txt:2: an escape sequence of ISO-2022, but no text in it"),
        ("日本の会社".encode("iso2022_jp").replace(b"(B", b"(J"), "which iso2022_jp writes in another way"),
        (b"\xef\xbb\xbfRapat\n\xff", "x.txt:2: ff is no character of utf-8"),
        (b"\xff\xfeR\0a", "the text ends within a character of utf-16-le (61)"),
        (b"\xff\xfeR\0\n\0\x00\xd8R\0", "x.txt:2: 00 d8 is no character of utf-16-le"),
        ("Rapat\nNaïve façade – 北京".encode()[:-1], "x.txt:2: the text ends within a character of utf-8 (e4 ba)"),
        ("Rapat\n北京 \ud83d".encode("utf-8", "surrogatepass"), "x.txt:2: a lone surrogate (ed a0 bd)"),
        ("Rapat \ud83d\ude00".encode("utf-8", "surrogatepass"), "x.txt:1: a lone surrogate (ed a0 bd)"),
        ("Šéf a čeština – ano\nnaïve".encode() + b"\x92", "x.txt:2: byte 0x92 is no UTF-8, though most of the text is"),
        (
            "Rapat\nновый порт".encode() + b"\n" + "новый порт. Новый порт".encode("cp1251"),
            "x.txt:2: a line in UTF-8, while",
        ),
        (b"\xff", "x.txt:1: byte 0xff is no UTF-8"),
        (b"Un \xe9t\xe9\n\nText", "x.txt:1: byte 0xe9 is no UTF-8, and no other encoding is certain: cp1252 1.00, "),
        (b"Head\0line\n\nText", "x.txt:1: a NUL character"),
        (b"Head\nli\0ne and more", "x.txt:2: a NUL character"),
        ("Head\nline\0".encode("utf-16"), "x.txt:2: a NUL character"),
        (b"\x01\x02\x03\x04Rapat", "4 of 9 characters are controls or unassigned"),
        (b"a" * (LARGEST + 1), f"{LARGEST + 1} bytes long"),
        (b"%PDF-1.7\nRapat", "no text but a file in the format PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no text but a file in the format PNG"),
        (b"PK\x03\x04\x14\0\0\0", "no text but a file in the format ZIP"),
        (b"{\\rtf1 Rapat}", "no text but a file in the format RTF"),
    ],
)
def test_what_is_no_text_has_its_reason(data: bytes, wrong: str) -> None:
    """Each reason names the line and what is wrong there."""
    assert wrong in refuse(data)


@pytest.mark.parametrize("codec", ["gb18030", "cp950", "cp932", "euc_jp", "cp949"])
def test_truncated_text_is_set_aside(codec: str) -> None:
    """A last character that lacks its second byte."""
    tag = {"gb18030": "zh-Hans", "cp950": "zh-Hant", "cp949": "ko"}.get(codec, "ja")
    for path in WIRE.glob(f"*.{tag}.txt"):
        text = read_text(path)
        encoded = encode_plain(
            text[: max(place for place, char in enumerate(text) if char.isalpha() and char > "z") + 1], codec
        )
        assert encoded
        assert f"the text ends within a character of {codec}" in refuse(encoded[0][:-1])


def test_mixed_encodings_are_set_aside() -> None:
    """A paragraph in another encoding than the rest; the line is named."""
    russian, french = (read_text(WIRE / f"nordlicht-rail-sensors.{tag}.txt").splitlines() for tag in ("ru", "fr"))
    russian = [encode_plain(line, "koi8-r")[1] for line in russian]  # type: ignore[index]
    french = [encode_plain(line, "cp1252")[1] for line in french]  # type: ignore[index]
    for codec, other, lines in (
        ("cp1251", "koi8-r", russian),
        ("cp1251", "utf-8", russian),
        ("cp1252", "utf-8", french),
    ):
        parts = [line.encode(other if number == 6 else codec) for number, line in enumerate(lines)]
        assert refuse(b"\n".join(parts)).startswith("x.txt:7: ")
    parts = [line.encode("cp1252" if number == 6 else "utf-8") for number, line in enumerate(french)]
    assert "though most of the text is" in refuse(b"\n".join(parts))


def test_declared_charset_is_believed_where_it_reads() -> None:
    """Too little to tell it by, in a subset's name, and what is declared wrongly."""
    short = "Un été".encode("cp1252")
    assert decode(short, "ISO-8859-1") == Decoded("Un été", "cp1252", "declared as ISO-8859-1")
    assert decode("Ağrı".encode("cp1254"), "iso-8859-9").text == "Ağrı"
    assert decode("中文".encode("gbk"), "gb2312").encoding == "gb18030"
    assert decode("naïve".encode("mac-roman"), "macintosh").text == "naïve"
    assert decode("會議".encode("utf-16-be"), "utf-16").text == "會議"
    russian = read_text(WIRE / "nordlicht-rail-sensors.ru.txt").replace("–", "-")
    found = decode(russian.encode("koi8-r", "replace"), "windows-1251")
    assert (found.encoding, found.warnings) == ("koi8-r", ("declared as windows-1251, but in koi8-r",))
    for odd in ("x-unheard-of", "unicode_escape", "idna", "zip", "", "\0", "utf-8"):
        assert "byte 0xe9 is no UTF-8" in refuse(short, odd)
        assert decode(b"Rapat", odd) == Decoded("Rapat", "utf-8", "utf-8")
    assert decode("Un été".encode(), "latin-1").encoding == "utf-8"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_mojibake_is_undone_or_set_aside(path: Path) -> None:
    """UTF-8 read as Latin-1, windows-1252 or -1251, once, twice, with losses, in a paragraph, in every language."""
    for text in cut(read_text(path)):
        for codec in ("latin-1", "cp1252", "cp1251"):
            once = decode_step(text.encode(), codec)
            twice = decode_step(once.encode(), codec)
            lossy = once.replace("\xa0", " ").replace("\x81", "?").replace("\x9d", "?")
            paragraphs = text.splitlines(keepends=True)
            place = max(range(len(paragraphs)), key=lambda number: count_high(paragraphs[number]))
            paragraphs[place] = decode_step(paragraphs[place].encode(), codec)
            for broken in (once, twice, lossy, "".join(paragraphs)):
                if broken == text or count_high(text) == 1:
                    continue  # a sign alone proves nothing
                try:
                    decoded = decode(broken.encode())
                except WireError as error:
                    assert "is utf-8 that was read as" in str(error)
                    continue
                assert decoded.text == (text if broken != lossy else encode_step(lossy, codec).decode())
                assert decoded.encoding.startswith("utf-8>")
                assert "undone" in decoded.warnings[0]


LEGACY = {
    "cp949": "ko", "euc_kr": "ko", "cp932": "ja", "euc_jp": "ja", "gb18030": "zh-Hans", "cp950": "zh-Hant",
    "cp1251": "ru", "koi8-r": "ru", "cp874": "th", "cp1256": "ar", "cp1258": "vi",
}  # fmt: skip


@pytest.mark.parametrize("codec", LEGACY)
def test_older_encodings_read_as_latin_are_set_aside(codec: str) -> None:
    """EUC-KR read as Latin-1 and its like look wrong, but prove nothing: they are never undone."""
    for path in WIRE.glob(f"*.{LEGACY[codec]}.txt"):
        for text in cut(read_text(path)):
            encoded = encode_plain(text, codec)
            assert encoded
            for taken in ("latin-1", "cp1252"):
                reason = refuse(decode_step(encoded[0], taken).encode())
                assert reason.startswith("x.txt:1: ")
                assert "that was read as" in reason


def test_one_paragraph_of_mojibake_is_enough() -> None:
    """A text of which a part was read as Latin-1 names that line; so do windows' quotes read as controls."""
    english = read_text(WIRE / "hanbit-cold-chain.en.txt")
    korean = encode_plain(read_text(WIRE / "hanbit-cold-chain.ko.txt").splitlines()[6], "cp949")
    assert korean
    broken = english + "\n" + korean[0].decode("latin-1")
    assert refuse(broken.encode()).startswith(f"x.txt:{len(broken.splitlines())}: ")
    assert "cp1252 that was read as latin-1" in refuse(english.encode("cp1252").decode("latin-1").encode())


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_clean_text_is_no_mojibake(path: Path) -> None:
    """No line of a text, whole, alone or in capitals, is taken for one that was read wrongly."""
    text = read_text(path)
    for line in (text, text.upper(), *text.splitlines()):
        assert repair_mojibake(line) == (line, ())
        assert find_mojibake(line, "utf-8") is None


@pytest.mark.parametrize(
    "line",
    [
        "Il est blessé\xa0», dit-il. «\xa0Voilà\xa0»",
        "“AMANHÔ E DEPOIS: “IRMÔ, MAÇÃ",
        "Þjóðin sagði nei í atkvæðagreiðslunni á laugardag, þótt ýmsir hefðu viljað annað",
        "Прийшли до Росії армії двох компаній, а в Криму — сім’ї з Вірменії",
        "Føroyar og Ísland gera nýggja avtalu um fiskiskap í norðurhøvum",
        "Tööandja ütles, et järgmisel nädalal läheb kõik žürii ette; šokk möödub",
        "Ένα νέο λιμάνι για την Ελλάδα",
        "联通 王小明 said in Kuala Lumpur",
        "CAFÉ “TÜR” — ÀÉÎÕÜ ½ ± 3°C · £5 ¥6 §7 ©2026 Ærø",
        "€99 – œuvre: ¿Qué? ¡No!",
    ],
)
def test_odd_but_clean_lines_are_no_mojibake(line: str) -> None:
    """Neighbours that could be UTF-8: NBSP before a guillemet, Ã before a quote, letters of small languages."""
    assert decode(line.encode()) == Decoded(line, "utf-8", "utf-8")


def test_chain_of_encodings_is_kept() -> None:
    """What had been read wrongly once, twice, with its mark, or in UTF-16 gives back its bytes."""
    once = decode_step(SAMPLE.encode(), "cp1252")
    assert decode(once.encode()).encoding == "utf-8>cp1252>utf-8"
    twice = decode(decode_step(once.encode(), "cp1252").encode())
    assert (twice.text, twice.encoding) == (SAMPLE, "utf-8>cp1252>utf-8>cp1252>utf-8")
    assert "read as cp1252, then as cp1252: undone" in twice.warnings[0]
    marked = decode(decode_step(b"\xef\xbb\xbf" + SAMPLE.encode(), "cp1252").encode())
    assert marked.text == "\ufeff" + SAMPLE
    assert decode(once.encode("utf-16-le")).encoding == "utf-16-le>cp1252>utf-8"
    assert decode("Caf\u00c3\u00a9".encode()).text == "Café"
    for codec in (*SINGLE, *DOUBLE):
        assert encode_step(decode_step(b"Rapat", codec), codec) == b"Rapat"


def test_what_an_editor_should_know_is_warned_of() -> None:
    """Controls and bidirectional overrides stay in the text; the line of the first of each kind is named."""
    text = "Head\n\nA \u202eb\u202c c\n\u2067d\u2069 \x07 \x0c\x1b[31m \ue000 \ufdd0\r\nlast\x85" + "word " * 20
    decoded = decode(text.encode())
    assert decoded.text == text
    assert decoded.warnings == (
        "line 3: a bidirectional control (U+202E), 4 in all",
        "line 4: a control character (U+0007), 2 in all",
        "line 5: a noncharacter (U+FDD0)",
    )
    assert decode("a\u200d\u200c\u200e\u200f\xad\ufeffb\tc\x0bd\u2028".encode()).warnings == ()
    assert decode(("word " * 100 + "\n\ufffd").encode()).warnings == (
        "line 2: a character that was lost before it came here (U+FFFD)",
    )
    assert "3 characters had been lost" in refuse("Caf\ufffd, th\ufffd, na\ufffdve".encode())


def test_binary_in_no_known_format_is_set_aside() -> None:
    """EBCDIC, and bytes at random, are not taken for a text in Arabic or Greek."""
    for path in TEXTS:
        encoded = encode_plain(read_text(path), "cp500")
        if encoded:
            assert " is no UTF-8" in refuse(encoded[0])
    noise = bytes((5 * number * number + 7 * number) % 251 for number in range(4000))
    refuse(noise)
    refuse(bytes(byte | 0x80 for byte in noise))


@given(st.binary(max_size=200), st.sampled_from([None, "latin-1", "gbk", "utf-16", "utf-7", "euc-jp", "mac-roman"]))
@example(b"\x1b$B", None)
@example("日本の会社が".encode("iso2022_jp_2"), None)
@example(b"+AGEAYg- +AGMA- +AGQA-", "utf-7")
@example(b"+2AA- +2AA- +2AA-", None)
@example("¬∪㈱".encode("cp932").replace(b"\x81\xca", b"\xfa\x54"), "cp932")
@settings(max_examples=300)
def test_any_bytes_are_given_back_or_set_aside(data: bytes, declared: str | None) -> None:
    """Nothing but WireError is raised; what is read rebuilds, and can be written as UTF-8."""
    try:
        decoded = decode_wire(data, "x.txt", declared)
    except WireError as error:
        assert error.where.startswith("x.txt:")
        return
    assert encode_wire(decoded.text, decoded.encoding) == data
    assert "\0" not in decoded.text
    decoded.text.encode()


@given(st.data())
@settings(max_examples=100)
def test_damaged_texts_are_given_back_or_set_aside(data: st.DataObject) -> None:
    """A run of a real text, in any encoding, with some bytes changed."""
    text = read_text(data.draw(st.sampled_from(TEXTS)))
    start = data.draw(st.integers(0, len(text)))
    codec = data.draw(
        st.sampled_from(["utf-8", "utf-16", "utf-7", "iso2022_jp", *(one.name for one in load_encodings())])
    )
    damaged = bytearray(text[start : start + 200].encode(codec, "ignore"))
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=4)):
        damaged[place : place + 1] = bytes([byte])
    with suppress(WireError):
        decode(bytes(damaged))


@pytest.mark.parametrize(
    "run",
    [
        "é",
        "Ã©",
        "Ã",
        "Viê",
        "ЖЩЪЁ" * 20 + "\n",
        "Ð¤æß" * 5 + "\n",
        "\u202e",
        "\x07",
        "\ufffd",
        "字",
        "ǅ",
        "\x1b$B",
        "~{!",
        "+AAA",
        "+",
        "a\n",
        "ÇáÚ\n",
    ],
)
def test_long_runs_do_not_hang(run: str) -> None:
    """A quarter of a million equal characters are read or set aside like any others."""
    for codec in ("utf-8", "cp1252", "gb18030"):
        with suppress(WireError, UnicodeEncodeError):
            decode(run.encode(codec) * (250_000 // len(run.encode(codec))))


def test_encoding_is_told_from_lines_beyond_the_sample() -> None:
    """A hundred thousand bytes of ASCII come before the first accent; a wrong byte at the end is still found."""
    story = "The ships waited outside the harbour.\n" * 3000 + (SAMPLE + "\n") * 700
    data = encode_plain(story, "cp1252")
    assert data
    assert decode(data[0]).text == data[1]
    assert "x.txt:3701: 81 is no character of cp1252" in refuse(data[0] + b"\x81")


def test_table_of_encodings_is_sound() -> None:
    """Codecs that Python has, names that chardet knows, alphabets that the encoding holds."""
    import chardet

    known = [label for encoding in load_encodings() for label in encoding.detector]
    chardet.detect(b"caf\xe9", include_encodings=known)
    assert len({encoding.name for encoding in load_encodings()}) == len(load_encodings())
    for encoding in load_encodings():
        assert codecs.lookup(encoding.name).name == encoding.name
        assert encoding in find_encodings(encoding.name)
        for alphabet in (*encoding.alphabets, encoding.telling):
            assert all(encode_plain(letter, encoding.name) for letter in alphabet), encoding.name
        assert rate_text("Rapat", encoding) == 1.0
    assert [one.name for one in find_encodings("utf-16")] == ["utf-16-le", "utf-16-be"]


@pytest.mark.skipif(not SHARED_PRACTICE.is_dir(), reason="the practice texts are not here")
def test_practice_texts_are_found_and_never_misread() -> None:
    """Real sentences, whole and cut to three: all of the whole texts, and 98 in 100 of the cut ones."""
    found = {True: [0, 0], False: [0, 0]}
    for path in sorted(SHARED_PRACTICE.glob("*.txt")):
        if path.name.split(".")[-2] not in load_known():
            continue  # a language that is not known confirms no encoding
        for is_whole, text in zip((True, False), cut(read_text(path)), strict=True):
            for encoding in load_encodings():
                scripts = set(find_language(path).scripts)
                encoded = encode_plain(text, encoding.name) if is_usual(encoding, scripts, text) else None
                if encoded is None:
                    continue
                found[is_whole][1] += 1
                with suppress(WireError):
                    assert_same(decode(encoded[0]).text, encoded[1])
                    found[is_whole][0] += 1
    assert found[True][0] == found[True][1] > 0
    assert found[False][0] >= 0.98 * found[False][1]
