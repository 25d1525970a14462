"""What the tests of the knowledge may ask for."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def folder(built, seeds, tmp_path) -> Path:
    """A copy of the seeds, which the database holds already."""
    return Path(shutil.copytree(seeds, tmp_path / "seeds"))
