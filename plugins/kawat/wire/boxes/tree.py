"""XML as a tree, without what makes it dangerous: no grammar or entities of its own, nothing from outside."""

from __future__ import annotations

import html.entities
from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from kawat.errors import WireError
from kawat.wire.boxes.blocks import Blocks

DEEPEST = 100
MOST_ELEMENTS = 200_000
EXPECTED = "expected XML without declarations of its own"


def parse_xml(text: str, source: str) -> Element:
    """The root; names without their namespaces. Raises WireError with the line.

    A DOCTYPE that names a grammar elsewhere is passed over, and HTML's entities are known without it.

    >>> parse_xml('<!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf xml:lang="id">a&nbsp;b</nitf>', "x.xml").get("lang")
    'id'
    """
    return _Parser(source).parse(text)


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.builder = TreeBuilder()
        self.depth = self.elements = 0
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.UseForeignDTD(True)  # an entity that is not declared is told of, and no error
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = self._refuse_grammar
        parser.EntityDeclHandler = self._refuse_entity
        parser.ExternalEntityRefHandler = None
        parser.SkippedEntityHandler = self._add_entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.builder.data

    def parse(self, text: str) -> Element:
        try:
            self.parser.Parse(text, True)
            return self.builder.close()
        except (expat.ExpatError, AssertionError, UnicodeEncodeError) as error:
            wrong = f"damaged XML: {str(error).partition(': line')[0]}"
            raise WireError(self._place(), wrong, "expected well-formed XML") from error

    def _place(self) -> str:
        return f"{self.source}:{self.parser.CurrentLineNumber}"

    def _refuse_grammar(self, name: str, system: str | None, public: str | None, has_subset: int) -> None:
        if has_subset:
            raise WireError(self._place(), "XML that declares a grammar of its own", EXPECTED)

    def _refuse_entity(self, *declaration: object) -> None:
        raise WireError(self._place(), "XML that declares entities", EXPECTED)

    def _add_entity(self, name: str, is_parameter: bool) -> None:
        character = html.entities.html5.get(f"{name};")
        if is_parameter or character is None:
            raise WireError(
                self._place(), f"an unknown entity {name[:40]!r}", "expected characters, or entities of HTML"
            )
        self.builder.data(character)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST:
            raise WireError(self._place(), f"XML nested deeper than {DEEPEST}", "expected a text")
        if self.elements > MOST_ELEMENTS:
            raise WireError(self._place(), f"XML with more than {MOST_ELEMENTS} elements", "expected a text")
        self.builder.start(_shorten(name), {_shorten(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(_shorten(name))


def _shorten(name: str) -> str:
    return name.rpartition(" ")[2]


def collect_blocks(element: Element | None) -> list[str]:
    """The paragraphs in an element."""
    blocks = Blocks()
    if element is not None:
        _feed(blocks, element)
    return blocks.finish()


def _feed(blocks: Blocks, element: Element) -> None:
    name = element.tag.lower()
    blocks.start(name, element.attrib)
    blocks.add(element.text or "")
    for child in element:
        _feed(blocks, child)
        blocks.add(child.tail or "")
    blocks.end(name)


def read_line(element: Element | None) -> str | None:
    """The text in an element as one line; None when there is none."""
    line = " ".join(" ".join(collect_blocks(element)).split()) if element is not None else ""
    return line or None


def find(element: Element | None, path: str) -> Element | None:
    """The first element at a path such as ``body/body.head``."""
    return element.find(path) if element is not None else None


def find_all(element: Element | None, path: str) -> Iterator[Element]:
    return element.iterfind(path) if element is not None else iter(())


def find_attribute(element: Element | None, name: str) -> str | None:
    return element.get(name) if element is not None else None
