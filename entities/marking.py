"""Cut text at spans, and address a quote in a page. Pure: no database, no markup."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote as percent_encode

from articles.whitespace import fold


def cut(text: str, spans: Iterable[tuple[int, int, Any]]) -> Iterator[tuple[str, Any]]:
    """Yield the text piece by piece, each with the payload of its span or None.

    The pieces joined are the text, whatever the spans: one that overlaps another is left out.
    """
    done = 0
    for start, end, payload in sorted(spans, key=lambda span: span[:2]):
        if start < done or end > len(text) or start >= end:
            continue
        yield text[done:start], None
        yield text[start:end], payload
        done = end
    yield text[done:], None


def text_fragment(quote: str, before: str = "", after: str = "") -> str:
    """The fragment directive that makes a browser find and mark `quote`.

    `before` and `after` narrow it where the words stand more than once; only whole words of them
    count, as a browser looks for whole words. Source: WICG, URL Fragment Text Directives.
    """
    parts = [encode(quote)]
    if words := fold(before).text.split(" ")[1:]:
        parts.insert(0, encode(" ".join(words)) + "-")
    if words := fold(after).text.split(" ")[:-1]:
        parts.append("-" + encode(" ".join(words)))
    return ":~:text=" + ",".join(part for part in parts if part.strip("-"))


# Each byte as it stands in an address; a hyphen has a meaning of its own in the directive.
ENCODED = [percent_encode(bytes([byte]), safe="").replace("-", "%2D") for byte in range(256)]


def encode(words: str) -> str:
    return "".join(map(ENCODED.__getitem__, fold(words).text.strip().encode()))
