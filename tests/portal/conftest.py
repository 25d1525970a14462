"""The portal with its page cache, which tests of anything else go without; and one for real
processes, made once by real processes, of which tests get copies."""

import shutil
from pathlib import Path

import pytest

from portal.cache.editions import SINCE
from portal.cache.memory import STORES
from tests.portal.faults.processes import manage

CACHING = "portal.cache.middleware.PageCacheMiddleware"


@pytest.fixture
def cached(settings):
    """Pages are kept from here on; nothing is held yet."""
    if CACHING not in settings.MIDDLEWARE:
        at = settings.MIDDLEWARE.index("django.middleware.security.SecurityMiddleware")
        settings.MIDDLEWARE = [*settings.MIDDLEWARE[:at], CACHING, *settings.MIDDLEWARE[at:]]
    STORES.clear()
    SINCE.edition = ""
    settings.CACHES = {
        "default": {
            "BACKEND": "portal.cache.memory.MemoryCache",
            "LOCATION": "tests",
            "TIMEOUT": None,
            "OPTIONS": {"MAX_BYTES": 2**24},
        }
    }
    yield
    STORES.clear()


@pytest.fixture(scope="session")
def built_site(tmp_path_factory) -> Path:
    """A folder with the real seeds built."""
    folder = tmp_path_factory.mktemp("built-site")
    for command in ("migrate", "build"):
        ran = manage(folder, command, "-v0")
        assert ran.returncode == 0, ran.stderr
    return folder


@pytest.fixture(scope="session")
def made(built_site, tmp_path_factory) -> Path:
    """The same with one edition published."""
    folder = Path(shutil.copytree(built_site, tmp_path_factory.mktemp("made") / "site"))
    ran = manage(folder, "publish", "-v0")
    assert ran.returncode == 0, ran.stderr
    return folder
