"""Wire texts of the tests' own making."""

from __future__ import annotations

DISCLAIMER = (
    "This text comes from a third party. Bentang Newswire (https://bentang.example/) vouches for nothing in it."
)
BOILERPLATE = "Bentang Newswire sends releases to 1,200 newsrooms."


def make_text(
    headline: str = "The harbour of Sandvik opens a second quay",
    marker: str = "(Bentang Newswire) – ",
    standfirst: str = "Ships no longer have to wait outside the harbour when the weather is bad",
    body: tuple[str, ...] = (
        "The harbour of Sandvik has opened its second quay after three years of work, the harbour master said.",
        "The quay is 210 metres long and takes ships of up to 40,000 tonnes.",
    ),
    disclaimer: str = DISCLAIMER,
    sectors: str = "Sectors: Transport, Daily News",
    boilerplate: str = BOILERPLATE,
) -> str:
    """A text in the layout of the wire, with a part left out where it is empty."""
    parts = (headline, f"{marker}{standfirst}", *body, disclaimer, sectors, boilerplate)
    return "\n\n".join(part for part in parts if part)
