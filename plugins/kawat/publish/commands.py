"""The commands about hosts: ``kawat publish | plan | rollback | tell | headers``.

What they need is imported when they run.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from kawat.errors import KawatError, PublishError
from kawat.report import Progress

if TYPE_CHECKING:
    from kawat.press.site import Site
    from kawat.publish.publishing import Choices, Outcome, Publisher
    from kawat.publish.wishes import Wishes

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Run = Callable[[argparse.Namespace], int]
SETTINGS = Path("publishconf.py")
REMOTE_HELP = "the host (KAWAT_REMOTE): a folder, ssh://user@host/folder, rclone:remote:bucket, git:origin#gh-pages"
PUBLISH_HELP = """
  1. builds the site with publishconf.py (--no-build leaves that out)
  2. compares each file's SHA-256 with the manifest on the host
  3. checks what would be published: links, languages, policies, feeds
  4. uploads what differs, in an order in which no page leads to a missing one; verifies it; removes what is gone
A killed run is finished by the next. The exit status is 0 when the host has the site, 1 when it does not, or somebody
whom the settings name could not be told, 2 for wrong usage; .cache/publish.json tells what was done."""


def add_commands(commands: Commands, steps: Sequence[Run], now: Callable[[], datetime]) -> None:
    """Add the commands; the ``steps``, one after the other, bring the output up to date."""
    formatter = argparse.RawDescriptionHelpFormatter
    publish = commands.add_parser(
        "publish", help="build the site and bring a host up to date with it", epilog=PUBLISH_HELP,
        formatter_class=formatter,
    )  # fmt: skip
    _add_common(publish)
    _add_report(publish)
    _add_choices(publish)
    publish.add_argument("--wire", type=Path, help="a folder of wire texts, which are converted first")
    publish.add_argument("--no-build", action="store_true", help="publish the output as it lies there")
    publish.add_argument("--dry-run", action="store_true", help="build, check and plan; do nothing to the host")
    publish.set_defaults(is_checking=True, run=lambda options: _run_publish(options, steps, now()))

    plan = commands.add_parser("plan", help="say what publish would do with the output as it is; changes nothing")
    _add_common(plan)
    _add_report(plan)
    _add_choices(plan)
    plan.set_defaults(dry_run=True, is_checking=False, run=lambda options: _run_plan(options, now()))

    rollback = commands.add_parser("rollback", help="bring the release before back")
    _add_common(rollback)
    _add_report(rollback)
    rollback.set_defaults(run=lambda options: _run_rollback(options, now()))

    tell = commands.add_parser("tell", help="send the addresses of the last release to those the settings name")
    tell.add_argument(
        "kinds", nargs="+", choices=("purge", "indexnow", "websub"), metavar="KIND", help="purge, indexnow, websub"
    )
    _add_common(tell)
    tell.set_defaults(run=_run_tell)

    headers = commands.add_parser("headers", help="print the headers in a host's own form")
    headers.add_argument("form", choices=("nginx", "netlify", "cloudflare"), help="the host's kind")
    _add_common(headers)
    headers.set_defaults(run=_run_headers)


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument("-s", "--settings", type=Path, default=SETTINGS, help="the settings (publishconf.py)")
    command.add_argument("-o", "--output", type=Path, help="the folder of the site (OUTPUT_PATH)")
    command.add_argument("--url", help="the site's address (SITEURL)")
    command.add_argument("--remote", help=REMOTE_HELP)
    command.set_defaults(content=None, workers=None)


def _add_report(command: argparse.ArgumentParser) -> None:
    command.add_argument("--report", type=Path, metavar="FILE", help="write the report there too; - is standard output")


def _add_choices(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--survey", action="store_true", help="look at every file on the host, whatever it says it has"
    )
    strays = "remove files on the host of which no manifest says that they are ours"
    command.add_argument("--remove-unknown", action="store_true", help=strays)


def _load(options: argparse.Namespace) -> tuple[Site, Wishes]:
    """The site and what the settings say about publishing; the command line's word comes first."""
    from kawat.publish.wishes import check_address, read_wishes
    from kawat.settings import load_settings, make_site

    given = {"OUTPUT_PATH": options.output and str(options.output.absolute()), "SITEURL": options.url}
    given |= {"KAWAT_REMOTE": options.remote}
    settings = load_settings(options.settings, {name: value for name, value in given.items() if value})
    check_address(str(settings["SITEURL"]))
    return make_site(settings), read_wishes(settings)


def _make_publisher(options: argparse.Namespace, now: datetime) -> Publisher:
    from kawat.publish.publishing import Publisher

    site, wishes = _load(options)
    return Publisher(site, wishes, now, Progress())


def _choose(options: argparse.Namespace) -> Choices:
    from kawat.publish.publishing import Choices

    return Choices(options.dry_run, options.is_checking, options.survey, options.remove_unknown)


def _run_publish(options: argparse.Namespace, steps: Sequence[Run], now: datetime) -> int:
    publisher = _make_publisher(options, now)  # what is wrong with the settings is said before anything is built
    if not options.no_build and any(step(options) for step in steps):
        raise PublishError(options.settings, "the site was not built", "nothing was published; mend that and run again")
    outcome = _report(options, publisher, lambda: publisher.publish(_choose(options)))
    return 0 if outcome.what == "planned" else _tell(publisher.site, publisher.wishes, publisher.wishes.tell)


def _run_plan(options: argparse.Namespace, now: datetime) -> int:
    publisher = _make_publisher(options, now)
    _report(options, publisher, lambda: publisher.publish(_choose(options)))
    return 0


def _run_rollback(options: argparse.Namespace, now: datetime) -> int:
    publisher = _make_publisher(options, now)
    _report(options, publisher, publisher.roll_back)
    return 0


def _report(options: argparse.Namespace, publisher: Publisher, run: Callable[[], Outcome]) -> Outcome:
    """Do something to a host, and tell of it in lines and as JSON, whether it succeeds or fails."""
    from kawat.publish import telling

    try:
        outcome = run()
    except KawatError as error:
        _save(options, publisher, telling.describe_failure(error, publisher.host.place))
        raise
    is_listed = outcome.what == "planned" and options.report != Path("-")
    for line in telling.list_plan(outcome) if is_listed else ():
        sys.stdout.write(f"{line}\n")
    publisher.progress.say(telling.summarise(outcome))
    _save(options, publisher, telling.describe(outcome))
    return outcome


def _save(options: argparse.Namespace, publisher: Publisher, report: dict[str, Any]) -> None:
    from kawat.publish import telling

    if options.report == Path("-"):
        sys.stdout.write(telling.dump_report(report))
    elif options.report:
        telling.save_report(options.report, report)
    if report["what"] != "planned":
        telling.save_report(publisher.site.cache / telling.REPORT, report)


def _run_tell(options: argparse.Namespace) -> int:
    site, wishes = _load(options)
    return _tell(site, wishes, options.kinds)


def _tell(site: Site, wishes: Wishes, kinds: Sequence[str]) -> int:
    """Send what waits to be told, by this release or one before it."""
    if not kinds:
        return 0
    from kawat.publish.publishing import FOLDER
    from kawat.publish.sending import send

    progress = Progress()
    for kind in kinds:
        count = send(kind, wishes, site, site.cache / FOLDER)
        if count:
            progress.say(f"{kind}: told of {count} addresses")
    return 0


def _run_headers(options: argparse.Namespace) -> int:
    from kawat.press.gone import list_gone
    from kawat.press.policies import POLICY, list_policies
    from kawat.publish.compress import find_compressors
    from kawat.publish.headers import load_headers
    from kawat.publish.withdrawn import dump_locations

    site, wishes = _load(options)
    headers = load_headers(site.url, [POLICY, *list_policies(site).values()])
    compressors = find_compressors(wishes.compress)
    data = headers.dump_headers_file()
    if options.form == "nginx":
        data = headers.dump_nginx("gz" in compressors, "br" in compressors)
        data += dump_locations(headers.base, list_gone(site))
    sys.stdout.write(data.decode())
    return 0
