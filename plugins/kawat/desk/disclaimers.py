"""Disclaimers: what the reader of a third party's text is told, in the text's language."""

from __future__ import annotations

from kawat.errors import DisclaimerError
from kawat.languages import Language
from kawat.wire.agencies import Agencies


def is_third_party(agency: str | None, source: str | None, agencies: Agencies) -> bool:
    """Whether a post owes a disclaimer: it came over the wire, or its agency asks for one."""
    registered = agencies.find(agency) if agency else None
    return registered.is_third_party if registered else bool(source or agency)


def choose_disclaimer(
    where: str, own: str | None, agency: str | None, source: str | None, language: Language, agencies: Agencies
) -> str | None:
    """The disclaimer of a post: its own, its agency's registered one, the language's general one.

    None when none is owed; raises DisclaimerError when one is owed and the language has no words for it.
    """
    if own:
        return own
    if not is_third_party(agency, source, agencies):
        return None
    registered = agencies.find(agency) if agency else None
    wording = registered.disclaimers.get(language.tag) if registered else None
    if wording is None:
        wording = language.disclaimer_agency.replace("%(agency)s", agency) if agency else language.disclaimer_unnamed
    if not wording.strip():
        expected = f"give languages/{language.tag}.toml a [disclaimer] with 'agency' and 'unnamed'"
        raise DisclaimerError(where, "a third party's text without a disclaimer", expected)
    return wording


def is_registered(wording: str, agency: str | None, language: Language, agencies: Agencies) -> bool:
    """Whether a text's disclaimer is the wording that its agency registered."""
    registered = agencies.find(agency) if agency else None
    return registered is not None and registered.disclaimers.get(language.tag) == wording
