"""A passage as the rules of boilerplate see it, and how much two of them have in common."""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile

from articles.signs import Sign

# Words too common to say what a text is about; shorter ones do not count anyway.
COMMON_WORDS = """
    about above after again against also among another around because been before being between
    both could does each even every first from given have having here into itself just last less
    like made make many more most much must never only other over said same says several should
    since some still such than that their them then there these they this those through today
    under until very were what when where which while will with within without would years your
    dass eine einen nicht oder sich sind wird avec dans leur mais nous plus pour sont vous como
    este esta para pero
"""
COMMON = frozenset(COMMON_WORDS.split())
# Two characters of Japanese or Chinese count as a word.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{1,2}|[^\W\u3040-\u30ff\u3400-\u9fff]+")
ENDED = re.compile(r"[.!…。！:;][\"'”»)\]]*$")
CUT_OFF = re.compile(r"(…|\.\.\.)[\s)\]]*$")


@dataclass(frozen=True)
class Draft:
    text: str
    heading_level: int | None = None
    is_markup: bool = False


@dataclass(frozen=True)
class Proposal:
    kind: str
    reason: str


@dataclass(eq=False)
class Sight:
    """A passage as the rules see it: `stems` are the words that say what it is about."""

    draft: Draft
    line: str
    size: int
    stems: frozenset[str]
    is_prose: bool
    is_headline: bool
    sign: Sign | None = None

    @property
    def is_cut_off(self) -> bool:
        return bool(CUT_OFF.search(self.line))


def look(draft: Draft) -> Sight:
    line = line_of(draft.text)
    words = words_of(line)
    has_ended = bool(ENDED.search(line))
    is_prose = not (draft.heading_level or is_list(line)) and len(words) >= (8 if has_ended else 22)
    is_headline = bool(words and (draft.heading_level or not (is_prose or has_ended)))
    # Six letters stand for a word, so that "mineral" agrees with "minerals".
    stems = frozenset(w[:6] for w in words if (len(w) > 3 or w > "\u3040") and w not in COMMON)
    return Sight(draft, line, len(words), stems, is_prose, is_headline)


def line_of(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


def words_of(line: str) -> list[str]:
    return WORD.findall(line.casefold())


def is_list(line: str) -> bool:
    """Whether the line is a row of short names: "Oil, Gas, Wind & Solar, Storage"."""
    items = [item.strip() for item in re.split(r"[,|·•]", line)]
    return len(items) > 3 and all(item[:1].isupper() and item.count(" ") < 5 for item in items)


def share(part: Sequence[Sight], whole: Set[str]) -> float:
    """How much of the words of `part` occurs in `whole`, from 0 to 1."""
    stems = frozenset().union(*(sight.stems for sight in part))
    return len(stems & whole) / len(stems) if stems else 0.0


def takes_up(prose: Sight, headline: Sight, least: float) -> bool:
    return share([headline], prose.stems) >= least


def flat(sections: Sequence[Sequence[Sight]]) -> list[Sight]:
    return [sight for section in sections for sight in section]


def unsigned(sights: Sequence[Sight], test: Callable[[Sight], bool]) -> list[Sight]:
    """The passages at the head of `sights` that carry no sign and pass the test."""
    return list(takewhile(lambda sight: not sight.sign and test(sight), sights))
