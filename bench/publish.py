"""``python -m bench.publish``: how long it takes from a text in ``wire/`` to a reader of a local nginx."""

from __future__ import annotations

import argparse
import compileall
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.corpus import Corpus
from bench.dispatches import invent_dispatches
from bench.errors import BenchError, BuildError
from bench.measure import read_tail
from bench.project import REPOSITORY
from bench.report import format_table
from bench.workshop import open_workshop
from kawat.languages import load_languages

ROOM_A_TEXT = 400_000
"""Bytes on the disk for a text, its post, its pages and their copies on the host."""
URL, HOST = "https://news.example", "127.0.0.1"
STAGES = ("convert", "build", "publish")
WHOLE = "all in one: kawat publish"
PATIENCE = 120
"""Seconds that a page may take to appear."""
PAUSE = 0.005
SKIPPED = shutil.ignore_patterns("__pycache__", ".*")


@dataclass(frozen=True)
class Newsroom:
    """A project, and the folder that nginx shows."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "host"

    def prepare(self, count: int, seed: int) -> None:
        """A project with so many texts in ``wire/``."""
        for name in ("plugins", "theme"):
            shutil.copytree(REPOSITORY / name, self.folder / name, ignore=SKIPPED)
        for name in ("pelicanconf.py", "publishconf.py"):
            shutil.copy(REPOSITORY / name, self.folder)
        compileall.compile_dir(self.folder / "plugins", quiet=2)
        (self.folder / "content").mkdir()
        corpus = Corpus.of_size(count, seed, REPOSITORY / "wire")
        for dispatch in invent_dispatches(corpus, count):
            path = self.folder / "wire" / dispatch.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(dispatch.data)

    def drop(self, number: int) -> tuple[str, str]:
        """A new text, the newest of all, in one language after the other; the path of its front page, its headline."""
        language = list(load_languages().values())[number % len(load_languages())]
        headline = f"Bench {number:04} {language.autonym}"
        sectors = ", ".join(label for label, _ in zip(language.sectors.values(), range(2), strict=False))
        tail = f"{language.sector_labels[0]}: {sectors}\n"
        text = f"{headline}\n\nJAKARTA, 1 January 2099 – (Kabel Laut) – The {number}th.\n\nIt was sent.\n\n{tail}"
        path = self.folder / "wire" / f"bench-{number:04}.{language.tag}.txt"
        path.with_name(f"bench-{number:04}.toml").write_text(f"date = 2099-01-{1 + number % 28:02}\n")
        path.write_text(text, encoding="utf-8")
        return f"/{language.slug}/", headline

    def run(self, *words: str) -> float:
        """The seconds that a command of Kawat's takes; raises BuildError when it fails."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder / "plugins"), "SITEURL": URL}
        log, started = self.folder / "log.txt", time.perf_counter()
        with log.open("wb") as sink:
            done = subprocess.run(  # noqa: S603 - our own command lines
                [sys.executable, "-m", "kawat", *words],
                cwd=self.folder, env={**environment, "KAWAT_REMOTE": str(self.root)},
                stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, check=False,
            )  # fmt: skip
        if done.returncode:
            raise BuildError(f"kawat {words[0]}", done.returncode, read_tail(log))
        return time.perf_counter() - started

    def run_stage(self, stage: str) -> float:
        if stage == "convert":
            return self.run("convert", "wire", "content")
        if stage == "build":
            return self.run("build", "-s", "publishconf.py")
        return self.run("publish", "--no-build")

    def count_uploads(self) -> int:
        return int(json.loads((self.folder / ".cache" / "publish.json").read_bytes())["uploaded"])

    @contextmanager
    def serve(self) -> Iterator[int]:
        """nginx over the host's folder; its port."""
        with socket.socket() as taken:
            taken.bind((HOST, 0))
            port = int(taken.getsockname()[1])
        place = self.folder / "nginx"
        place.mkdir(exist_ok=True)
        user = "user root;" if os.getuid() == 0 else ""
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = " ".join(f"{kind}_temp_path {place}/{kind};" for kind in kinds)
        (place / "nginx.conf").write_text(
            f"{user} daemon off; pid {place}/pid; error_log {place}/error.log; events {{}}\n"
            f"http {{ access_log off; {temporary} server {{ listen {HOST}:{port}; root {self.root}/current/site;"
            f" include {self.root}/current/nginx.conf; }} }}\n"
        )
        found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
        if found is None:
            raise BenchError("no nginx; sh tests/programs.sh nginx brings it, or says how to get it")
        command = [found, "-c", str(place / "nginx.conf"), "-e", str(place / "error.log")]
        with subprocess.Popen(command) as server:  # noqa: S603
            try:
                yield port
            finally:
                server.terminate()


class Reader(threading.Thread):
    """Asks for a front page until it shows a headline, and then for the article."""

    def __init__(self, port: int, front: str, headline: str) -> None:
        super().__init__(daemon=True)
        self.port, self.front, self.headline = port, front, headline
        self.ended = 0.0
        """When it had the article; 0 when it never came."""

    def run(self) -> None:
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            page = self._get(self.front)
            before, found, _ = page.partition(self.headline)
            if found and self.headline in self._get(before.rpartition('href="')[2].partition('"')[0]):
                self.ended = time.perf_counter()
                return
            time.sleep(PAUSE)

    def _get(self, path: str) -> str:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode("utf-8", "replace")
        except OSError:  # it is just starting
            return ""
        finally:
            connection.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status is 1 when something failed or took too long."""
    options = _make_parser().parse_args(arguments)
    try:
        with open_workshop(options.work, ["bench-publish"], options.posts * ROOM_A_TEXT) as folders:
            newsroom = Newsroom(folders["bench-publish"])
            _say(f"preparing {options.posts:,} texts …")
            newsroom.prepare(options.posts, options.seed)
            seconds = newsroom.run("publish", "--wire", "wire")
            _say(f"first release: {seconds:.1f} s, {newsroom.count_uploads():,} files")
            with newsroom.serve() as port:
                slowest = _measure(newsroom, port, options.rounds)
    except BenchError as error:
        sys.stderr.write(f"bench.publish: {error}\n")
        return 1
    _say(f"slowest: {slowest:.1f} s; expected at most {options.most:g}")
    return 1 if slowest > options.most else 0


def _measure(newsroom: Newsroom, port: int, rounds: int) -> float:
    """Print the table; the longest time from a text to its reader, in seconds."""
    times: dict[str, list[float]] = {}
    floors: dict[str, list[float]] = {}
    for number in range(rounds):
        for stage in (*STAGES, WHOLE):
            floors.setdefault(stage, []).append(_run_any(newsroom, stage))
        newsroom.drop(2 * number)
        for stage in STAGES:
            times.setdefault(stage, []).append(newsroom.run_stage(stage))
        reader = Reader(port, *newsroom.drop(2 * number + 1))
        reader.start()
        started = time.perf_counter()
        times.setdefault(WHOLE, []).append(_run_any(newsroom, WHOLE))
        reader.join()
        if not reader.ended:
            raise BenchError(f"the page did not come within {PATIENCE} s")
        times.setdefault("until a reader has the page", []).append(reader.ended - started)
    rows: list[tuple[str, ...]] = [("stage", "one new text, s", "nothing new, s")]
    for stage, some in times.items():
        floor = f"{median(floors[stage]):.2f}" if stage in floors else ""
        rows.append((stage, f"{median(some):.2f}", floor))
    _say(f"{format_table(rows)}\n{newsroom.count_uploads()} files went up for one text")
    return max(times["until a reader has the page"])


def _run_any(newsroom: Newsroom, stage: str) -> float:
    return newsroom.run("publish", "--wire", "wire") if stage == WHOLE else newsroom.run_stage(stage)


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench.publish", description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000, help="texts in wire/ (10000)")
    parser.add_argument("--rounds", type=int, default=3, help="texts that are dropped; the median counts (3)")
    parser.add_argument("--most", type=float, default=10, help="seconds that a text may take to its reader (10)")
    parser.add_argument("--seed", type=int, default=1, help="other texts (1)")
    parser.add_argument("--work", type=Path, default=REPOSITORY / ".cache", help="where to work (.cache)")
    return parser


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
