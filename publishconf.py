"""Settings of the site for publication: ``make publish SITEURL=https://news.example``."""

import os
import sys

sys.path.insert(0, os.path.dirname(__file__))

from pelicanconf import *  # noqa: F403

SITEURL = os.environ.get("SITEURL", "https://news.example")
