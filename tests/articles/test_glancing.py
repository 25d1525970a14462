"""What is seen at a glance: a line may be looked at in vain, but no sign is overlooked."""

import random

# Python parses its own patterns there, whose parts are what examples are made of.
from re import _parser as parser

import pytest

from articles.glancing import may_show
from articles.signs import SIGNS

EXAMPLES = 1_000
# Where a pattern takes any letter, or any but some.
ANY = "x 7.,-Qé"
CASES = [
    str, str.upper, str.title, str.swapcase,
    *(lambda text, pair=pair: text.replace(*pair) for pair in ("sſ", "iİ", "iı", "kK")),
]  # fmt: skip


def example(parts, dice: random.Random) -> str:
    return "".join(piece(str(name), value, dice) for name, value in parts)


def piece(name: str, value, dice: random.Random) -> str:
    match name:
        case "LITERAL":
            return chr(value)
        case "IN" if value[0][0] is parser.LITERAL:
            return chr(dice.choice([one for name, one in value if name is parser.LITERAL]))
        case "IN" if value[0][0] is parser.RANGE:
            return chr(dice.randint(*value[0][1]))
        case "IN" | "ANY" | "NOT_LITERAL":
            return dice.choice(ANY)
        case "BRANCH":
            return example(dice.choice(value[1]), dice)
        case "SUBPATTERN":
            return example(value[-1], dice)
        case "MAX_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, part = value
            return "".join(
                example(part, dice) for _ in range(dice.randint(least, max(least, min(most, 3))))
            )
    return ""  # an edge of a word or of the line, or what must not follow


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.reason)
def test_no_example_of_a_sign_is_overlooked(sign):
    dice = random.Random(sign.reason)
    patterns = [parser.parse(one.pattern) for one in (sign.opening, sign.within) if one]
    for parts in patterns:
        made = (dice.choice(CASES)(example(parts, dice)) for _ in range(EXAMPLES))
        shown = [line for line in made if sign.shows_in(line)]
        assert len(shown) > 10, "too few to prove anything"
        assert [line for line in shown if not may_show(line)] == []


def test_most_sentences_are_passed_over():
    sentences = ["The mine opened in 1923, he said.", "Output fell by 3 pct to 20 mln tonnes."]
    assert not any(map(may_show, sentences))
