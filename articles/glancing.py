"""See at a glance that a line shows no sign: most lines show none, and each sign that is looked
for costs as much as this. Pure."""

import re
from collections.abc import Iterable

from articles.signs import NEVER, SIGNS, opening_of

# A backslash and its letter, a class of characters, or a group that need not be remembered.
PART = re.compile(r"(\\.|\[(?:\\.|[^]\\])*\])|\((?!\?)")
# Letters whose other case `lower` does not know, or writes with two letters.
ODD = re.compile("[İıſ]")


def may_show(line: str) -> bool:
    """Whether a sign may show in the line; where one does, this is always true."""
    lowered = line.lower()
    return bool(OPENING.match(lowered) or CUE.search(lowered) or ODD.search(line))


def either(patterns: Iterable[str]) -> str:
    return "|".join(one for one in patterns if one and one != NEVER)


def in_lower_case(pattern: str) -> re.Pattern[str]:
    """The pattern for a line in lower case: where case counts, Python tries each alternative
    fully, and so it does where an alternative begins with a group to remember."""
    pattern = pattern.replace("(?-i:[A-Z])", "[a-z]")
    return re.compile(PART.sub(lambda part: part[1] or "(?:", pattern))


OPENING = in_lower_case(
    opening_of(either(one.whole for one in SIGNS), either(one.start for one in SIGNS))
)
CUE = in_lower_case(either(one.cue for one in SIGNS))
