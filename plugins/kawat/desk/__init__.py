"""Editorial rules over posts: no Pelican, no disk but the tables of this folder."""
