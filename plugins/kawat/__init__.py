"""Kawat: from the raw texts of a news wire to a static digest site in many languages."""


def register() -> None:
    """Connect Kawat to Pelican's signals; Pelican calls this."""
    from kawat import hooks  # Pelican is not needed for anything else here

    hooks.connect()
