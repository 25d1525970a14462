"""Take the front matter off a text: its metadata, and where the text itself begins. Pure."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import frontmatter
import yaml

from articles.errors import BadInput
from articles.records import NAMES, read_record, read_slug

# What other systems call the same field.
ALIASES = {
    "lang": "language", "date": "published", "url": "source_url", "license": "licence",
    "rights": "licence", "public": "is_public",
}  # fmt: skip


@dataclass(frozen=True)
class FrontMatter:
    """`body` is the text below the front matter, which begins on line `first_line`."""

    body: str
    first_line: int = 1
    slug: str = ""
    record: dict = field(default_factory=dict)
    ignored: tuple[str, ...] = ()


def take_front_matter(text: str, path: Path) -> FrontMatter:
    """Split `text`; a text without front matter is all body."""
    handler = frontmatter.detect_format(text, frontmatter.handlers)
    if handler is None:
        return FrontMatter(text)
    try:
        head, body = handler.split(text)
    except ValueError:
        # An opening rule that nothing closes is a line of the text, not front matter.
        return FrontMatter(text)
    # Blank lines in place of the delimiter, so that a line of the head is a line of the file.
    head = "\n" * text.count("\n", 0, text.index(head)) + head
    content = load(handler, head, path)
    first_line = text.count("\n", 0, len(text) - len(body)) + 1
    slug, record, ignored = read(content, head, path)
    return FrontMatter(body, first_line, slug, record, ignored)


def load(handler, head: str, path: Path) -> dict:
    try:
        content = handler.load(head)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadInput(
            path,
            f"malformed front matter: {getattr(error, 'problem', None) or error}; correct it",
            line=mark.line + 1 if mark else None,
        ) from None
    except ValueError as error:
        raise BadInput(path, f"malformed front matter: {error}; correct it") from None
    if not isinstance(content, dict):
        raise BadInput(path, "front matter: expected lines like “title: …”", line=1)
    return {ALIASES.get(str(name), str(name)): value for name, value in content.items()}


def read(content: dict, head: str, path: Path) -> tuple[str, dict, tuple[str, ...]]:
    record, errors = read_record(content)
    slug = content.get("slug") or content.get("id") or ""
    try:
        slug = slug and read_slug(slug)
    except ValueError as error:
        errors["slug"] = str(error)
    for name, problem in errors.items():
        raise BadInput(path, f"front matter: {name}: {problem}", line=line_of(head, name))
    ignored = sorted(content.keys() - NAMES.keys() - {"slug", "id", "provenance_candidate"})
    return slug, record, tuple(ignored)


def line_of(head: str, name: str) -> int | None:
    names = [name, *(alias for alias, meant in ALIASES.items() if meant == name)]
    place = re.search(rf"^\s*({'|'.join(map(re.escape, names))})\s*[:=]", head, re.MULTILINE)
    return head.count("\n", 0, place.start()) + 1 if place else None
