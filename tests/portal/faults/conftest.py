"""A portal of its own for the tests of a module, and a public process that serves it."""

from pathlib import Path

import pytest

from tests.portal.faults.processes import copied, serving


@pytest.fixture(scope="module")
def published(made, tmp_path_factory) -> Path:
    return copied(made, tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def server(published):
    with serving(published, workers=1, PORTAL_ROLE="public") as server:
        yield server
