"""Write texts as files that the importer reads: the title becomes the title, the text the body."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "articles.toml"
# Ends the lines of a file, as articles/parsing.py reads them.
BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Filed:
    """A text to become an article; `fields` go into its entry in articles.toml."""

    slug: str
    title: str
    text: str
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (title_of(self) or body_of(self))


def write_folder(folder: Path, texts: Iterable[Filed]) -> int:
    """Write a file for each text, and the articles.toml beside them; how many there are."""
    with (folder / MANIFEST).open("w", encoding="utf-8") as manifest:
        count = 0
        for filed in texts:
            raw = file_of(filed)
            (folder / f"{filed.slug}.txt").write_bytes(raw)
            manifest.writelines(entry(filed, raw))
            count += 1
    return count


def file_of(filed: Filed) -> bytes:
    """A head of front matter first, so that no line of the text can be taken for one."""
    head = f"---\nslug: {filed.slug}\n---\n\n"
    return (head + "\n\n".join(filter(None, (title_of(filed), body_of(filed))))).encode()


def title_of(filed: Filed) -> str:
    return " ".join(writable(filed.title).split())


def body_of(filed: Filed) -> str:
    return writable(filed.text).strip()


def writable(text: str) -> str:
    """No text file holds a NUL, and no UTF-8 half a character."""
    return text.replace("\0", " ").encode(errors="replace").decode()


def entry(filed: Filed, raw: bytes) -> Iterator[str]:
    """Its blocks say what is title and what is body, so that nobody has to guess it."""
    yield f'[[article]]\nid = "{filed.slug}"\nseed_file = "{filed.slug}.txt"\n'
    yield f'seed_sha256 = "{hashlib.sha256(raw).hexdigest()}"\n'
    for name, value in filed.fields:
        yield f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
    first, last = 5, len(BREAK.split(raw.decode()))
    if title_of(filed):
        yield block(first, first, "title")
        first += 1
    if first <= last:
        yield block(first, last, "body")
    yield "\n"


def block(first: int, last: int, kind: str) -> str:
    return f'[[article.block]]\nlines = [{first}, {last}]\nkind = "{kind}"\n'
