"""A Ceph cluster of one monitor, one store in memory and one gateway, on loopback: a real S3 server."""

from __future__ import annotations

import contextlib
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from servers import HOST, find, find_port, run_server

ROOM = 1 << 30
"""Bytes that the store may take of the memory."""
KEY, SECRET = "0123456789ABCDEFGHIJ", "secretsecretsecretsecretsecretsecretsecr"


@dataclass(frozen=True)
class Cluster:
    folder: Path
    port: int
    """Of the S3 gateway."""

    def describe(self, port: int) -> dict[str, str]:
        """The environment by which rclone knows the remote ``news``, behind a port."""
        values = {
            "TYPE": "s3", "PROVIDER": "Ceph", "ENDPOINT": f"http://{HOST}:{port}", "ACCESS_KEY_ID": KEY,
            "SECRET_ACCESS_KEY": SECRET, "NO_CHECK_BUCKET": "true",
        }  # fmt: skip
        return {f"RCLONE_CONFIG_NEWS_{name}": value for name, value in values.items()}


def write_config(folder: Path, monitor: int) -> list[str]:
    """A configuration without passwords; the options by which every program of Ceph's takes it."""
    identity = str(uuid.uuid4())
    path = folder / "ceph.conf"
    path.write_text(
        f"""[global]
fsid = {identity}
mon host = v2:{HOST}:{monitor}
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = {folder}/keyring
run dir = {folder}
admin socket = {folder}/$name.asok
pid file = {folder}/$name.pid
log file = {folder}/$name.log
mon data = {folder}/mon
mon cluster log file = {folder}/cluster.log
mon allow pool size one = true
mon pg warn min per osd = 0
osd data = {folder}/osd
osd objectstore = memstore
memstore device bytes = {ROOM}
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd crush chooseleaf type = 0
ms bind ipv4 = true
public addr = {HOST}
cluster addr = {HOST}
rgw data = {folder}/rgw
setuser match path =
"""
    )
    for name in ("mon", "osd", "rgw"):
        (folder / name).mkdir()
    make_keys(folder)
    where = ["--addv", "a", f"v2:{HOST}:{monitor}", str(folder / "monmap")]
    run([find("monmaptool"), "--create", "--fsid", identity, *where])
    return ["-c", str(path)]


def make_keys(folder: Path) -> None:
    """The keys by which the programs know each other."""
    tool, everything = find("ceph-authtool"), ["--cap", "mon", "allow *"]
    run([tool, "--create-keyring", str(folder / "keyring"), "--gen-key", "-n", "mon.", *everything])
    everything += ["--cap", "osd", "allow *", "--cap", "mgr", "allow *"]
    run([tool, str(folder / "keyring"), "--gen-key", "-n", "client.admin", *everything])
    run([tool, "--create-keyring", str(folder / "osd" / "keyring"), "--gen-key", "-n", "osd.0"])


def run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@contextlib.contextmanager
def run_cluster(folder: Path) -> Iterator[Cluster]:
    """The cluster, from when its gateway answers."""
    folder.mkdir()
    monitor, port = find_port(), find_port()
    config = write_config(folder, monitor)
    with contextlib.ExitStack() as stack:
        made_of = ["--monmap", str(folder / "monmap"), "--keyring", str(folder / "keyring")]
        run([find("ceph-mon"), *config, "-i", "a", "--mkfs", *made_of])
        command = [find("ceph-mon"), *config, "-i", "a", "-f", "--public-addrv", f"v2:{HOST}:{monitor}"]
        stack.enter_context(run_server(command, monitor, folder / "mon.out"))
        ceph = [find("ceph"), *config, "--connect-timeout", "30"]
        store = str(uuid.uuid4())
        run([*ceph, "osd", "new", store, "0"])
        key = str(folder / "osd" / "keyring")
        run([*ceph, "auth", "add", "osd.0", "osd", "allow *", "mon", "allow profile osd", "-i", key])
        run([find("ceph-osd"), *config, "-i", "0", "--keyring", key, "--mkfs", "--osd-uuid", store])
        run([*ceph, "osd", "crush", "add", "osd.0", "1", "root=default"])
        osd = min(find_port(), 65000)
        ports = ["--ms-bind-port-min", str(osd), "--ms-bind-port-max", str(osd + 100)]
        command = [find("ceph-osd"), *config, "-i", "0", "--keyring", key, "-f", *ports]
        stack.enter_context(run_server(command, osd, folder / "osd.out"))
        admin = [find("radosgw-admin"), *config]
        user = ["--uid", "news", "--display-name", "news", "--access-key", KEY, "--secret", SECRET]
        run([*admin, "user", "create", *user])
        front = f"--rgw-frontends=beast endpoint={HOST}:{port}"
        command = [find("radosgw"), *config, "-n", "client.admin", "-f", front]
        stack.enter_context(run_server(command, port, folder / "rgw.out"))
        yield Cluster(folder, port)
