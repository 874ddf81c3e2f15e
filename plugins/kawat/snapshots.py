"""What takes long to find out and is the same until code, tables or libraries change: kept as Python keeps compiled
code, in ``__pycache__``. Without it nothing is different but the time that the next run takes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import lru_cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import babel

from kawat.errors import KawatError
from kawat.files import PACKAGE, fingerprint_package, list_files, write_atomically

DAY = "$day"
"""The key under which a day of TOML is kept."""


def recall(name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What ``make`` gives, which JSON can hold; made anew when the package or Babel is another one."""
    path = name_snapshot(f"{name}.json")
    key = f"{fingerprint_package()} {babel.__version__}"
    with suppress(OSError, ValueError, TypeError, KeyError):  # whatever is wrong with it, it is made anew
        kept = json.loads(path.read_bytes(), object_hook=_restore_day)
        if kept["key"] == key:
            return dict(kept["made"])
    made = make()
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            text = json.dumps({"key": key, "made": made}, ensure_ascii=False, default=_keep_day)
            write_atomically(path, text.encode())
    return made


def name_snapshot(name: str) -> Path:
    """Where something is kept; other versions of Python have their own."""
    return Path(cache_from_source(str(PACKAGE / "kept.py"))).with_name(f"{sys.implementation.cache_tag}.{name}")


def read_toml(path: Path, fault: type[KawatError]) -> dict[str, Any]:
    """What a table says; raises OSError, and the error given where it is no TOML."""
    facts = _recall_tables().get(path.relative_to(PACKAGE).as_posix()) if path.is_relative_to(PACKAGE) else None
    if facts is not None:
        return facts
    try:
        return _parse(path)
    except ValueError as error:
        raise fault(path, f"no valid TOML: {error}", "expected TOML in UTF-8") from error


@lru_cache(maxsize=1)
def _recall_tables() -> dict[str, dict[str, Any]]:
    return recall("tables", _parse_all)


def _parse_all() -> dict[str, dict[str, Any]]:
    """The package's tables by their paths, but for those with a fault, which whoever needs them finds again."""
    found: dict[str, dict[str, Any]] = {}
    for path in list_files(PACKAGE, ".toml"):
        with suppress(OSError, ValueError, TypeError):
            facts = _parse(path)
            json.dumps(facts, default=_keep_day)
            found[path.relative_to(PACKAGE).as_posix()] = facts
    return found


def _parse(path: Path) -> dict[str, Any]:
    import tomllib  # on most runs nobody needs it

    return tomllib.loads(path.read_text(encoding="utf-8"))


def _keep_day(value: object) -> dict[str, str]:
    if type(value) is not date:
        raise TypeError(value)
    return {DAY: value.isoformat()}


def _restore_day(table: dict[str, Any]) -> Any:
    return date.fromisoformat(table[DAY]) if DAY in table else table
