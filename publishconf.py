"""Settings of the site for publication: ``make publish``. What differs from machine to machine is in the environment.

docs/publishing.md says what each of them means.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(__file__))

from pelicanconf import *  # noqa: F403

SITEURL = os.environ.get("SITEURL", "")  # such as https://news.example
KAWAT_REMOTE = os.environ.get("KAWAT_REMOTE", "")  # such as ssh://me@news.example/srv/news

KAWAT_LIMITS = os.environ.get("KAWAT_LIMITS", "")  # a host in plugins/kawat/publish/hosts.toml
KAWAT_KEEP = os.environ.get("KAWAT_KEEP", "")  # releases to go back to (5)
KAWAT_MOST_REMOVED = os.environ.get("KAWAT_MOST_REMOVED", "")  # files that one release may remove (256)
KAWAT_COMPRESS = os.environ.get("KAWAT_COMPRESS", "")  # gz, br: copies beside each file

# Whom to tell of a release; nobody, unless KAWAT_TELL names them: purge, indexnow, websub.
KAWAT_TELL = os.environ.get("KAWAT_TELL", "")
KAWAT_PURGE = {"url": os.environ.get("KAWAT_PURGE_URL", "")}
KAWAT_INDEXNOW = {"url": "https://api.indexnow.org/indexnow", "key": os.environ.get("KAWAT_INDEXNOW_KEY", "")}
KAWAT_HUB = os.environ.get("KAWAT_HUB", "")
