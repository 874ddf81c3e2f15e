"""The command line: ``python -m kawat build | convert | read | explain | check``.

Commands import what they need when they run: the shortest of them takes less time than loading all would.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kawat.errors import KawatError
from kawat.report import Progress, save_quarantine
from kawat.summary import report_build, report_conversion

if TYPE_CHECKING:
    from kawat.convert import Conversion, Converter
    from kawat.press.site import Extra, OwnPage, ReadForeign
    from kawat.wire import WireText

CACHE = Path(".cache")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 0, 1 when something was found wrong, 2 for wrong usage."""
    options = _make_parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except KawatError as error:
        print(f"kawat: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of our output has gone; keep the interpreter from complaining about it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def take_now() -> datetime:
    """The moment of this run, aware, in UTC: SOURCE_DATE_EPOCH when it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.fromtimestamp(time.time(), UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise KawatError("SOURCE_DATE_EPOCH", f"{epoch!r} is no moment", "expected seconds since 1970") from error


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kawat", description="From wire texts to posts, and checks on the site.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    read = commands.add_parser("read", help="show what the reader finds in wire texts, a JSON object a line")
    read.add_argument("files", nargs="+", type=Path, metavar="FILE")
    read.set_defaults(run=_run_read)

    convert = commands.add_parser("convert", help="write a post for each wire text that has none")
    convert.add_argument("wire", type=Path, metavar="WIRE", help="the folder of wire texts")
    convert.add_argument("content", type=Path, metavar="CONTENT", help="the folder of posts")
    convert.add_argument("--cache", type=Path, default=CACHE, help="where to keep what can be found again (.cache)")
    convert.add_argument("--strict", action="store_true", help="exit with 1 when a text is set aside or in conflict")
    convert.set_defaults(run=_run_convert)

    build = commands.add_parser("build", help="build the site, as pelican does, without loading what is not needed")
    build.add_argument("content", nargs="?", type=Path, metavar="CONTENT", help="the folder of posts (PATH)")
    build.add_argument("-s", "--settings", type=Path, default=Path("pelicanconf.py"), help="Pelican's settings")
    build.add_argument("-o", "--output", type=Path, help="the folder of the site (OUTPUT_PATH)")
    build.add_argument("--url", help="the site's address (SITEURL)")
    build.add_argument("-j", "--workers", type=int, metavar="N", help="processes for large work (one for each core)")
    build.add_argument("--wire", type=Path, help="a folder of wire texts, which are converted first")
    build.set_defaults(run=_run_build)

    explain = commands.add_parser("explain", help="say why pages of the site were last written")
    explain.add_argument("pages", nargs="+", type=Path, metavar="PAGE", help="such as output/en/index.html")
    explain.add_argument("-s", "--settings", type=Path, default=Path("pelicanconf.py"), help="Pelican's settings")
    explain.add_argument("-o", "--output", type=Path, help="the folder of the site (OUTPUT_PATH)")
    explain.set_defaults(run=_run_explain, content=None, url=None)

    check = commands.add_parser("check", help="check a built site: links, languages, policies")
    check.add_argument("output", type=Path, metavar="OUTPUT", help="the folder of the site")
    check.set_defaults(run=_run_check)
    return parser


def _run_read(options: argparse.Namespace) -> int:
    from kawat.wire import read_wire

    faults = 0
    for path in options.files:
        try:
            wire = read_wire(path.read_bytes(), str(path))
        except OSError as error:
            print(f"kawat: {path}: {error.strerror}; expected a readable file", file=sys.stderr)
            faults += 1
            continue
        faults += wire.error is not None
        print(json.dumps(_describe(wire), ensure_ascii=False).encode("utf-8", "backslashreplace").decode())
    return 1 if faults else 0


def _describe(wire: WireText) -> dict[str, object]:
    return {
        "source": wire.source,
        "headline": wire.first("headline"),
        "marker": wire.first("marker"),
        "agency": wire.agency,
        "place": wire.place,
        "date": str(wire.date) if wire.date else None,
        "standfirst": wire.first("standfirst"),
        "body": list(wire.all("body")),
        "disclaimer": wire.first("disclaimer"),
        "sectors": list(wire.sectors),
        "boilerplate": "\n\n".join(wire.all("boilerplate")) or None,
        "tail": list(wire.all("tail")),
        "unknown": list(wire.all("unknown")),
        "language": wire.language,
        "encoding": wire.encoding,
        "error": str(wire.error) if wire.error else None,
    }


def _run_convert(options: argparse.Namespace) -> int:
    from kawat.convert import Converter

    converter = Converter(options.wire, options.content, options.cache, take_now())
    conversion = _convert(converter, options.cache, Progress())
    return 1 if options.strict and (conversion.set_aside or conversion.conflicts) else 0


def _convert(converter: Converter, cache: Path, progress: Progress) -> Conversion:
    started = time.monotonic()
    if not converter.wire.is_dir():
        raise KawatError(converter.wire, "no such folder", "expected the folder of wire texts")
    conversion = converter.convert_all(progress)
    save_quarantine(cache, "text", conversion.set_aside)
    report_conversion(conversion, progress, time.monotonic() - started)
    return conversion


def _run_build(options: argparse.Namespace) -> int:
    from kawat.press.build import build, make_walk
    from kawat.press.site import Extras
    from kawat.settings import is_ours_alone, load_settings, make_site, mark_extras

    changes = _list_changes(options)
    settings = load_settings(options.settings, changes)
    site = make_site(settings, _read_foreign_by(options.settings, changes))
    progress, folders = Progress(), None
    if options.wire:
        from kawat.convert import Converter

        converter = Converter(options.wire, site.content, site.cache, take_now(), make_walk(site))
        _convert(converter, site.cache, progress)
        folders = list(converter.folders.values())
    if not is_ours_alone(settings):
        from kawat.hooks import run_pelican

        return run_pelican(options.settings, changes)
    mark = mark_extras(settings)
    extras = Extras(mark, lambda: _gather(options.settings, changes) if mark else ())
    built = build(site, progress, extras, options.workers, folders)
    save_quarantine(site.cache, "post", built.set_aside)
    report_build(built, progress)
    return 0


def _list_changes(options: argparse.Namespace) -> dict[str, str]:
    """The settings that the command line gives in the place of the file's."""
    given = {"PATH": options.content, "OUTPUT_PATH": options.output, "SITEURL": options.url}
    absolute = {name: value.absolute() if isinstance(value, Path) else value for name, value in given.items()}
    return {name: str(value) for name, value in absolute.items() if value is not None}


def _run_explain(options: argparse.Namespace) -> int:
    from kawat.press.explain import explain_page
    from kawat.settings import load_settings, make_site

    site = make_site(load_settings(options.settings, _list_changes(options)))
    for page in options.pages:
        print(explain_page(site, page))
    return 0


def _gather(path: Path, changes: Mapping[str, str]) -> Sequence[Extra | OwnPage]:
    from kawat.hooks import gather_extras

    return gather_extras(path, changes)


def _read_foreign_by(path: Path, changes: Mapping[str, str]) -> ReadForeign:
    """A reader of posts that are not ours, which loads Pelican when there is one."""

    @cache
    def load() -> ReadForeign:
        from kawat.hooks import load_foreign_reader

        return load_foreign_reader(path, changes)

    return lambda file, name: load()(file, name)


def _run_check(options: argparse.Namespace) -> int:
    from kawat.checks import check_site

    findings = check_site(options.output)
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings in {options.output}")
    return 1 if findings else 0
