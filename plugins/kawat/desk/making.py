"""A wire text made a post: the story, what is folded apart, and the facts of the header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kawat.desk.disclaimers import is_registered
from kawat.desk.tables import Desk
from kawat.errors import WireError
from kawat.paragraphs import dump_fold, dump_subhead, escape_paragraph, make_line
from kawat.wire.learning import LEARNED
from kawat.wire.model import Part, Role, WireText
from kawat.wire.naming import name_story
from kawat.wire.posts import Moment, Post
from kawat.wire.sidecars import Sidecar

FOLDS: tuple[tuple[str, tuple[Role, ...]], ...] = (
    ("about", ("about",)),
    ("contact", ("contact",)),
    ("notes", ("source", "legal", "copyright", "tail")),
)
"""The folds of a post, in their order, and what goes into each."""


def make_post(wire: WireText, digest: str, sidecar: Sidecar, moment: Moment, desk: Desk) -> Post:
    """The post of a text, without its identity; raises WireError where there is no headline to show."""
    tag = wire.language or ""
    language = desk.languages[tag]
    title = find_title(wire)
    if not title:
        raise WireError(f"{wire.source}:1", "no headline", "expected a first line of visible text")
    labels = (desk.sectors.resolve(make_line(label), language, desk.languages) for label in wire.sectors)
    disclaimer = make_line(" ".join(wire.all("disclaimer")))
    return Post(
        title=title,
        body=make_body(wire),
        moment=moment,
        lang=tag,
        # A text in a container: the container's name is a part of the story's, which thus is told in it alone.
        story=name_story(wire.source.replace("#", "/"), desk.languages),
        sectors=tuple(dict.fromkeys(label for label in labels if label)),
        agency=make_line(wire.agency or "") or None,
        place=make_line(wire.place or "") or None,
        summary=make_line(wire.first("standfirst") or wire.facts.standfirst or "") or None,
        disclaimer=None if is_registered(disclaimer, wire.agency, language, desk.agencies) else disclaimer or None,
        source=wire.source,
        source_sha256=digest,
        translation=sidecar.describe_translation(tag),
    )


def find_title(wire: WireText) -> str:
    """The headline on one line, else the one that the container states; empty where there is none to be seen."""
    return make_line(wire.first("headline") or "") or make_line(wire.facts.headline or "")


def make_body(wire: WireText) -> str:
    """The story as Markdown that means only itself, then the folds."""
    further = [part for part in wire.parts if part.role == "standfirst"][1:]
    story = [part for part in wire.parts if part.role in ("body", "unknown") or part in further]
    blocks = list(_escape(story))
    for kind, roles in FOLDS:
        parts = [part for part in wire.parts if part.role in roles or (kind == "notes" and part.rule == LEARNED)]
        paragraphs = list(_escape(parts))
        if paragraphs:
            blocks.append(dump_fold(kind, paragraphs).rstrip("\n"))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _escape(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        line = make_line(part.content)
        if line:
            yield dump_subhead(line) if part.kind == "subhead" else escape_paragraph(line)
