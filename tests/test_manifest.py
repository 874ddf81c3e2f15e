"""The web app manifest of a language: its words and direction, the theme's colours, allowed by the pages' policy."""

from __future__ import annotations

import json
import re

import pytest

from conftest import ROOT, TAGS, Project
from kawat.languages import load_languages

VARIABLES = ROOT / "theme" / "static" / "css" / "variables.css"


@pytest.mark.parametrize("tag", TAGS)
def test_a_manifest_speaks_its_language(sample: Project, tag: str) -> None:
    language = load_languages()[tag]
    data = json.loads(sample.read(f"{language.slug}/manifest.webmanifest"))
    page = sample.read(f"{language.slug}/index.html")
    assert (data["name"], data["lang"], data["dir"]) == ("Kawat", tag, language.direction)
    assert data["id"] == data["start_url"] == f"/{language.slug}/"
    assert f'<meta name="description" property="og:description" content="{data["description"]}">' in page
    assert f'<link rel="manifest" href="/{language.slug}/manifest.webmanifest">' in page
    assert "manifest-src &#39;self&#39;" in page
    assert all((sample.output / icon["src"][1:]).is_file() for icon in data["icons"])


def test_its_colours_are_the_themes(sample: Project) -> None:
    """The light ones, since a manifest knows one scheme."""
    light = dict(re.findall(r"--([\w-]+): (#\w+);", VARIABLES.read_text("utf-8").partition("@media")[0]))
    data = json.loads(sample.read("id/manifest.webmanifest"))
    assert (data["background_color"], data["theme_color"]) == (light["paper"], light["accent"])


def test_a_site_in_a_folder_keeps_to_it(project: Project) -> None:
    project.build(url="https://host.example/digest")
    data = json.loads(project.read("id/manifest.webmanifest"))
    assert (data["start_url"], data["scope"]) == ("/digest/id/", "/digest/")
    assert data["icons"][0]["src"].startswith("/digest/assets/")
