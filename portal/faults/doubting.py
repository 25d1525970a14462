"""Whether an error may come of an edition whose bytes are no longer those that were published.

A flipped bit can make a slug that leads nowhere, or a kind that there is not: no driver sees that
it is wrong, and what fails is our own code. Only the hashes tell it from a fault of ours, so that
they are looked at when something fails, and once for as long as the files stay as they are.
"""

from concurrent.futures import Future, ThreadPoolExecutor, wait

from django.conf import settings

from portal.editions import manifest, serving, verifying
from portal.editions.serving import Edition
from portal.search.generations import mark_of

# Seconds that a request waits for the hashes; a large edition takes longer to read.
WAITED = 1.0
LOOKING = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hashing")


def is_in_doubt() -> bool:
    """Whether this request reads an edition that is damaged, or may be: it is being looked at."""
    if not settings.READS_EDITIONS:
        return False
    try:
        found = looked_at(serving.pinned())
    except serving.NoEdition:
        return True
    wait([found], WAITED)
    return not found.done() or found.result()


def is_known_to_be_damaged(edition: Edition) -> bool:
    """Where something has failed before; nothing is looked at for this."""
    found = KNOWN.get((edition, marks_of(edition)))
    return found is not None and found.done() and found.result()


KNOWN: dict[tuple, Future] = {}


def looked_at(edition: Edition) -> Future:
    """Whether any file differs from the manifest: an answer to come."""
    asked = (edition, marks_of(edition))
    if asked not in KNOWN:
        KNOWN.clear()
        KNOWN[asked] = LOOKING.submit(is_damaged, edition)
    return KNOWN[asked]


def marks_of(edition: Edition) -> tuple:
    """By what one sees that an edition, or a file of it, is another."""
    paths = [edition.manifest, *manifest.files_in(edition.folder)]
    return tuple(mark_of(path) if path.exists() else None for path in paths)


def is_damaged(edition: Edition) -> bool:
    return bool(verifying.faults_of(edition))
