"""The day that a post is dated, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kawat.wire.model import WireText
from kawat.wire.posts import Moment
from kawat.wire.sidecars import Sidecar

AHEAD = timedelta(days=2)
"""A dateline without a year may be this far after the day that it is read: time zones, advance copies."""

REACH = 8
"""Years back in which a day without a year is looked for: so far apart may two days of 29 February be."""


@dataclass(frozen=True)
class Dating:
    """A day and what it was taken from."""

    moment: Moment
    origin: str
    """``dateline``, ``dateline, with the year of …``, ``container``, ``sidecar``, ``day of conversion``, ``post``."""
    is_guess: bool = False
    """Whether a person should know of it."""


def date_post(wire: WireText, sidecar: Sidecar, today: date) -> Dating:
    """The day in the dateline; else what the container or the sidecar states; else today.

    A dateline without a year takes the one that brings it nearest to the stated day, or, against today, not past it.
    """
    if wire.date and wire.date != wire.facts.date:
        return Dating(Moment(wire.date), "dateline")
    stated = (Moment(wire.facts.date), "container") if wire.facts.date else (sidecar.moment, "sidecar")
    if wire.month_day:
        return _complete(wire.month_day, stated, today)
    if stated[0] is not None:
        return Dating(stated[0], stated[1])
    return Dating(Moment(today), "day of conversion", is_guess=True)


def _complete(month_day: tuple[int, int], stated: tuple[Moment | None, str], today: date) -> Dating:
    reference = stated[0].day if stated[0] else today
    days = [
        found for year in range(reference.year - REACH, reference.year + 2) if (found := _make_date(year, *month_day))
    ]
    if stated[0]:
        nearest = min(days, key=lambda day: abs(day - reference))
        return Dating(Moment(nearest), f"dateline, with the year of the {stated[1]}")
    latest = max(day for day in days if day <= today + AHEAD)
    return Dating(Moment(latest), "dateline, with the year of the conversion", is_guess=True)


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
