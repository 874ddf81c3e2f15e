"""The command line: ``python -m kawat build | convert | read | explain | check | publish | plan | …``.

Commands import what they need when they run: the shortest of them takes less time than loading all would.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kawat.errors import KawatError
from kawat.publish.commands import add_commands
from kawat.report import Progress, save_quarantine
from kawat.summary import report_build, report_conversion

if TYPE_CHECKING:
    from kawat.conversion import Conversion
    from kawat.convert import Converter
    from kawat.press.site import Extra, OwnPage, ReadForeign

CACHE = Path(".cache")
STANDARD_OUTPUT = Path("-")

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


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

    _add_read(commands)
    _add_convert(commands)
    _add_build(commands)

    explain = commands.add_parser("explain", help="say why pages of the site were last written")
    explain.add_argument("pages", nargs="+", type=Path, metavar="PAGE", help="such as output/en/index.html")
    explain.add_argument("-s", "--settings", type=Path, default=Path("pelicanconf.py"), help="Pelican's settings")
    explain.add_argument("-o", "--output", type=Path, help="the folder of the site (OUTPUT_PATH)")
    explain.set_defaults(run=_run_explain, content=None, url=None)

    check = commands.add_parser("check", help="check a built site: links, languages, policies")
    check.add_argument("output", type=Path, metavar="OUTPUT", help="the folder of the site")
    check.set_defaults(run=_run_check)

    add_commands(commands, (_run_build, _run_refresh), take_now)
    return parser


def _add_read(commands: Commands) -> None:
    read = commands.add_parser("read", help="show what the reader finds in wire texts, a JSON object a text")
    read.add_argument("files", nargs="+", type=Path, metavar="FILE", help="texts, or what holds some: .zip, .eml, …")
    read.add_argument("--explain", action="store_true", help="show each line with its role and the rule that gave it")
    read.set_defaults(run=_run_read)


def _add_convert(commands: Commands) -> None:
    convert = commands.add_parser("convert", help="write a post for each wire text that has none")
    convert.add_argument("wire", type=Path, metavar="WIRE", help="the folder of wire texts")
    convert.add_argument("content", type=Path, metavar="CONTENT", help="the folder of posts")
    convert.add_argument("--cache", type=Path, default=CACHE, help="where to keep what can be found again (.cache)")
    convert.add_argument("--dry-run", action="store_true", help="write nothing; show what would become of each text")
    report = "read every text, show what became of each, and write it to FILE as JSON; - is standard output"
    convert.add_argument("--report", type=Path, metavar="FILE", help=report)
    convert.add_argument("--strict", action="store_true", help="exit with 1 when a text is set aside or in conflict")
    _add_workers(convert)
    cluster = "a cluster for large work: dask://host:port"
    convert.add_argument("--executor", type=_read_address, default="", metavar="ADDRESS", help=cluster)
    convert.set_defaults(run=_run_convert)


def _add_build(commands: Commands) -> None:
    told = "build the site, as pelican does, without loading what is not needed"
    _add_build_options(commands.add_parser("build", help=told), _run_build)
    _add_build_options(commands.add_parser("search", help="build the site, and its search index anew"), _run_search)


def _add_build_options(build: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    build.add_argument("content", nargs="?", type=Path, metavar="CONTENT", help="the folder of posts (PATH)")
    build.add_argument("-s", "--settings", type=Path, default=Path("pelicanconf.py"), help="Pelican's settings")
    build.add_argument("-o", "--output", type=Path, help="the folder of the site (OUTPUT_PATH)")
    build.add_argument("--url", help="the site's address (SITEURL)")
    _add_workers(build)
    build.add_argument("--wire", type=Path, help="a folder of wire texts, which are converted first")
    build.set_defaults(run=run)


def _add_workers(command: argparse.ArgumentParser) -> None:
    command.add_argument("-j", "--workers", type=int, metavar="N", help="processes for large work (one for each core)")


def _read_address(text: str) -> str:
    if text and not re.fullmatch(r"dask://[^/\s:]+:\d+", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no cluster; expected such as dask://scheduler:8786")
    return text


def _run_read(options: argparse.Namespace) -> int:
    from kawat.telling import describe_wire, explain_wire
    from kawat.wire import read_wires

    faults = 0
    for path in options.files:
        try:
            wires = read_wires(path.read_bytes(), str(path))
        except OSError as error:
            print(f"kawat: {path}: {error.strerror}; expected a readable file", file=sys.stderr)
            faults += 1
            continue
        for wire in wires:
            faults += wire.error is not None
            lines = explain_wire(wire) if options.explain else [json.dumps(describe_wire(wire), ensure_ascii=False)]
            for line in lines:
                print(line.encode("utf-8", "backslashreplace").decode())
    return 1 if faults else 0


def _run_convert(options: argparse.Namespace) -> int:
    from kawat.convert import Converter

    workers, executor, is_dry = _count_workers(options), options.executor, options.dry_run
    converter = Converter(
        options.wire, options.content, options.cache, take_now(), workers=workers, executor=executor, is_dry=is_dry
    )
    if options.report or is_dry:
        conversion = _convert_recording(converter, options)
    else:
        conversion = _convert(converter, options.cache, Progress())
    return 1 if options.strict and (conversion.set_aside or conversion.conflicts) else 0


def _convert_recording(converter: Converter, options: argparse.Namespace) -> Conversion:
    """Convert, and give the report and the table; a run that breaks off leaves the old report."""
    from kawat.records import Recorder

    report, is_dry = options.report, options.dry_run
    if report and report.is_dir():
        raise KawatError(report, "a folder", "expected a file for the report, or - for standard output")
    recorder = Recorder(converter.desk)
    try:
        converter.watch = recorder.record
        conversion = _convert(converter, options.cache, Progress())
        if report == STANDARD_OUTPUT:
            recorder.write_report(conversion, is_dry, sys.stdout)
            return conversion
        recorder.write_table(is_dry, sys.stdout)
        if report:
            recorder.save_report(conversion, is_dry, report)
        return conversion
    finally:
        recorder.close()


def _count_workers(options: argparse.Namespace) -> int:
    """Processes for large work: as many as given, else one for each core that we may use."""
    return max(1, options.workers or len(os.sched_getaffinity(0)))


def _convert(converter: Converter, cache: Path, progress: Progress) -> Conversion:
    started = time.monotonic()
    if not converter.wire.is_dir():
        raise KawatError(converter.wire, "no such folder", "expected the folder of wire texts")
    conversion = converter.convert_all(progress)
    if not converter.is_dry:
        save_quarantine(cache, "text", conversion.set_aside)
    report_conversion(conversion, progress, time.monotonic() - started, converter.is_dry)
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

        walk, workers, executor = make_walk(site), _count_workers(options), site.executor
        converter = Converter(
            options.wire, site.content, site.cache, take_now(), walk, workers=workers, executor=executor
        )
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


def _run_search(options: argparse.Namespace) -> int:
    from kawat.searching import run_search

    return run_search(options, _list_changes(options), _run_build)


def _run_refresh(options: argparse.Namespace) -> int:
    from kawat.searching import refresh_search

    return refresh_search(options, _list_changes(options), _run_build)


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
