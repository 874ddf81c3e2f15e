"""The theme's words: the only reader of ``translations/<tag>/LC_MESSAGES/kawat.po``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from markupsafe import Markup

from kawat.errors import LanguageError
from kawat.languages import Language, Languages

DOMAIN = "kawat"


class _Missing(GNUTranslations):
    """The end of the road for a msgid that the catalogue does not have."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise KeyError(msgid1)


class Words:
    """Every visible word in one language. Placeholders are escaped; there is no fallback language."""

    def __init__(self, language: Language, path: Path, translations: GNUTranslations) -> None:
        self.language, self.path = language, path
        self._translations = translations
        self._known: dict[str, Markup] = {}

    def gettext(self, msgid: str, /, **values: object) -> Markup:
        """The words for a msgid as HTML; raises LanguageError when the catalogue lacks them."""
        words = self._known.get(msgid)
        if words is None:
            words = self._known[msgid] = Markup(self._find(msgid))  # noqa: S704 - the theme's own
        return words % values if values or "%" in words else words

    def format(self, msgid: str, /, **values: object) -> str:
        """The words for a msgid as plain text, which is not escaped."""
        return self._find(msgid) % values

    def ngettext(self, singular: str, plural: str, count: int) -> Markup:
        """The plural form that CLDR has for ``count``, which the form shows as ``%(count)s``."""
        text = self.choose(singular, plural, count)
        return Markup(text) % {"count": self.language.format_count(count)}  # noqa: S704 - the theme's own

    def choose(self, singular: str, plural: str, count: int) -> str:
        """The same form as plain text, its placeholder not filled."""
        try:
            return self._translations.ngettext(singular, plural, count)
        except KeyError as error:
            raise self._lack(singular) from error

    def _find(self, msgid: str) -> str:
        try:
            return self._translations.gettext(msgid)
        except KeyError as error:
            raise self._lack(msgid) from error

    def _lack(self, msgid: str) -> LanguageError:
        return LanguageError(self.path, f"no translation of {msgid!r}", "expected an msgstr with the same placeholders")


def find_catalogue(folder: Path, tag: str) -> Path:
    return folder / tag / "LC_MESSAGES" / f"{DOMAIN}.po"


def load_words(folder: Path, language: Language) -> Words:
    """The words of a language from the theme's translations; raises LanguageError."""
    path = find_catalogue(folder, language.tag)
    try:
        return _read_words(path, language, path.read_bytes())
    except OSError as error:
        raise LanguageError(path, f"cannot be read: {error.strerror}", "a language is a .toml and this .po") from error


@lru_cache(maxsize=64)
def _read_words(path: Path, language: Language, data: bytes) -> Words:
    try:
        # The file's place says which language it is, so that a copied file is a new language.
        catalogue = read_po(BytesIO(data), locale=str(language.locale), domain=DOMAIN, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise LanguageError(path, f"no valid catalogue: {error}", "expected a .po file in UTF-8") from error
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    translations = GNUTranslations(compiled)
    translations.add_fallback(_Missing())
    return Words(language, path, translations)


class AllWords(Mapping[str, Words]):
    """The words of every language, by tag; a catalogue is read when it is asked for."""

    def __init__(self, folder: Path, languages: Languages) -> None:
        self._folder, self._languages = folder, languages
        self._known: dict[str, Words] = {}

    def __getitem__(self, tag: str) -> Words:
        known = self._known.get(tag)
        if known is None:
            known = self._known[tag] = load_words(self._folder, self._languages[tag])
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)
