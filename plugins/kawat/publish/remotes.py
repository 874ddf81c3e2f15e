"""Which host an address means."""

from __future__ import annotations

import os
import re
from pathlib import Path

from kawat.errors import PublishError
from kawat.publish.host import Host
from kawat.publish.wishes import Wishes

FORMS = "a folder, ssh://host/folder, rclone:remote:bucket, or git:origin#gh-pages"
SSH = re.compile(r"ssh://(?:[\w.-]+@)?(?:[\w.-]+|\[[\da-fA-F:.%]+\])(?::\d+)?/.+")
GIT = re.compile(r"git:([\w.-]+)(?:#([\w./-]+))?")


def make_host(wishes: Wishes, output: Path, cache: Path) -> Host:
    """The host that the settings name; raises PublishError when there is none of that form."""
    remote = wishes.remote
    if not remote:
        raise PublishError("KAWAT_REMOTE", "not set", f"expected {FORMS}; set it in publishconf.py or the environment")
    if remote.startswith("ssh://"):
        from kawat.publish.shell import Shell

        if not SSH.fullmatch(remote):
            raise PublishError("KAWAT_REMOTE", f"{remote!r} is no address", "expected ssh://user@host:22/srv/news")
        return Shell(remote, wishes.keep)
    if remote.startswith("rclone:"):
        from kawat.publish.bucket import Bucket
        from kawat.publish.rclone import Rclone

        if ":" not in remote.removeprefix("rclone:"):
            raise PublishError("KAWAT_REMOTE", f"{remote!r} names no remote", "expected rclone:remote:bucket/folder")
        # A remote that is described here, and not in rclone's configuration, may hold a password.
        return Bucket(
            re.sub(r"^(rclone::\w+),.*(:[^:]*)$", r"\1,…\2", remote), Rclone(remote.removeprefix("rclone:"), cache)
        )
    if remote.startswith("git:"):
        from kawat.publish.branch import Branch

        if not (found := GIT.fullmatch(remote)):
            raise PublishError("KAWAT_REMOTE", f"{remote!r} names no branch", "expected git:origin#gh-pages")
        return Branch(remote, found[1], found[2] or "gh-pages")
    return _make_folder(remote.removeprefix("file://"), wishes.keep, output)


def _make_folder(remote: str, keep: int, output: Path) -> Host:
    from kawat.publish.folder import Folder

    if re.match(r"\w+:", remote):
        raise PublishError("KAWAT_REMOTE", f"{remote!r} is no address that we know", f"expected {FORMS}")
    root = Path(os.path.abspath(Path(remote).expanduser()))  # noqa: PTH100 - without ".."
    inside, around = root.resolve(), output.resolve()
    if inside.is_relative_to(around) or around.is_relative_to(inside):
        raise PublishError("KAWAT_REMOTE", f"{remote!r} and the output lie in each other", "choose another folder")
    return Folder(root, keep)
