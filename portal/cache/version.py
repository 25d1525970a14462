"""Which code makes the pages: others are made after a deployment, whatever is kept of the old."""

from functools import cache
from hashlib import blake2b
from importlib.metadata import distributions

from django.conf import settings

CODE = ("articles", "entities", "portal", "templates", "static")
# What stands on pages or in their headers, and is set from outside.
SHOWN = ("ROLE", "DEBUG", "PORTAL_CONTACT", "STATIC_URL", "SEARCH_BACKEND", "SECURE_HSTS_SECONDS")


@cache
def code_version() -> bytes:
    """A hash of all that pages are made by, the same on every machine that has the same.

    Read once, in some 20 ms: modules, templates and looks; the packages installed; the settings.
    """
    digest = blake2b(digest_size=16)
    for folder in CODE:
        for path in sorted(settings.BASE_DIR.joinpath(folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
                digest.update(path.read_bytes())
    packages = sorted(f"{one.name} {one.version}" for one in distributions())
    values = [f"{name} {getattr(settings, name)}" for name in SHOWN]
    digest.update("\n".join([*packages, *values]).encode())
    return digest.digest()
