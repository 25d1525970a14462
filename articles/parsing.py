"""Turn a file into an article: bytes in, dataclass out, no database.

Plain text keeps every passage as it stands in the file (at most NFC); Markdown and HTML keep it
as it was extracted.
"""

import codecs
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path

from django.utils.text import Truncator, slugify

from articles import boilerplate, markup
from articles.errors import BadInput
from articles.frontmatter import take_front_matter
from articles.manifest import Block, Entry
from articles.models import LINKABLE
from articles.whitespace import fold

BREAK = re.compile(r"\r\n|\n|\r")
# Nobody wraps lines by hand wider than this: a longer line is a paragraph by itself.
WIDEST_WRAP = 120
OPENING_WORDS = 12

Lines = list[tuple[int, str]]


@dataclass(frozen=True)
class ParsedPassage:
    """`line` and `line_end` are source lines counted from 1, None where the format has none."""

    text: str
    line: int | None = None
    line_end: int | None = None
    heading_level: int | None = None
    kind: str = "body"
    reason: str = ""
    group: str = ""
    part: str = ""


@dataclass(frozen=True)
class ParsedArticle:
    """An article ready to be stored; `record` is what articles/records.py calls one."""

    slug: str
    record: dict
    passages: tuple[ParsedPassage, ...]
    warnings: tuple[str, ...] = ()


def decode(raw: bytes, path: Path, encoding: str = "utf-8") -> str:
    """The text of a file; BadInput names the first byte that is no text."""
    if not raw:
        raise BadInput(path, "the file is empty; write the article into it or remove it")
    try:
        text = raw.decode("utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise BadInput(
            path,
            f"not {encoding}: byte {raw[error.start]:#04x} at byte offset {error.start}; "
            "save it as UTF-8, or name its encoding with --encoding",
        ) from None
    if "\0" in text:
        offset = len(text[: text.index("\0")].encode(encoding))
        offset += len(codecs.BOM_UTF8) if raw.startswith(codecs.BOM_UTF8) else 0
        raise BadInput(path, f"a NUL byte at byte offset {offset}; remove it, or name the encoding")
    if not text.strip():
        raise BadInput(path, "the file holds only white space; write the article or remove it")
    return unicodedata.normalize("NFC", text)


def parse_article(
    text: str, *, path: Path, sha256: str, entry: Entry | None = None
) -> ParsedArticle:
    """Read the text of `path`, with its entry in articles.toml or its own front matter."""
    front = take_front_matter(text, path)
    stated, passages = read_passages(front.body, path, front.first_line)
    if not passages:
        raise BadInput(path, "no text was found in it; check that the file holds an article")
    warnings = [f"{path}: front matter: “{name}” is not used" for name in front.ignored]
    if entry and entry.blocks and entry.sha256 == sha256:
        passages = mark_by_blocks(passages, entry.blocks, path)
    else:
        passages = mark_by_classifier(passages, is_markup=path.suffix.lower() != ".txt")
        if entry and entry.blocks:
            warnings.append(
                f"{path}: not the bytes whose SHA-256 articles.toml names; "
                "its blocks were left aside and the classifier asked"
            )
    record = stated | front.record | (entry.record if entry else {})
    slug = (entry and entry.slug) or front.slug or slug_of(path)
    return ParsedArticle(slug, with_title(record, passages), tuple(passages), tuple(warnings))


def slug_of(path: Path) -> str:
    """The file's name as a slug; where no letter of it is left, a sum that tells it from others."""
    sum_of_name = hashlib.sha256(path.stem.encode(errors="surrogateescape")).hexdigest()
    return slugify(path.stem)[:200] or f"article-{sum_of_name[:8]}"


def read_passages(text: str, path: Path, first_line: int) -> tuple[dict, list[ParsedPassage]]:
    """What the text states of itself by its format, and its passages, not yet of any kind."""
    match path.suffix.lower():
        case ".html":
            stated, blocks = markup.read_html(text, path)
        case ".md":
            stated, blocks = {}, markup.read_markdown(text, path)
        case _:
            return {}, split_plain_text(text, first_line=first_line)
    return stated, [
        ParsedPassage(unicodedata.normalize("NFC", block), heading_level=level)
        for block, level in blocks
    ]


def split_plain_text(text: str, *, first_line: int = 1) -> list[ParsedPassage]:
    """A blank line ends a passage; a text without any has one a line, unless it is wrapped."""
    lines = list(enumerate(BREAK.split(text), first_line))
    groups = groupby(lines, key=lambda numbered: bool(numbered[1].strip()))
    paragraphs = [list(group) for is_text, group in groups if is_text]
    has_gaps = len(paragraphs) > 1
    return [
        ParsedPassage("\n".join(line for _, line in piece), piece[0][0], piece[-1][0])
        for paragraph in paragraphs
        for piece in pieces_of(paragraph, has_gaps)
    ]


def pieces_of(paragraph: Lines, has_gaps: bool) -> list[Lines]:
    lines = [line for _, line in paragraph]
    if any(len(line) > WIDEST_WRAP for line in lines):
        return [[line] for line in paragraph]
    is_wrapped = breaks_fit(lines)
    is_whole = has_gaps or (len(lines) > 2 and is_wrapped)
    # Navigation and lists of stories come as short lines without a blank one between them.
    if not is_whole or (not is_wrapped and any(map(boilerplate.has_sign, lines))):
        return [[line] for line in paragraph]
    return [paragraph]


def breaks_fit(lines: Sequence[str]) -> bool:
    """Whether each line was broken only because the next word did not fit into the width."""
    width = max(map(len, lines))
    return all(
        len(line) + 1 + len(following.split()[0]) > width for line, following in pairwise(lines)
    )


def mark_by_blocks(
    passages: list[ParsedPassage], blocks: Sequence[Block], path: Path
) -> list[ParsedPassage]:
    """Give each passage the kind that a curator gave its lines."""
    of_line: dict[int, Block] = {}
    for block in blocks:
        for line in range(block.first, block.last + 1):
            if line in of_line:
                raise BadInput(path, f"articles.toml puts line {line} in two blocks", line=line)
            of_line[line] = block
    for passage in passages:
        if passage.line not in of_line:
            raise BadInput(path, "articles.toml puts this line in no block", line=passage.line)
    last = max(passage.line_end or 0 for passage in passages)
    if beyond := [block.last for block in blocks if block.last > last]:
        raise BadInput(path, f"a block of articles.toml ends on line {beyond[0]}, after the text")
    return [marked(passage, of_line[passage.line or 0]) for passage in passages]


def marked(passage: ParsedPassage, block: Block) -> ParsedPassage:
    reason = block.note or "Marked by a curator."
    return replace(passage, kind=block.kind, reason=reason, group=block.group, part=block.part)


def mark_by_classifier(passages: list[ParsedPassage], *, is_markup: bool) -> list[ParsedPassage]:
    drafts = [
        boilerplate.Draft(fold(passage.text).text.strip(), passage.heading_level, is_markup)
        for passage in passages
    ]
    proposals = boilerplate.classify(drafts)
    return [
        replace(passage, kind=proposal.kind, reason=proposal.reason[:300])
        for passage, proposal in zip(passages, proposals, strict=True)
    ]


def with_title(record: dict, passages: list[ParsedPassage]) -> dict:
    """The record with a title: the one stated, the text's own, or else its opening words."""
    if record.get("title"):
        return {"title_source": "text", **record}
    own = [passage for passage in passages if passage.kind == "title"]
    inside = [passage for passage in passages if passage.kind in LINKABLE]
    words = fold((own or inside or passages)[0].text).text.strip()
    title = Truncator(words).words(OPENING_WORDS) if not own else words
    return record | {"title": Truncator(title).chars(500), "title_source": "text"}
