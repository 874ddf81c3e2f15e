"""Real servers on this machine's own address, each on a port and in a folder of its own."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
PATIENCE = 30
"""Seconds after which a server does not come up; nothing is measured by it."""


def find(program: str) -> str:
    """A program's path; a missing one fails the test, with the way to get it."""
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin:/sbin")
    assert found, f"no {program}; run sh tests/programs.sh, which says how to get it"
    return found


def find_port() -> int:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return int(taken.getsockname()[1])


@contextlib.contextmanager
def run_server(command: list[str], port: int, log: Path, **options: object) -> Iterator[subprocess.Popen[bytes]]:
    """A server, from when it answers on its port."""
    with log.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=file, **options) as server:  # type: ignore[call-overload]
        try:
            wait_for_port(port, server, log)
            yield server
        finally:
            server.terminate()
            server.wait(PATIENCE)


def wait_for_port(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1):
            return
        time.sleep(0.02)
    raise AssertionError(f"{server.args} does not answer: {log.read_text('utf-8', 'replace')[-2000:]}")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    """By name in small letters."""
    body: bytes


class Reader(contextlib.AbstractContextManager["Reader"]):
    """Somebody who reads a site over one connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)

    def __exit__(self, *error: object) -> None:
        self.connection.close()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        self.connection.request("GET", path, headers=dict(headers or {}))
        answer = self.connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())


@contextlib.contextmanager
def run_nginx(folder: Path, root: Path) -> Iterator[int]:
    """nginx over a folder that Kawat publishes to, with the nginx file of its first release; its port."""
    port = find_port()
    folder.mkdir()
    for name in ("logs", "tmp"):
        (folder / name).mkdir()
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    user = "user root;" if os.getuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(
        f"""{user} daemon off; pid {folder}/pid; error_log {folder}/logs/error.log;
        events {{ worker_connections 64; }}
        http {{ access_log off; {" ".join(f"{kind}_temp_path {folder}/tmp/{kind};" for kind in kinds)}
        server {{ listen {HOST}:{port}; root {root}/current/site; include {root}/current/nginx.conf; }} }}"""
    )
    with run_server([find("nginx"), "-p", str(folder), "-c", str(config)], port, folder / "logs" / "out.log"):
        yield port


@contextlib.contextmanager
def run_sshd(folder: Path) -> Iterator[tuple[int, str]]:
    """sshd for whoever runs the tests; its port, and the command by which ssh gets in."""
    port = find_port()
    folder.mkdir()
    for name in ("host", "key"):
        subprocess.run([find("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    config = folder / "sshd_config"
    config.write_text(
        f"""ListenAddress {HOST}:{port}\nHostKey {folder}/host\nPidFile {folder}/pid\nUsePAM no\nStrictModes no
PasswordAuthentication no\nAuthorizedKeysFile {folder}/key.pub\nPermitRootLogin yes\nMaxStartups 100\n"""
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    known = folder / "known_hosts"
    known.write_text(f"[{HOST}]:{port} {(folder / 'host.pub').read_text()}")
    ssh = f"{find('ssh')} -F none -i {folder}/key -o IdentitiesOnly=yes -o UserKnownHostsFile={known}"
    with run_server([find("sshd"), "-D", "-e", "-f", str(config)], port, folder / "log"):
        yield port, ssh


@contextlib.contextmanager
def run_rclone(folder: Path, kind: str, served: Path) -> Iterator[int]:
    """``rclone serve`` of a folder by WebDAV or SFTP; its port."""
    port = find_port()
    folder.mkdir()
    login = ["--user", "reader", "--pass", "secret", "--dir-cache-time", "0s"]
    command = [find("rclone"), "serve", kind, str(served), "--addr", f"{HOST}:{port}", *login]
    environment = {**os.environ, "RCLONE_CONFIG": str(folder / "none.conf"), "XDG_CACHE_HOME": str(folder)}
    with run_server(command, port, folder / "log", env=environment):
        yield port
