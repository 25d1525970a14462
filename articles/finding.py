"""Find the files to import below the paths an operator names."""

import os
from collections.abc import Iterator
from pathlib import Path

from articles.errors import BadInput

SUFFIXES = (".txt", ".md", ".html")


def find_files(paths: list[str]) -> Iterator[Path | BadInput]:
    """Every article file below `paths`, sorted within its folder; faults take a file's place."""
    if len(paths) == 1:
        # Nothing can be named twice, and the names of millions of files need not be kept.
        yield from named(paths)
        return
    seen: set[Path] = set()
    for found in named(paths):
        if isinstance(found, BadInput) or found not in seen:
            yield found
        if isinstance(found, Path):
            seen.add(found)


def named(paths: list[str]) -> Iterator[Path | BadInput]:
    for path in map(Path, paths):
        if is_folder(path):
            yield from files_below(path)
        elif not os.path.lexists(path):
            yield BadInput(path, "there is no such file or folder; check the path")
        elif path.suffix.lower() not in SUFFIXES:
            yield BadInput(path, f"not one of {', '.join(SUFFIXES)}; convert it or leave it out")
        else:
            yield path


def is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # A name longer than any file system takes.
        return False


def files_below(folder: Path) -> Iterator[Path | BadInput]:
    found = False
    seen: set[tuple[int, int]] = set()
    errors: list[OSError] = []
    for root, folders, names in os.walk(folder, followlinks=True, onerror=errors.append):
        here = Path(root).stat()
        if (here.st_dev, here.st_ino) in seen:
            folders.clear()
            yield BadInput(root, "a symbolic link leads back here; remove the link")
            continue
        seen.add((here.st_dev, here.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                found = True
                yield Path(root, name)
    yield from (BadInput(error.filename, f"cannot be read ({error.strerror})") for error in errors)
    if not found:
        yield BadInput(folder, f"holds no article; put files with {', '.join(SUFFIXES)} into it")
