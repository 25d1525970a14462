"""Both backends, on the database at hand."""

import pytest
from django.db import connection

from portal.search.backends import backend


@pytest.fixture(params=["tantivy", "postgres"])
def engine(request, settings, db):
    """The backend in force, each in turn; PostgreSQL's own only where that is the database."""
    if request.param == "postgres" and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: make test-postgres")
    settings.SEARCH_BACKEND = request.param
    return backend()
