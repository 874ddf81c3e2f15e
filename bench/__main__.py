"""``python -m bench``."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from pathlib import Path

from bench.contenders import CONTENDERS
from bench.contenders.contender import Contender
from bench.corpus import Corpus
from bench.errors import BenchError, BuildError, UsageError
from bench.options import Options, read_options
from bench.project import REPOSITORY
from bench.report import describe_machine, make_cost_table, make_page_table, write_json
from bench.rounds import Result, run_rounds
from bench.workshop import open_workshop

INTERRUPTED = 130
LANES = 3
"""Posts that one round changes."""
CONTENT_A_POST, OUTPUT_A_POST = 15_000, 40_000
"""Bytes that a post needs on the disk, its pages and its shares of lists included; each clean build has an output."""


def main() -> int:
    """The exit status: 0, 1 when a build failed, 2 when asked for what it cannot do, 130 when interrupted."""
    try:
        _run(read_options())
    except BuildError as error:
        return _fail(error, 1)
    except BenchError as error:
        return _fail(error, 2)
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _run(options: Options) -> None:
    corpus = Corpus.of_size(options.posts, options.seed, REPOSITORY / "wire")
    if corpus.stories < options.rounds * LANES:
        raise UsageError(f"too few stories for {options.rounds} rounds; expected more posts or fewer rounds")
    machine = describe_machine()
    outputs = options.rounds if "clean" in options.cases else 1
    room = len(options.contenders) * len(corpus) * (CONTENT_A_POST + OUTPUT_A_POST * outputs)
    with open_workshop(options.work, options.contenders, room, options.keep) as folders:
        contenders = [CONTENDERS[name](folders[name], corpus, options.press) for name in options.contenders]
        programs = {contender.name: contender.describe() for contender in contenders}
        for contender in contenders:
            _tell(f"writing {len(corpus)} posts: {contender.name}")
            contender.prepare()
        result = run_rounds(contenders, options.cases, options.rounds, _tell)
    _show(options, corpus, machine, programs, result)
    _check_articles(contenders, corpus, result)


def _show(options: Options, corpus: Corpus, machine: str, programs: dict[str, str], result: Result) -> None:
    size = f"{len(corpus)} posts: {corpus.stories} stories in {len(corpus.languages)} languages, seed {corpus.seed}"
    lines = [
        machine,
        *(f"{name}: {program}" for name, program in programs.items()),
        f"{size}; medians of {options.rounds} rounds",
        "",
        make_page_table(result),
        "",
        make_cost_table(result, options.cases),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    chosen = {key: str(value) if isinstance(value, Path) else value for key, value in asdict(options).items()}
    facts = {"machine": machine, "programs": programs, "posts": len(corpus), "options": chosen}
    write_json(options.json, result, facts, options.cases)


def _check_articles(contenders: list[Contender], corpus: Corpus, result: Result) -> None:
    """Raise BuildError where a contender built fewer articles than there are posts: it would look quick."""
    for contender in contenders:
        found = result.pages[contender.name].get("article")
        if found is None or found.count != len(corpus):
            count = found.count if found else 0
            raise BuildError(contender.name, 0, f"{count} articles; expected {len(corpus)}")


_START = time.monotonic()


def _tell(what: str) -> None:
    """A line of progress."""
    sys.stderr.write(f"[{time.monotonic() - _START:6.1f} s] {what}\n")
    sys.stderr.flush()


def _fail(error: BenchError, status: int) -> int:
    sys.stderr.write(f"bench: {error}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
