"""The kinds of page that are cut by date, so that a new post touches few of them however old the archive is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from kawat.press.compose import Composer
from kawat.press.kinds import Key, Kind
from kawat.press.links import FeedLink, Link
from kawat.press.rows import PageKey, PostRow
from kawat.press.site import Site
from kawat.press.views import Group, Listing

_day_of = attrgetter("day")


class PeriodKind(Kind):
    """Pages cut by date, each with links to the one before and the one after.

    The period is the key's last part, a prefix of a post's date.
    """

    template, rank = "listing.html", 3
    length = 7
    """Characters of a date that name the period."""
    earlier, later = "Previous month", "Next month"

    def _find_earlier(self, key: Key, composer: Composer) -> list[str]:
        """The nearest period before this one that has posts; empty when it is the first."""
        return self._find_period(key, composer, "date < ? ORDER BY date DESC", key[-1])

    def _find_later(self, key: Key, composer: Composer) -> list[str]:
        """The nearest period after this one that has posts; empty when it is the last."""
        return self._find_period(key, composer, "date > ? ORDER BY date", f"{key[-1]}~")

    def _find_period(self, key: Key, composer: Composer, condition: str, bound: str) -> list[str]:
        # The bare date is compared, which an index has; a period is a prefix of it.
        sql = f"SELECT substr(date, 1, {self.length}) FROM {self._table(key)} AND {condition} LIMIT 1"  # noqa: S608
        return [period for (period,) in composer.store.query(sql, (*key[:-1], bound))]

    def _table(self, key: Key) -> str:
        return "posts WHERE live AND lang = ?"

    def _find_posts(self, key: Key, composer: Composer) -> list[PostRow]:
        return composer.store.find_period(key[0], key[-1])

    def has_posts(self, key: Key, composer: Composer) -> bool:
        sql = f"SELECT 1 FROM {self._table(key)} AND date >= ? AND date < ? LIMIT 1"  # noqa: S608 - our own names
        return bool(composer.store.query(sql, (*key, f"{key[-1]}~")))

    def find_neighbours(self, key: Key, composer: Composer) -> Iterable[PageKey]:
        near = self._find_earlier(key, composer) + self._find_later(key, composer)
        return (PageKey(self.name, (*key[:-1], period)) for period in near)

    def _link(self, key: Key, composer: Composer, msgid: str, periods: Sequence[str]) -> Link | None:
        if not periods:
            return None
        language = composer.site.languages[key[0]]
        path = self.path((*key[:-1], periods[0]), composer.site)
        return Link(composer.say(language, msgid), composer.site.link(path))

    def _title(self, key: Key, composer: Composer) -> str:
        raise NotImplementedError

    def _trail(self, key: Key, composer: Composer) -> tuple[Link, ...]:
        return (composer.front(composer.site.languages[key[0]]),)

    def _feeds(self, key: Key, composer: Composer) -> tuple[FeedLink, ...]:
        return ()

    def _group(self, key: Key, posts: Sequence[PostRow], composer: Composer) -> tuple[Group, ...]:
        """By day, newest first; the heading leads to the day's edition."""
        language = composer.site.languages[key[0]]
        groups = ((composer.edition_link(language, day), list(found)) for day, found in groupby(posts, _day_of))
        return tuple(Group(link.text, composer.make_items(found), href=link.href) for link, found in groups)

    def load(self, key: Key, composer: Composer) -> Listing | None:
        posts = self._find_posts(key, composer)
        if not posts:
            return None
        language, title, path = (
            composer.site.languages[key[0]],
            self._title(key, composer),
            self.path(key, composer.site),
        )
        frame = composer.make_frame(
            language,
            title,
            path,
            title,
            {},
            feeds=self._feeds(key, composer),
            trail=self._trail(key, composer),
        )
        return Listing(
            frame=frame,
            heading=title,
            count=len(posts),
            groups=self._group(key, posts, composer),
            earlier=self._link(key, composer, self.earlier, self._find_earlier(key, composer)),
            later=self._link(key, composer, self.later, self._find_later(key, composer)),
        )


class MonthKind(PeriodKind):
    """All of a month in a language; key: language, ``YYYY-MM``."""

    name = "month"

    def keys_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        return ((post.lang, post.month),)

    def path(self, key: Key, site: Site) -> str:
        return f"{site.languages[key[0]].slug}/{key[-1].replace('-', '/')}/index.html"

    def _title(self, key: Key, composer: Composer) -> str:
        language = composer.site.languages[key[0]]
        return composer.say(language, "Archive: %(month)s", month=composer.month_link(language, key[-1], "").text)


class SectorMonthKind(PeriodKind):
    """A month of a sector; key: language, sector, ``YYYY-MM``."""

    name = "sector-month"

    def keys_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        return ((post.lang, sector.id, post.month) for sector in site.sectors.sort(post.sectors))

    def path(self, key: Key, site: Site) -> str:
        return f"{site.languages[key[0]].slug}/sector/{key[1]}/{key[-1].replace('-', '/')}/index.html"

    def _table(self, key: Key) -> str:
        return "post_sectors WHERE lang = ? AND sector = ?"

    def _find_posts(self, key: Key, composer: Composer) -> list[PostRow]:
        return composer.store.find_in_sector(key[1], key[0], -1, key[-1], f"{key[-1]}~")

    def _title(self, key: Key, composer: Composer) -> str:
        language = composer.site.languages[key[0]]
        label = composer.site.sectors.by_id[key[1]].label_in(language)
        month = composer.month_link(language, key[-1], "").text
        return composer.say(language, "%(first)s: %(second)s", first=label, second=month)

    def _trail(self, key: Key, composer: Composer) -> tuple[Link, ...]:
        language = composer.site.languages[key[0]]
        return (composer.front(language), composer.sector_link(language, key[1]))

    def _feeds(self, key: Key, composer: Composer) -> tuple[FeedLink, ...]:
        return (composer.feed_link(composer.site.languages[key[0]], key[1]),)


class EditionKind(PeriodKind):
    """A day's digest; key: language, ``YYYY-MM-DD``."""

    name = "edition"
    length = 10
    earlier, later = "Previous edition", "Next edition"

    def keys_of(self, post: PostRow, site: Site) -> Iterable[Key]:
        return ((post.lang, post.day),)

    def path(self, key: Key, site: Site) -> str:
        return f"{site.languages[key[0]].slug}/{key[-1].replace('-', '/')}/index.html"

    def _title(self, key: Key, composer: Composer) -> str:
        language = composer.site.languages[key[0]]
        return composer.say(language, "Edition of %(date)s", date=composer.edition_link(language, key[-1]).text)

    def _trail(self, key: Key, composer: Composer) -> tuple[Link, ...]:
        language = composer.site.languages[key[0]]
        return (composer.front(language), composer.month_link(language, key[-1][:7], ""))

    def _group(self, key: Key, posts: Sequence[PostRow], composer: Composer) -> tuple[Group, ...]:
        """By sector, in the sectors' order; a post of several stands under the first."""
        language, site = composer.site.languages[key[0]], composer.site
        first = {post.path: next((sector.id for sector in site.sectors.sort(post.sectors)), "") for post in posts}
        known = [sector.id for sector in site.sectors.sort(first.values())]
        groups = []
        for sector in (*known, *({""} & set(first.values()))):
            items = composer.make_items(post for post in posts if first[post.path] == sector)
            link = composer.sector_link(language, sector) if sector else Link(composer.say(language, "Other news"), "")
            groups.append(Group(link.text, items, href=link.href or None))
        return tuple(groups)
