"""Read the keys of rows that forms send, whoever filled them in."""

from django.http import QueryDict

# No database holds more digits.
MOST_DIGITS = 18


def key_in(data: QueryDict, name: str) -> int:
    """A key as a form of ours sends it; 0, which no row has, for anything else."""
    value = data.get(name, "")
    return int(value) if value.isdecimal() and len(value) <= MOST_DIGITS else 0
