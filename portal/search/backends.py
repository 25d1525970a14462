"""Which backend answers: the one that the setting names."""

from functools import lru_cache

from django.conf import settings

from portal.editions.serving import search_folder
from portal.search.contract import Backend


def backend() -> Backend:
    """The backend in force; in one process it stays open from request to request."""
    return opened(settings.SEARCH_BACKEND, search_folder())


@lru_cache(maxsize=4)
def opened(name: str, folder) -> Backend:
    # Each imports an engine that the other does not need.
    if name == "postgres":
        from portal.search.postgres import PostgresBackend

        return PostgresBackend()
    from portal.search.tantivy import TantivyBackend

    return TantivyBackend(folder)
