"""The site in a real browser: a reader's way through it, without JavaScript and on a small screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import open_browser, serve
from conftest import TAGS, Project
from kawat.languages import load_languages

SHOWN = ("id", "ar", "ja", "th")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(sample: Project) -> Iterator[str]:
    with serve(sample.output) as served:
        yield served


@pytest.fixture(params=[320, 1280], ids=["phone", "desktop"])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page without JavaScript; nothing may be asked of others, and no error may be logged."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": request.param, "height": 800}, base_url=address
    )
    opened = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    opened.on("request", lambda one: asked.append(one.url))
    opened.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    yield opened
    context.close()
    assert asked
    assert [url for url in asked if not url.startswith(address)] == []
    assert errors == []


def test_a_reader_follows_the_story(page: Page) -> None:
    """Chooser → Indonesian front → the seed's article → Arabic → a sector → back to an article."""
    page.goto("/")
    page.get_by_role("main").locator("a[lang=id]").click()
    expect(page.locator("html")).to_have_attribute("lang", "id")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Rutte menegaskan")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rutte menegaskan keanggotaan Ukraina")
    expect(page.locator(".article__body p")).to_have_count(8)
    page.locator("summary").click()
    page.locator(".switcher__panel").get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".article__body p")).to_have_count(8)
    expect(page.locator(".article__provenance")).to_be_visible()
    label = load_languages()["ar"].sectors["daily-news"]
    page.locator(".article__sectors").get_by_role("link", name=label).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(label)
    page.get_by_role("main").get_by_role("article").get_by_role("link").first.click()
    expect(page.locator(".disclaimer")).to_contain_text("SeaPRwire")


@pytest.mark.parametrize("tag", TAGS)
def test_pages_fit_the_screen(page: Page, tag: str) -> None:
    """No page of any language is wider than the screen; its styles are applied."""
    slug = load_languages()[tag].slug
    page.goto(f"/{slug}/")
    for href in (
        "",
        page.locator(".teaser__title a").first.get_attribute("href"),
        page.locator(".tags__item").first.get_attribute("href"),
    ):
        if href:
            page.goto(href)
        box = page.locator("body").bounding_box()
        assert box is not None
        widths = page.evaluate(
            "[...document.querySelectorAll('main, main *')].map(e => e.getBoundingClientRect().width)"
        )
        assert len(widths) > 10
        assert max(widths) <= box["width"] <= (page.viewport_size or {"width": 0})["width"]
        assert page.locator(".skip").bounding_box()["y"] < 0  # type: ignore[index]


def test_policy_stops_scripts(browser: Browser, address: str) -> None:
    """Were a script to get into a page, the policy would stop it; without the policy it runs."""
    context = browser.new_context(base_url=address)
    opened = context.new_page()
    ran: list[str] = []
    for has_policy in (True, False):

        def poison(route: object, *, has_policy: bool = has_policy) -> None:
            response = route.fetch()  # type: ignore[attr-defined]
            text = response.text().replace("<main", "<script>document.title='ran'</script><main")
            if not has_policy:
                text = text.replace("Content-Security-Policy", "x")
            route.fulfill(response=response, body=text)  # type: ignore[attr-defined]

        opened.route("**/id/", poison)
        opened.goto("/id/")
        ran.append(opened.title())
        opened.unroute("**/id/")
    context.close()
    assert ran[0] != "ran"
    assert ran[1] == "ran"
