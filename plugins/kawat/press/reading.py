"""Posts from files to rows."""

from __future__ import annotations

import re
from functools import lru_cache

from kawat.errors import PostError
from kawat.paragraphs import split_folds
from kawat.press.body import isolate_contacts, render_body, render_parts
from kawat.press.foreign import read_file, read_foreign
from kawat.press.rows import BadRow, FoldRow, PostRow, ReadPost
from kawat.press.site import Site
from kawat.wire.naming import make_slug
from kawat.wire.posts import LONGEST_SLUG, SLUG, Post, decode_post, parse_post

PLACE = re.compile(r"(?P<tag>[A-Za-z0-9-]+)/(?P<year>\d{4})/(?P<month>0[1-9]|1[0-2])/(?P<slug>[^/]+)\.[a-z]+")


def read_post(site: Site, name: str) -> ReadPost | BadRow:
    """The row of a post's file, or the reason why it is set aside. ``name`` is relative to ``content/``."""
    try:
        if not name.endswith(".md"):
            post = read_foreign(site, name)
            return ReadPost(_make_row(site, post, name), post.body)
        post = parse_post(decode_post(read_file(site.content, name), name), name)
        return _render_post(site, _make_row(site, post, name), post.body)
    except PostError as error:
        return BadRow(name, error.where, error.wrong, error.expected)
    except OSError as error:
        return BadRow(name, f"{name}:1", f"cannot be read: {error.strerror}", "make it readable", is_passing=True)


def _render_post(site: Site, row: PostRow, body: str) -> ReadPost:
    story, folds = split_folds(body)
    if not folds:
        return ReadPost(row, render_body(story, row.path, site.markdown))
    html, *parts = render_parts([story, *(fold.body for fold in folds)], row.path, site.markdown)
    if site.languages[row.lang].direction == "rtl":
        parts = list(map(isolate_contacts, parts))
    found = (FoldRow(fold.kind, part) for fold, part in zip(folds, parts, strict=True) if part)
    return ReadPost(row, html, tuple(found))


def _make_row(site: Site, post: Post, name: str) -> PostRow:
    lang, address = _find_place(site, post, name)
    if post.moment is None:
        raise PostError(f"{name}:1", "no Date", "expected 'Date: YYYY-MM-DD' in the header")
    identity = post.id or address
    return PostRow(
        path=name,
        address=address,
        lang=lang,
        date=str(post.moment),
        title=post.title,
        status=post.status,
        id=identity,
        story=post.story or f"/{address}",  # a story of its own: no Story holds a slash
        labels=_resolve_labels(site, lang, post.sectors),
        modified=str(post.modified) if post.modified else None,
        agency=post.agency,
        place=post.place,
        summary=post.summary,
        disclaimer=post.disclaimer,
        source=post.source,
        translation=post.translation,
    )


def _find_place(site: Site, post: Post, name: str) -> tuple[str, str]:
    """Language and address: from the file's place, which never moves, else from the header."""
    place = PLACE.fullmatch(name)
    folder = site.languages.find(name.partition("/")[0])
    declared = site.languages.find(post.lang) if post.lang else None
    if post.lang and declared is None:
        known = ", ".join(site.languages)
        raise PostError(f"{name}:1", f"unknown Lang {post.lang!r}", f"expected one of {known}")
    if folder and declared and folder != declared:
        raise PostError(
            f"{name}:1", f"Lang {declared.tag} in the folder {folder.tag}/", "move the file or correct Lang"
        )
    language = declared or folder
    if language is None:
        raise PostError(f"{name}:1", "no Lang", "expected 'Lang: …' in the header, or a folder named after a language")
    if place and folder and SLUG.fullmatch(place["slug"]) and len(place["slug"]) <= LONGEST_SLUG:
        return language.tag, f"{language.slug}/{place['year']}/{place['month']}/{place['slug']}"
    if post.moment is None:
        raise PostError(f"{name}:1", "no Date", "expected 'Date: YYYY-MM-DD' in the header")
    slug = post.slug or make_slug(post.title, post.id or "").strip("-")
    if not slug:
        raise PostError(f"{name}:1", "no Slug", "expected 'Slug: …' in the header, as the title gives none")
    return language.tag, f"{language.slug}/{post.moment.day:%Y/%m}/{slug}"


@lru_cache(maxsize=4096)
def _resolve_labels(site: Site, lang: str, labels: tuple[str, ...]) -> str:
    found = (site.sectors.resolve(label, site.languages[lang], site.languages) for label in labels)
    return ",".join(dict.fromkeys(found))
