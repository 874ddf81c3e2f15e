"""An article as an item for other newsrooms: IPTC's ninjs, beside the article's page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from kawat.languages import Language
from kawat.press.compose import Composer, remembered
from kawat.press.dataviews import Text
from kawat.press.kinds import Key, Kind
from kawat.press.pieces import dump_json, join_objects, make_entry_id
from kawat.press.rows import FoldRow, PostRow
from kawat.press.site import Site
from kawat.press.structured import make_concept

VERSION = "3.1"
STANDARD = {"name": "ninjs", "version": VERSION, "schema": f"https://iptc.org/std/ninjs/ninjs-schema_{VERSION}.json"}
HTML = "text/html"


class NinjsKind(Kind):
    """A post as a ninjs item; key: its address."""

    name, rank, is_own = "ninjs", 1, True

    def is_made(self, site: Site) -> bool:
        return site.has_ninjs

    def keys_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        return ((post.address,),)

    def path(self, key: Key, site: Site) -> str:
        return f"{key[0]}/item.json"

    def load(self, key: Key, composer: Composer) -> Text | None:
        found = composer.find_post(key[0])
        if found is None:
            return None
        post, html, folds = found
        own = {**_describe_post(composer, post), "bodies": list(_describe_bodies(html, folds))}
        shared = _describe_shared(composer, composer.site.languages[post.lang], post.agency, post.sectors)
        versions = [
            _describe_version(tag, address)
            for tag, address in composer.story_of(post).addresses.items()
            if tag != post.lang
        ]
        told = dump_json({name: value for name, value in own.items() if value})
        text = join_objects(shared, told)
        if versions:
            text = join_objects(text, f'{{"associations":[{",".join(versions)}]}}')
        return Text(text.encode())


def _describe_post(composer: Composer, post: PostRow) -> dict[str, object]:
    """What an item says of a post alone; values that it has not are empty."""
    language, published = composer.site.languages[post.lang], composer.stamp(post.date)
    provenance = composer.describe_provenance(language, post.translation) if post.translation else None
    told = {"summary": post.summary, "provenance": provenance}
    address = composer.site.absolute(f"{post.address}/")
    return {
        "uri": make_entry_id(post.address),
        "firstCreated": published,
        "versionCreated": composer.stamp(post.modified) if post.modified else published,
        "headlines": [{"role": "main", "value": post.title}],
        "descriptions": [{"role": role, "value": value} for role, value in told.items() if value],
        "located": post.place,
        "usageTerms": composer.find_disclaimer(post),
        "renditions": [{"name": "web", "href": address, "contentType": HTML}],
    }


def _describe_bodies(html: str, folds: Iterable[FoldRow]) -> Iterable[Mapping[str, str]]:
    """The story, and what follows it; a story without a word has none."""
    for role, text in (("main", html), *folds):
        if text:
            yield {"role": role, "contentType": HTML, "value": text}


@remembered
def _describe_shared(composer: Composer, language: Language, agency: str | None, labels: tuple[str, ...]) -> str:
    """What the items of an agency and of sectors say alike, as JSON."""
    data: dict[str, object] = {
        "type": "text",
        "representationType": "full",
        "standard": STANDARD,
        "pubStatus": "usable",
        "language": language.tag,
    }
    if labels:
        data["subjects"] = [_describe_subject(composer, language, label) for label in labels]
    if agency is not None:
        href = composer.agency_link(agency).href
        data["infoSources"] = [{"name": agency, **({"uri": href} if href else {})}]
    return dump_json(data)


def _describe_subject(composer: Composer, language: Language, label: str) -> Mapping[str, str]:
    """A sector, with IPTC's concept where there is one; a label that we do not know as it is printed."""
    sector = composer.site.sectors.by_id.get(label)
    concept = {"uri": make_concept(sector.iptc)} if sector and sector.iptc else {}
    return {"name": sector.label_in(language) if sector else label, "rel": "about", **concept}


@lru_cache(maxsize=4096)
def _describe_version(tag: str, address: str) -> str:
    """A version of a story in another language, as JSON."""
    version = {"name": tag, "rel": "translation", "uri": make_entry_id(address), "type": "text", "language": tag}
    return dump_json(version)
