"""What every test may ask for."""

from pathlib import Path

import pytest
from django.core.management import call_command

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture
def seeds() -> Path:
    """The folder of the real seeds."""
    return SEEDS


@pytest.fixture
def built(db, seeds, capsys):
    """The portal as `manage.py build` leaves it, on the real seeds."""
    call_command("build")
    capsys.readouterr()
