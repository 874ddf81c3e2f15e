"""The command line: ``python -m kawat read | convert | check``."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from kawat.checks import check_site
from kawat.convert import Conversion, Converter
from kawat.errors import KawatError
from kawat.report import Progress, save_quarantine
from kawat.wire import WireText, read_wire

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

    check = commands.add_parser("check", help="check a built site: links, languages, policies")
    check.add_argument("output", type=Path, metavar="OUTPUT", help="the folder of the site")
    check.set_defaults(run=_run_check)
    return parser


def _run_read(options: argparse.Namespace) -> int:
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
    if not options.wire.is_dir():
        raise KawatError(options.wire, "no such folder", "expected the folder of wire texts")
    started = time.monotonic()
    progress = Progress()
    converter = Converter(options.wire, options.content, options.cache, take_now())
    conversion = converter.convert_all(progress)
    save_quarantine(options.cache, "text", conversion.set_aside)
    _report(conversion, progress, time.monotonic() - started)
    return 1 if options.strict and (conversion.set_aside or conversion.conflicts) else 0


def _report(conversion: Conversion, progress: Progress, seconds: float) -> None:
    for finding in (*conversion.notices, *conversion.conflicts, *conversion.set_aside):
        progress.say(str(finding))
    progress.say(
        f"wire: {conversion.read} texts read, {len(conversion.written)} posts written,"
        f" {len(conversion.rewritten)} rewritten, {len(conversion.kept)} unchanged"
        f" ({len(conversion.conflicts)} in conflict), {len(conversion.set_aside)} set aside, {seconds:.1f} s"
    )


def _run_check(options: argparse.Namespace) -> int:
    findings = check_site(options.output)
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings in {options.output}")
    return 1 if findings else 0
