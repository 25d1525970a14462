"""A statement in words, and how sure it is: by word and sign, never by colour alone."""

from typing import NamedTuple

from entities.models import Claim
from entities.models import Relationship as Statement

CLAIM_SIGNS = {Claim.PROMOTIONAL: "◐", Claim.DISPUTED: "◆", Claim.UNVERIFIED: "○"}


class Doubt(NamedTuple):
    """Why a statement is less sure than what is simply reported; a sign, then words."""

    css: str
    sign: str
    words: str

    def __str__(self):
        return f"{self.sign} {self.words}"


CLAIM_DOUBTS = {claim: Doubt(claim, sign, claim.label) for claim, sign in CLAIM_SIGNS.items()}
CHANGED = Doubt("changed", "↺", "source changed")
DOUBTS = [*CLAIM_DOUBTS.values(), CHANGED]


def doubts(statement: Statement) -> list[Doubt]:
    """The kind of claim, unless it is reported, and whether its source changed, where known."""
    claim = [CLAIM_DOUBTS[statement.claim]] if statement.claim in CLAIM_DOUBTS else []
    return claim if getattr(statement, "is_sound", True) else [*claim, CHANGED]


def sentence(statement: Statement) -> str:
    return f"{statement.subject} {statement.type.label} {statement.object.in_sentence}"


def counted(quotes: int) -> str:
    """How many independent quotes bear a statement out, in words."""
    if not quotes:
        return "no quote found in its context"
    return f"{quotes} independent quote{'s' * (quotes != 1)}"
