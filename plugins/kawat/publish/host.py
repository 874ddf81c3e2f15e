"""What a host has to be able to do. Contains no business logic."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from kawat.publish.plan import Plan, State
from kawat.publish.release import Release


class Host(Protocol):
    """A place where a site is published; every method may raise PublishError."""

    place: str
    """As people write it."""
    limits: str
    """The name in ``hosts.toml`` whose limits hold when the settings name none; may be empty."""

    def hold(self) -> AbstractContextManager[None]:
        """Keep other publishers away; raises PublishError when one is at work."""

    def look(self) -> State:
        """What the host says that it holds; cheap."""

    def survey(self, release: Release) -> State:
        """What the host really holds, by looking at every file; for where its manifest was lost."""

    def apply(self, plan: Plan, release: Release) -> str:
        """Bring the host to the plan's target, and verify it there; the name of the release."""

    def roll_back(self, release: Release) -> str:
        """Bring the release before back; its name."""
