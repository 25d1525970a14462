"""What an edition says of itself, and the sums by which one sees that it is whole."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from portal.disk import replace_file
from portal.editions.serving import MANIFEST, Edition

# Another number where editions are laid out otherwise.
FORMAT = 1


class BadManifest(ValueError):
    """The manifest is missing, or is not as it was written."""


@dataclass(frozen=True)
class Manifest:
    """`counts` is by table, `things` by what readers call them; `database` and `schema` say whether
    the rows of two editions can be compared; `files` has the size and the SHA-256 of each."""

    name: str
    number: int
    published: str
    previous: str
    database: str
    schema: str
    counts: dict[str, int]
    things: dict[str, int]
    changes: dict
    files: dict[str, dict]
    format: int = FORMAT

    @property
    def published_at(self) -> datetime:
        return datetime.fromisoformat(self.published)

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file["size"] for file in self.files.values())

    def write(self, folder: Path) -> None:
        replace_file(folder / MANIFEST, sealed(asdict(self)))


def read(edition: Edition) -> Manifest:
    """The manifest as it was written, else BadManifest."""
    try:
        text = edition.manifest.read_bytes().decode()
        held = json.loads(text)
        held.pop("seal")
        if sealed(held) != text:
            raise BadManifest(f"The manifest of {edition.name} was altered.")
        return Manifest(**held)
    except OSError:
        raise BadManifest(f"The manifest of {edition.name} is missing.") from None
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, AttributeError):
        raise BadManifest(f"The manifest of {edition.name} is damaged.") from None


# An edition never changes once it is there, and every page says which it is.
known = lru_cache(maxsize=16)(read)


def sealed(content: dict) -> str:
    """As JSON, with its own SHA-256 as the last entry: a change of the manifest is seen, too."""
    seal = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return json.dumps({**content, "seal": seal}, indent=1) + "\n"


def files_in(folder: Path) -> Iterator[Path]:
    """Every file of an edition but its manifest."""
    for path in sorted(folder.rglob("*")):
        if not path.is_dir() and path != folder / MANIFEST:
            yield path


def sums_of(folder: Path, paths: Iterable[Path]) -> dict[str, dict]:
    return {
        path.relative_to(folder).as_posix(): {
            "size": path.stat().st_size,
            "sha256": sha256_of(path),
        }
        for path in paths
    }


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
