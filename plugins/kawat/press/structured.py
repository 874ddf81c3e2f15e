"""An article as structured data: what it is, who published it, what it was translated from (schema.org)."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from kawat.languages import Language
from kawat.press.compose import Composer, remembered
from kawat.press.links import Story
from kawat.press.pieces import dump_json, join_objects
from kawat.press.rows import PostRow

CONCEPTS = {"medtop": "http://cv.iptc.org/newscodes/mediatopic/"}
"""IPTC's vocabularies by the prefix of their codes."""

Node = Mapping[str, object]


def describe_article(composer: Composer, language: Language, post: PostRow, story: Story) -> Markup:
    """A NewsArticle as JSON-LD; what many articles share is made once."""
    published, origin = composer.stamp(post.date), story.origins.get(post.lang)
    data: dict[str, object] = {
        "@id": composer.site.absolute(f"{post.address}/"),
        "headline": post.title,
        "datePublished": published,
        "dateModified": composer.stamp(post.modified) if post.modified else published,
    }
    if origin is not None:
        original = data["translationOfWork"] = _describe_version(composer, story, origin)
        data["isBasedOn"] = original["@id"]
    elif made := [_describe_version(composer, story, tag) for tag, one in story.origins.items() if one == post.lang]:
        data["workTranslation"] = made
    shared = _describe_shared(composer, language, post.agency, post.sectors, origin is None)
    return Markup(join_objects(shared, dump_json(data)))  # noqa: S704 - JSON without "<"


@remembered
def _describe_shared(
    composer: Composer, language: Language, agency: str | None, sectors: tuple[str, ...], is_original: bool
) -> str:
    """What the articles of an agency and of sectors say alike, as JSON; originals are based on what the agency sent."""
    publisher = {"@type": "NewsMediaOrganization", "name": composer.site.name, "url": composer.site.absolute("")}
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "inLanguage": language.tag,
        "publisher": publisher,
        "author": publisher,
        **_describe_sectors(composer, language, sectors),
    }
    if agency is not None:
        href = composer.agency_link(agency).href
        data["author"] = {"@type": "Organization", "name": agency, **({"url": href} if href else {})}
        if is_original:
            data["isBasedOn"] = {"@type": "CreativeWork", "provider": data["author"]}
    return dump_json(data)


def _describe_version(composer: Composer, story: Story, tag: str) -> Node:
    address = composer.site.absolute(f"{story.addresses[tag]}/")
    return {"@type": "NewsArticle", "@id": address, "inLanguage": tag}


def _describe_sectors(composer: Composer, language: Language, ids: tuple[str, ...]) -> Node:
    """The labels of known sectors, and IPTC's concepts for them, as far as there are any."""
    sectors = composer.site.sectors.sort(ids)
    concepts = [
        {"@type": "DefinedTerm", "@id": make_concept(one.iptc), "termCode": one.iptc, "name": one.label_in(language)}
        for one in sectors
        if one.iptc
    ]
    labels = [one.label_in(language) for one in sectors]
    return {name: found for name, found in (("articleSection", labels), ("about", concepts)) if found}


def make_concept(code: str) -> str:
    """The address of an IPTC concept.

    >>> make_concept("medtop:20000349")
    'http://cv.iptc.org/newscodes/mediatopic/20000349'
    """
    scheme, _, number = code.partition(":")
    return f"{CONCEPTS[scheme]}{number}"
