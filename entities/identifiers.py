"""The catalogues whose identifiers entities carry, and where those identifiers lead."""

import re

# Scheme: what readers call it, and the address of one entry, where the catalogue has one.
SCHEMES = {
    "wikidata": ("Wikidata", "https://www.wikidata.org/wiki/{}"),
    "iso3166_1_alpha2": ("ISO 3166-1 alpha-2", "https://www.iso.org/obp/ui/#iso:code:3166:{}"),
    "iso3166_1_alpha3": ("ISO 3166-1 alpha-3", ""),
    "iso3166_1_num": ("ISO 3166-1 numeric", ""),
    "ticker_tsxv": ("TSX Venture Exchange", "https://money.tmx.com/en/quote/{}"),
    "ticker_otcqb": ("OTCQB", "https://www.otcmarkets.com/stock/{}"),
    "isin": ("ISIN", ""),
}

# What an identifier that other modules read must look like, and how that is said.
FORMS = {"iso3166_1_num": (re.compile(r"[0-9]{3}"), "Write three digits, such as 036.")}


def choices() -> list[tuple[str, str]]:
    return [(scheme, label) for scheme, (label, _) in SCHEMES.items()]


def url_of(scheme: str, value: str) -> str:
    """The address of the entry, or the empty string."""
    return SCHEMES.get(scheme, ("", ""))[1].format(value)


def fault_of(scheme: str, value: str) -> str:
    """What is wrong with an identifier; the empty string where nothing is known to be."""
    form, fault = FORMS.get(scheme, (None, ""))
    return fault if form and not form.fullmatch(value) else ""
