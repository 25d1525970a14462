"""Which amounts go with a status: what a curator, a form and a file may say. No database."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from entities.models import Observation


def faults(status, value=None, low=None, high=None):
    amounts = {"value": value, "low": low, "high": high}
    given = {name: Decimal(amount) for name, amount in amounts.items() if amount is not None}
    try:
        Observation(status=status, **given).clean()
    except ValidationError as error:
        return {name: " ".join(messages) for name, messages in error.message_dict.items()}
    return {}


@pytest.mark.parametrize(
    ("status", "amounts"),
    [
        ("reported", {"value": "5"}),
        ("zero", {"value": "0"}),
        ("lower_bound", {"value": "75000000.000000"}),
        ("range", {"low": "1", "high": "2"}),
        ("range", {"low": "2", "high": "2"}),
        ("not_available", {}),
        ("reported", {"value": "999999999999999000.000000"}),
        ("reported", {"value": "-123456789.123456"}),
    ],
)
def test_what_fits_its_status_is_taken(status, amounts):
    assert faults(status, **amounts) == {}


@pytest.mark.parametrize(
    ("status", "amounts", "field", "problem"),
    [
        ("reported", {}, "value", "Missing"),
        ("reported", {"value": 5, "low": 1, "high": 9}, "low", "the status says there is not"),
        ("as_published", {"value": 5, "high": 9}, "high", "the status says there is not"),
        ("range", {"low": 1}, "high", "low and high"),
        ("range", {"low": 3, "high": 1}, "high", "less than low"),
        ("range", {"value": 2, "low": 1, "high": 3}, "value", "the status says there is not"),
        ("not_available", {"value": 0}, "value", "the status says there is not"),
        ("not_available", {"high": 9}, "high", "the status says there is not"),
        ("reported", {"value": "999999999999999999.999999"}, "value", "more than 15 digits"),
        ("range", {"low": 1, "high": "1234567890.123456"}, "high", "more than 15 digits"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(status, amounts, field, problem):
    assert problem in faults(status, **amounts)[field]
