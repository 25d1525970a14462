"""How often a test of faults does its harm: shortly in `make test`, at length in `make soak`."""

import os

IS_SOAK = os.environ.get("SOAK") == "1"


def times(short: int, long: int) -> int:
    """`long` where SOAK=1 is set in the environment, else `short`."""
    return long if IS_SOAK else short
