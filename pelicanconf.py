"""Settings of the site for work at home; publishconf.py adds what publication needs."""

SITENAME = "Kawat"
SITEURL = "http://localhost:8000"
DEFAULT_LANG = "en"  # offered to readers of a language that a story does not have
TIMEZONE = "UTC"  # in which posts give their times

PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = ".cache"
THEME = "theme"

PLUGIN_PATHS = ["plugins"]
PLUGINS = ["kawat"]

PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]

KAWAT_SEARCH = ".search"  # where make search leaves its index; without it the site has no search
