"""Find what texts seem to name and no entity is called. Pure: passages in, counted names out.

A name is a run of capitalised words, joined by "of", "de", "the" or "&", or a word in capitals. A
word that only ever stands at the head of a sentence or in a headline proves nothing.
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles.sentences import sentences
from articles.whitespace import fold
from entities.matching import Matcher, as_compared

# Names that are kept in mind at once; those of a single article go first when they are more.
MOST_KEPT = 200_000
MOST_WORDS, LONGEST = 8, 200
# What stands in a single article is not worth a question.
FEWEST_ARTICLES = 2

# "U.S." is one word, with its last point.
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[.'’&-][^\W_]+)*")
APOSTROPHE = re.compile(r"['’]")
POSSESSIVE = re.compile(r"['’]s$|['’]$")
GAP = re.compile(r" |\s*\n\s*| & ")
# What stands between words of one sentence that goes on; after a quote or a colon it begins anew.
GOES_ON = re.compile(r"[\s,]+")
JOINING = {"of", "de", "the"}
ROMAN = re.compile(r"[IVXLC]+")
CALENDAR = {*calendar.month_name[1:], *calendar.day_name, *calendar.month_abbr[1:], "Sept"}
# Titles go before a name and are none.
TITLES = {"Mr", "Mrs", "Ms", "Dr", "Prof", "Sir"}
# Words that begin sentences; a capital says nothing of them, wherever they stand.
COMMON = {
    "a", "about", "according", "after", "again", "against", "all", "also", "although", "am",
    "among", "an", "and", "another", "any", "are", "as", "at", "based", "be", "because", "before",
    "both", "but", "by", "can", "could", "despite", "do", "during", "each", "even", "every", "few",
    "finally", "for", "from", "further", "given", "had", "has", "have", "he", "her", "here", "his",
    "how", "however", "i", "if", "in", "instead", "into", "is", "it", "its", "just", "later",
    "like", "many", "may", "meanwhile", "more", "moreover", "most", "much", "my", "no", "nor",
    "not", "now", "of", "on", "once", "one", "only", "or", "other", "our", "out", "over",
    "perhaps", "recently", "several", "she", "since", "so", "some", "still", "such", "than",
    "that", "the", "their", "then", "there", "these", "they", "this", "those", "though", "three",
    "through", "thus", "to", "today", "two", "under", "unlike", "until", "up", "was", "we", "were",
    "what", "when", "where", "whether", "which", "while", "who", "why", "will", "with", "within",
    "without", "would", "yes", "yesterday", "yet", "you", "your",
}  # fmt: skip
# In these languages every noun has a capital, so that one word alone proves nothing.
CAPITAL_NOUNS = {"de", "lb"}


Word = tuple[int, int]  # where it begins and ends


@dataclass(frozen=True)
class Sighting:
    """A name in a passage; `is_weak` where its capital may be the sentence's or the headline's."""

    text: str
    start: int
    end: int
    is_weak: bool = False


@dataclass
class Count:
    """How often a name was seen, in how many articles, and a passage in which it stands."""

    text: str
    articles: int = 0
    mentions: int = 0
    passage: int = 0
    last_article: int = 0
    is_sure: bool = False


class Finder:
    """Finds names in passages that are neither held nor part of a longer one that is."""

    def __init__(self, held: Iterable[str], set_aside: Iterable[str] = ()):
        names = [(name, name) for name in held]
        self.matcher = Matcher(names)
        self.known = {as_compared(name) for name in (*(text for text, _ in names), *set_aside)}

    def find(self, text: str, language: str = "en") -> Iterator[Sighting]:
        held = [(span.start, span.end) for span in self.matcher.find(text)]
        for start, end in sentences(text, language or "en"):
            for one in in_sentence(text, start, end, language):
                inside = any(first <= one.start and one.end <= last for first, last in held)
                if not inside and as_compared(one.text) not in self.known:
                    yield one


class Tally:
    """Counts names over articles that come one after another, in bounded memory."""

    def __init__(self, most_kept: int = MOST_KEPT):
        self.most_kept = most_kept
        self.counts: dict[str, Count] = {}

    def add(self, sighting: Sighting, article: int, passage: int) -> None:
        count = self.counts.setdefault(sighting.text, Count(sighting.text))
        count.mentions += 1
        if count.last_article != article:
            count.articles += 1
            count.last_article = article
        if not sighting.is_weak and not count.is_sure:
            count.is_sure, count.passage = True, passage
        if len(self.counts) > self.most_kept:
            self.forget()

    def forget(self) -> None:
        """Rare names go first: what stands in many articles comes again."""
        fewest = 1
        while len(self.counts) > self.most_kept // 2:
            fewest += 1
            self.counts = {
                text: count for text, count in self.counts.items() if count.articles >= fewest
            }

    def offered(self, most: int, fewest: int = FEWEST_ARTICLES) -> list[Count]:
        """The names that stand in several articles, most frequent first."""
        good = [one for one in self.counts.values() if one.is_sure and one.articles >= fewest]
        good.sort(key=lambda one: (-one.articles, -one.mentions, one.text))
        return good[:most]


def in_sentence(text: str, start: int, end: int, language: str) -> Iterator[Sighting]:
    words = [match.span() for match in WORD.finditer(text, start, end)]
    is_headline = reads_as_headline([text[slice(*word)] for word in words])
    before = dict(zip(words, [None, *words], strict=False))
    for run in runs(text, words):
        is_head = is_headline or begins_anew(text, before[run[0]], run[0])
        if kept := trimmed(text, run, is_head):
            first, last = kept[0][0], kept[-1][1]
            name = fold(text[first:last]).text
            if is_name(name, len(kept), language):
                is_sure = not is_headline if is_capitals(name) else not is_head
                yield Sighting(name, first, last, not is_sure)


def begins_anew(text: str, before: Word | None, word: Word) -> bool:
    """Whether a capital is due at this word, whatever it means."""
    return before is None or GOES_ON.fullmatch(text, before[1], word[0]) is None


def reads_as_headline(words: list[str]) -> bool:
    """Whether capitals say nothing here, since every word of content has one."""
    content = [word for word in words if len(word) > 2 and word.lower() not in COMMON]
    return len(content) > 2 and all(word[0].isupper() or word[0].isdigit() for word in content)


def runs(text: str, words: list[Word]) -> Iterator[list[Word]]:
    """Runs of words with capitals and what joins them; only one space or an "&" between two."""
    run: list[Word] = []
    for start, end in words:
        word = text[start:end]
        belongs = word[0].isupper() or (bool(run) and word in JOINING)
        if run and not (belongs and GAP.fullmatch(text, run[-1][1], start)):
            yield run
            run = []
        if belongs and (run or word not in JOINING):
            run = [*run, (start, end)]
        # "Namibia’s Ministry" is two names.
        if run and POSSESSIVE.search(word):
            yield run
            run = []
    if run:
        yield run


def trimmed(text: str, run: list[Word], is_head: bool) -> list[Word]:
    """The run without what is no part of a name at either end."""
    words = [text[start:end] for start, end in run]
    first, last = 0, len(run)
    while first < last and (
        words[first] in TITLES | CALENDAR or ((is_head or last == 1) and is_common(words[first]))
    ):
        first += 1
    while first < last and words[last - 1] in JOINING | CALENDAR:
        last -= 1
    kept = run[first:last]
    if kept and (owner := POSSESSIVE.search(words[last - 1])):
        kept[-1] = (kept[-1][0], kept[-1][1] - len(owner.group()))
    return kept


def is_common(word: str) -> bool:
    return APOSTROPHE.split(word)[0].lower() in COMMON and not is_capitals(word)


def is_capitals(name: str) -> bool:
    """An acronym: DLA, R&D, U.S."""
    letters = name.replace("&", "").replace(".", "")
    return len(letters) > 1 and letters.isalpha() and letters.isupper()


def is_name(name: str, word_count: int, language: str) -> bool:
    if is_capitals(name):
        return not ROMAN.fullmatch(name)
    if word_count == 1:
        proves_nothing = language.partition("-")[0] in CAPITAL_NOUNS
        return len(name) > 2 and not proves_nothing
    return word_count <= MOST_WORDS and len(name) <= LONGEST
