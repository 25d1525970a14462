"""Read Markdown and HTML as blocks of text. Pure: a file's text in, metadata and blocks out.

Both become HTML, both are cleaned by nh3, and both are read by the same walk over their blocks.
"""

import logging
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import markdown
import nh3
from lxml import html

from articles.errors import BadInput
from articles.records import read_record

HEADINGS = {f"h{level}": level for level in range(1, 7)}
# A block holds text of its own; whatever else nh3 lets through only groups blocks.
BLOCKS = {*HEADINGS, "p", "li", "pre", "tr", "dt", "dd", "figcaption", "caption", "summary"}
GROUPS = {
    "div", "section", "article", "ul", "ol", "dl", "blockquote", "table", "thead", "tbody",
    "tfoot", "figure", "details", "td", "th", "main", "header", "footer", "nav", "aside",
    "address", "center", "hgroup", "hr", "fieldset", "form",
}  # fmt: skip
INLINE = {"br", "em", "strong", "b", "i", "a", "code", "sub", "sup", "q", "cite", "span"}
WITHOUT_TEXT = {
    "script", "style", "template", "noscript", "svg", "iframe", "title", "textarea", "select",
    "button",
}  # fmt: skip
# A block no longer than this may be a label that only chances to stand in the main text, too.
LABEL = 25
# libxml2 leaves out without a word what is nested more than 256 deep.
DEEPEST = 200
# Every Markdown library tried needs quadratic time for some input: 50,000 "![" took 17 s.
MARKDOWN_CHARACTERS = 1_000_000
MARKDOWN_SECONDS = 20

Block = tuple[str, int | None]


def read_markdown(text: str, path: Path) -> list[Block]:
    """The blocks of a Markdown text, each with its heading level or None."""
    if len(text) > MARKDOWN_CHARACTERS:
        raise BadInput(path, f"Markdown of over {MARKDOWN_CHARACTERS:,} characters; split it")
    try:
        with time_limit(MARKDOWN_SECONDS):
            rendered = markdown.markdown(text, extensions=["tables", "sane_lists"])
            return read_blocks(rendered, path)
    except (TimeoutError, RecursionError):
        raise BadInput(path, "Markdown that is too costly to read; simplify its nesting") from None


def read_html(text: str, path: Path) -> tuple[dict, list[Block]]:
    """What a web page states of itself, and the blocks of its main text."""
    # Imported here because it takes half a second, which a corpus of plain text need not pay.
    import trafilatura

    # What it logs of an odd page says nothing that our own error does not say in one line.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    blocks = read_blocks(text, path)
    if not blocks:
        return {}, []
    extracted = trafilatura.extract(
        text, output_format="html", include_comments=False, include_formatting=True
    )
    blocks = chosen(blocks, read_blocks(extracted or "", path)) or blocks
    record = stated_by_page(text, trafilatura)
    title = record.get("title", "")
    if title and all(block != title for block, _ in blocks):
        blocks.insert(0, (title, 1))
    return record, blocks


def stated_by_page(text: str, trafilatura) -> dict:
    """Title, author, publisher, date, address and language, where the page's head says them."""
    found = trafilatura.extract_metadata(
        text,
        date_config={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
    )
    tree = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    author = tree.xpath("string(//meta[@name='author']/@content)").strip()
    stated = {
        "title": squeeze(found.title or ""),
        "author": author or found.author,
        "publisher": tree.xpath("string(//meta[@property='og:site_name']/@content)").strip(),
        "published": found.date,
        "source_url": tree.xpath("string(//link[@rel='canonical']/@href)").strip(),
        "licence": found.license,
        "language": tree.xpath("string(/html/@lang)").strip(),
    }
    record, errors = read_record({name: value for name, value in stated.items() if value})
    # What a page says of itself is taken where it is sound; a fault in it is not the operator's.
    return {name: value for name, value in record.items() if name not in errors}


def chosen(blocks: list[Block], main: list[Block]) -> list[Block]:
    """The page's own blocks that stand in its main text.

    The extraction says which to take, not how they read: of an odd page it tears words apart or
    glues paragraphs together.
    """
    texts = [letters(text) for text, _ in main]
    whole, exact = "".join(texts), set(texts)
    return [
        (text, level)
        for text, level in blocks
        if letters(text) in exact or (len(text) > LABEL and letters(text) in whole)
    ]


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def read_blocks(markup: str, path: Path) -> list[Block]:
    """The blocks of a piece of HTML, in order, with nothing in them that is not text."""
    cleaned = nh3.clean(
        markup, tags=BLOCKS | GROUPS | INLINE, attributes={}, link_rel=None,
        clean_content_tags=WITHOUT_TEXT,
    )  # fmt: skip
    if not cleaned.strip():
        return []
    if depth_of(cleaned) > DEEPEST:
        raise BadInput(path, f"nested more than {DEEPEST} deep; simplify its nesting")
    parser = html.HTMLParser(huge_tree=True)
    root = html.fragment_fromstring(cleaned, create_parent="div", parser=parser)
    return [(text, level) for text, level in walk(root, None) if text]


def depth_of(cleaned: str) -> int:
    """How deep the elements are nested; nh3 closes each but breaks and rules."""
    depth = deepest = 0
    for slash in re.findall(r"<(/?)(?![bh]r\b)\w", cleaned):
        depth += -1 if slash else 1
        deepest = max(deepest, depth)
    return deepest


def walk(element, level: int | None) -> Iterator[Block]:
    """Yield each run of inline text as one block; a nested block ends the run before it."""
    run: list[str] = []
    for piece in pieces(element):
        if isinstance(piece, str):
            run.append(piece)
            continue
        if piece.tag == "tr":
            cells = (" ".join(text for text, _ in walk(cell, None) if text) for cell in piece)
            nested = [(" | ".join(cells), None)]
        else:
            nested = list(walk(piece, HEADINGS.get(piece.tag)))
        yield settle(run, element), level
        run = []
        yield from nested
    yield settle(run, element), level


def pieces(element) -> Iterator:
    """The text of an element piece by piece, and its nested blocks as elements."""
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif child.tag in INLINE:
            yield from pieces(child)
        else:
            yield child
        yield child.tail or ""


def settle(run: list[str], element) -> str:
    text = "".join(run)
    return text.strip("\n") if element.tag == "pre" else squeeze(text)


def squeeze(text: str) -> str:
    """White space as a browser shows it. A break is a space to a reader of the source, too."""
    return re.sub(r"\s+", " ", text).strip()


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Raise TimeoutError after `seconds`, where the system can (main thread, POSIX)."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(signum, frame):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
