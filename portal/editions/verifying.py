"""Whether an edition is as it was published: by the size and the SHA-256 of every file."""

from portal.editions import manifest, shelf
from portal.editions.manifest import BadManifest, files_in, sha256_of
from portal.editions.serving import POINTER, Edition


def faults_of(edition: Edition) -> list[str]:
    """What is wrong, file by file; nothing where the edition is sound. Reads all of it."""
    if not edition.folder.is_dir():
        return ["There is no such edition."]
    try:
        wanted = manifest.read(edition).files
    except BadManifest as error:
        return [str(error)]
    held = {path.relative_to(edition.folder).as_posix() for path in files_in(edition.folder)}
    faults = [fault_of(edition, name, file) for name, file in wanted.items()]
    surplus = [f"{name} is surplus." for name in sorted(held - wanted.keys())]
    return [fault for fault in faults if fault] + surplus


def fault_of(edition: Edition, name: str, wanted: dict) -> str:
    path = edition.folder / name
    if not path.is_file():
        return f"{name} is missing."
    try:
        size = path.stat().st_size
        if size < wanted["size"]:
            return f"{name} is truncated: {size:,} of {wanted['size']:,} bytes."
        if size > wanted["size"] or sha256_of(path) != wanted["sha256"]:
            return f"{name} was altered."
    except OSError as error:
        return f"{name} cannot be read: {error.strerror}."
    return ""


def faults_of_pointer() -> list[str]:
    """Whether readers are led to an edition that is there."""
    current = shelf.current()
    if not current:
        return [f"{POINTER} names no edition."]
    if not current.name or not current.folder.is_dir():
        return [f"{POINTER} names “{current.name}”, which is not there."]
    return []
