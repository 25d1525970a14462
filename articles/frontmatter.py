"""Take the front matter off a text: its metadata, and where the text itself begins. Pure."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import frontmatter
import frontmatter.default_handlers
import yaml

from articles.errors import BadInput
from articles.records import NAMES, read_record, read_slug

# What other systems call the same field.
ALIASES = {
    "lang": "language", "date": "published", "url": "source_url", "license": "licence",
    "rights": "licence", "public": "is_public",
}  # fmt: skip


class TOMLHandler(frontmatter.default_handlers.BaseHandler):
    """Between lines of +++. The library's own needs a package that Python has outgrown."""

    FM_BOUNDARY = re.compile(r"^\+{3,}\s*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "+++"

    def load(self, fm: str, **kwargs) -> dict:
        return tomllib.loads(fm)


HANDLERS = [
    frontmatter.default_handlers.YAMLHandler(),
    frontmatter.default_handlers.JSONHandler(),
    TOMLHandler(),
]


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
    handler = frontmatter.detect_format(text, HANDLERS)
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
    if not looks_like_fields(content):
        # Two rules with a sentence between them are text, too.
        return FrontMatter(text)
    first_line = text.count("\n", 0, len(text) - len(body)) + 1
    slug, record, ignored = read(content, head, path)
    return FrontMatter(body, first_line, slug, record, ignored)


def looks_like_fields(content: Any) -> bool:
    return isinstance(content, dict) and not any(" " in str(name).strip() for name in content)


def load(handler, head: str, path: Path) -> Any:
    try:
        content = handler.load(head)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadInput(
            path,
            f"malformed front matter: {getattr(error, 'problem', None) or error}; correct it",
            line=mark.line + 1 if mark else None,
        ) from None
    except RecursionError:
        raise BadInput(path, "malformed front matter: nested too deep; simplify it") from None
    except ValueError as error:
        problem, line = str(error), line_in(str(error)) or line_of_value(handler, head)
        raise BadInput(path, f"malformed front matter: {problem}; correct it", line=line) from None
    if not isinstance(content, dict):
        return content
    return {ALIASES.get(str(name), str(name)): value for name, value in content.items()}


def line_in(message: str) -> int | None:
    """The line that the message of a TOML or JSON reader names."""
    found = re.search(r"\bline (\d+)", message)
    return int(found[1]) if found else None


def line_of_value(handler, head: str) -> int | None:
    """The line of a YAML value of the right form that cannot be: 31 February."""
    for number, line in enumerate(head.splitlines(), 1):
        try:
            handler.load(line)
        except yaml.YAMLError:
            continue
        except ValueError:
            return number
    return None


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
    # Not \s, which would take in the blank lines above the name.
    pattern = rf"^[^\S\n]*({'|'.join(map(re.escape, names))})[^\S\n]*[:=]"
    place = re.search(pattern, head, re.MULTILINE)
    return head.count("\n", 0, place.start()) + 1 if place else None
