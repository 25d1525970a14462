"""Write files so that they are whole, and outlive a power cut."""

import os
from pathlib import Path


def replace_file(path: Path, content: str) -> None:
    """Write a file whole or not at all, and for good."""
    draft = path.with_suffix(".draft")
    with draft.open("w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Have a file or a folder on the disk, for good."""
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
