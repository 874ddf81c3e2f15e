"""The build: content in, site out, at a cost in proportion to the change. No Pelican in here."""
