"""The corpus as files: Kawat's posts, Hugo's content, stock Pelican's articles."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path

from bench.corpus import Post


class Format(ABC):
    """How a site generator wants a post."""

    @abstractmethod
    def find_path(self, post: Post) -> str:
        """Its file below ``content/``; it does not change with the post."""

    @abstractmethod
    def dump(self, post: Post) -> str:
        """The file's text."""

    def write(self, post: Post, content: Path) -> None:
        path = content / self.find_path(post)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.dump(post), encoding="utf-8")

    def write_all(self, posts: Iterable[Post], content: Path) -> None:
        """Write posts one by one; folders are made once."""
        made: set[str] = set()
        for post in posts:
            name = self.find_path(post)
            folder = name.rpartition("/")[0]
            if folder not in made:
                (content / folder).mkdir(parents=True, exist_ok=True)
                made.add(folder)
            (content / name).write_text(self.dump(post), encoding="utf-8")


class KawatFormat(Format):
    """Posts as ``python -m kawat convert`` writes them."""

    def find_path(self, post: Post) -> str:
        return f"{post.language.tag}/{post.filed:%Y/%m}/{post.slug}.md"

    def dump(self, post: Post) -> str:
        header = {
            "Title": post.title,
            "Date": f"{post.moment:%Y-%m-%d %H:%M}",
            "Lang": post.language.tag,
            "Slug": post.slug,
            "Id": post.id,
            "Story": post.story,
            "Sectors": ", ".join(post.sectors),
            "Agency": post.agency,
            "Summary": post.summary,
            "Source": post.source,
        }
        if post.is_withdrawn:
            header["Status"] = "withdrawn"
        return _dump_header(header) + _dump_body(post)


class HugoFormat(Format):
    """Markdown with TOML front matter; each kind of list is a taxonomy, which Hugo groups once and for all."""

    def find_path(self, post: Post) -> str:
        return f"{post.language.tag}/posts/{post.slug}.md"

    def dump(self, post: Post) -> str:
        month, day = f"{post.moment:%Y-%m}", f"{post.moment:%Y-%m-%d}"
        fields = {
            "title": _quote(post.title),
            "date": f"{post.moment:%Y-%m-%dT%H:%M:00Z}",
            "slug": _quote(post.slug),
            "sectors": _quote_all(post.sectors),
            "months": _quote_all([month]),
            "days": _quote_all([day]),
            "sectormonths": _quote_all(f"{sector}-{month}" for sector in post.sectors),
            "first": _quote(post.sectors[0]),
            "summary": _quote(post.summary),
            "agency": _quote(post.agency),
            "disclaimer": _quote(post.disclaimer),
            "translationKey": _quote(post.story),
        }
        if post.is_withdrawn:
            fields["draft"] = "true"
        lines = "".join(f"{key} = {value}\n" for key, value in fields.items())
        return f"+++\n{lines}+++\n\n{_dump_body(post)}"


class PelicanFormat(Format):
    """Markdown as Pelican's users write it; the versions of a story have one slug."""

    def find_path(self, post: Post) -> str:
        return f"{post.language.tag}/{post.slug}.md"

    def dump(self, post: Post) -> str:
        header = {
            "Title": post.title,
            "Date": f"{post.moment:%Y-%m-%d %H:%M}",
            "Lang": post.language.tag,
            "Slug": f"{post.slug.rpartition('-')[0]}-{post.story}",
            "Category": post.sectors[0],
            "Tags": ", ".join(post.sectors),
            "Summary": post.summary,
        }
        if post.is_withdrawn:
            header["Status"] = "draft"
        return _dump_header(header) + _dump_body(post)


def _dump_header(header: dict[str, str]) -> str:
    return "".join(f"{key}: {value}\n" for key, value in header.items()) + "\n"


def _dump_body(post: Post) -> str:
    return "\n\n".join(post.paragraphs) + "\n"


def _quote(text: str) -> str:
    """A TOML basic string.

    >>> print(_quote('a "b"'))
    "a \\"b\\""
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _quote_all(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quote, texts))}]"
