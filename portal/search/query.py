"""Read what a reader typed. Pure: a string in, a query and its repairs out."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from entities.kinds import KINDS

MAX_LENGTH = 300  # characters of a query
MAX_TERMS = 32  # terms of a query
MIN_YEAR, MAX_YEAR = 1, 9999
NOT_STATED, NO_YEARS = "not-stated", (0, 0)

QUOTES = '"“”„‟«»『』「」＂'
MINUSES = "-−－"
DASHES = MINUSES + "–"
COLONS = ":：﹕"
BARS = "|｜"
PUNCTUATION = COLONS + "?!,;？！，；、。()（）[]{}"
LEADING = PUNCTUATION + "…—#@+"
TRAILING = PUNCTUATION + "…—."
# What ends a word belongs to it where the word also holds this: "U.S.", "Nd(III)".
PARTNERS = {".": ".", ")": "(", "）": "（", "]": "[", "}": "{"}
CLOSING = re.escape("".join(PARTNERS))
INVISIBLE = {"Cc", "Cf", "Cs"}  # control characters; bidi and zero-width ones; lone surrogates

NAMES = "(?ai:entity|kind|publisher|year|language|in)"
CONNECTIVES = ("AND", "OR", "NOT")
# After a space only a plain value belongs to an operator: in "entity: OR b" it has none.
EDGE = f"[{re.escape(LEADING)}]*"
SPACE = rf"\ (?!{EDGE}(?:(?:AND|OR|NOT)(?:\ |$)|[{DASHES}{BARS}]|{NAMES}[{COLONS}]))"
TOKEN = re.compile(
    rf"""
    (?P<bar>[{BARS}])
    # A minus right after a phrase joins, as in ‘"rare earth"-based’; it excludes nothing.
    | {EDGE} (?P<minus>(?<![{QUOTES}{CLOSING}])[{DASHES}]+)? {EDGE}
    (?:(?P<operator>{NAMES})[{COLONS}](?:{SPACE})?)?
    (?:[{QUOTES}](?P<quoted>[^{QUOTES}]*)(?P<close>[{QUOTES}])? | (?P<word>[^\ {QUOTES}{BARS}]+))?
    """,
    re.VERBOSE,
)
QUOTED = re.compile(f"[{re.escape(QUOTES)}][^{re.escape(QUOTES)}]*[{re.escape(QUOTES)}]?")
# Words in parentheses after a minus or NOT, or with an OR beside them: these were to be one.
GROUP = r"\([^()]* [^()]*\)"
GROUPING = re.compile(rf"(?:[{DASHES}]|\bNOT ){GROUP}|{GROUP} (?:OR|\|)|(?:OR|\|) {GROUP}")
YEARS = re.compile(
    rf"(?P<only>\d{{4}})\.?|(?P<first>\d{{4}})?(?:\.{{2,3}}|…|[{DASHES}])(?P<last>\d{{4}})?"
)


@dataclass(frozen=True)
class Word:
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Phrase:
    text: str

    def __str__(self) -> str:
        return f'"{self.text}"'


class _Operated:
    """A term written as an operator and a value; the operator is the name of the class."""

    def __str__(self) -> str:
        (value,) = vars(self).values()
        # In quotes where it is more than plain words joined.
        is_plain = re.fullmatch(r"\w+(?:[-.'’]\w+)*", value)
        return f"{type(self).__name__.lower()}:" + (value if is_plain else f'"{value}"')


@dataclass(frozen=True)
class Entity(_Operated):
    slug: str  # or a name: who searches finds out which


@dataclass(frozen=True)
class Kind(_Operated):
    slug: str


@dataclass(frozen=True)
class Publisher(_Operated):
    name: str  # or "not-stated"


@dataclass(frozen=True)
class Language(_Operated):
    tag: str  # as typed: tags are the same in any case


@dataclass(frozen=True)
class Years:
    """From `first` to `last`, both included; MIN_YEAR and MAX_YEAR are the open ends."""

    first: int
    last: int

    def __str__(self) -> str:
        if (self.first, self.last) == NO_YEARS:
            return f"year:{NOT_STATED}"
        if self.first == self.last:
            return f"year:{self.first:04}"
        if self.last == MAX_YEAR:
            return f"year:{self.first:04}.."
        return f"year:{'' if self.first == MIN_YEAR else f'{self.first:04}'}..{self.last:04}"


Term = Word | Phrase | Entity | Kind | Publisher | Language | Years


@dataclass(frozen=True)
class Clause:
    """Terms of which one is enough; a negated clause holds one term that must not be there."""

    any_of: tuple[Term, ...]
    is_negated: bool = False

    def __str__(self) -> str:
        return "-" * self.is_negated + " OR ".join(map(str, self.any_of))


@dataclass(frozen=True)
class Query:
    """Clauses that must all hold; `in_title` asks all of them of the title."""

    clauses: tuple[Clause, ...] = ()
    in_title: bool = False

    def __str__(self) -> str:
        return " ".join([*map(str, self.clauses), *(["in:title"] if self.in_title else [])])

    @property
    def is_empty(self) -> bool:
        return not self.clauses

    def terms(self) -> tuple[tuple[Term, bool], ...]:
        """Every term with whether it is negated."""
        return tuple((term, one.is_negated) for one in self.clauses for term in one.any_of)

    def words(self) -> tuple[Word | Phrase, ...]:
        """The words and phrases to be found."""
        return tuple(
            term
            for term, is_negated in self.terms()
            if isinstance(term, Word | Phrase) and not is_negated
        )

    def without(self, term: Term) -> "Query":
        """The query with `term` taken out wherever it stands."""
        rest = (
            replace(clause, any_of=tuple(one for one in clause.any_of if one != term))
            for clause in self.clauses
        )
        return replace(self, clauses=_distinct(clause for clause in rest if clause.any_of))


@dataclass(frozen=True)
class Parsed:
    query: Query
    repairs: tuple[str, ...]


def parse(text: str) -> Parsed:
    """The query in `text`, whatever was typed; the repairs are sentences for the reader."""
    reading = _Reading()
    query = reading.query_in(_cut(_cleaned(text), reading.say))
    if len(str(query)) > MAX_LENGTH:
        # "a|b" is written "a OR b": a query may outgrow its text, yet has to be read back whole.
        again = parse(str(query))
        return replace(again, repairs=_distinct([*reading.repairs, *again.repairs]))
    return Parsed(query, _distinct(reading.repairs))


def _cleaned(text: str) -> str:
    """The visible characters, with single spaces."""
    seen = (char for char in text if char.isspace() or unicodedata.category(char) not in INVISIBLE)
    return " ".join("".join(seen).split())


def _cut(text: str, say: Callable[[str], None]) -> str:
    if len(text) <= MAX_LENGTH:
        return text
    say(f"A query has at most {MAX_LENGTH} characters; the rest was left out.")
    head = text[: MAX_LENGTH - 1]  # One less, for the quotation mark that the cut may lose.
    if text[len(head)] != " ":
        head = head.rpartition(" ")[0] or head
    return head + '"' * (sum(map(head.count, QUOTES)) % 2)


class _Reading:
    """One reading of one text: the alternatives found so far, and what is still open."""

    def __init__(self):
        self.repairs: list[str] = []
        self.groups: list[list[tuple[Term, bool]]] = []
        self.in_title = False
        self.joins = False  # an OR waits for its second term
        self.negates = False  # a NOT waits for its term

    def say(self, sentence: str) -> None:
        self.repairs.append(sentence)

    def leave_out(self, typed: str, reason: str) -> None:
        self.say(f"“{typed}” {reason}; it was left out.")

    def query_in(self, text: str) -> Query:
        if GROUPING.search(QUOTED.sub('""', text)):
            self.say("Parentheses do not group words here; they were passed over.")
        for token in TOKEN.finditer(text):
            self.take(token)
        self.end_not()
        if self.joins:
            self.leave_out("OR", "needs a term on both sides")
        return Query(self.limited(_distinct(self.clauses())), self.in_title)

    def take(self, token: re.Match) -> None:
        if token["bar"]:
            self.take_or()
        elif token["operator"]:
            self.take_operator(token)
        elif token["quoted"] is not None:
            self.take_phrase(token)
        elif token["word"]:
            self.take_word(token)
        # Nobody means a dash between words as an operator, but "- b" may have been meant as "-b".
        elif token["minus"] and token["minus"] in MINUSES:
            self.leave_out(token["minus"], "stands alone and excludes nothing")

    def take_word(self, token: re.Match) -> None:
        text = self.value_of(token)
        if token["minus"] or text not in CONNECTIVES:
            if _says_something(text):
                self.add(_plain(text), token)
        elif text == "OR":
            self.take_or()
        elif text == "NOT":
            self.negates = True

    def take_or(self) -> None:
        self.end_not()
        if self.joins or not self.groups:
            self.leave_out("OR", "needs a term on both sides")
        self.joins = bool(self.groups)

    def take_phrase(self, token: re.Match) -> None:
        text = self.value_of(token)
        if not _says_something(text):
            self.say("A phrase without words was left out.")
        self.add(Phrase(text) if _says_something(text) else None, token)

    def take_operator(self, token: re.Match) -> None:
        text, name = self.value_of(token), token["operator"].lower()
        if not _says_something(text):
            self.leave_out(f"{name}:", "has no value")
            self.add(None, token)
        elif name == "in":
            self.take_place(text, is_negated=bool(token["minus"]))
        else:
            as_typed = Phrase(text) if token["quoted"] else _plain(_bare(text))
            self.add(self.term(name, text) or as_typed, token)

    def take_place(self, place: str, is_negated: bool) -> None:
        is_negated, self.negates = is_negated or self.negates, False
        if place.lower() != "title":
            self.say(f"“in:{place}” is not known; only in:title is. It was left out.")
        elif is_negated:
            self.leave_out("in:title", "cannot be negated")
        else:
            self.in_title = True

    def add(self, term: Term | None, token: re.Match) -> None:
        """Take in a term; None keeps the place of one left out, so that no OR or NOT slips on."""
        if not self.joins:
            self.groups.append([])
        if term:
            self.groups[-1].append((term, self.negates or bool(token["minus"])))
        self.joins = self.negates = False

    def end_not(self) -> None:
        if self.negates:
            self.leave_out("NOT", "needs a term after it")
        self.negates = False

    def value_of(self, token: re.Match) -> str:
        """The text that was quoted, or the word without what only surrounds it."""
        is_quoted = token["quoted"] is not None
        typed = (token["quoted"] if is_quoted else token["word"]) or ""
        text = " ".join(typed.replace("*", "").split())  # Taking out a "*" may leave two spaces.
        if (token["operator"] or "").lower() == "year":
            text = text.strip(PUNCTUATION + " ")  # "2020.." keeps its points
        elif not is_quoted:
            text = _bare(text)
        if "*" in typed:
            fate = f"searched as “{text}”" if _says_something(text) else "left out"
            self.say(f"There are no wildcards: “{typed.strip()}” was {fate}.")
        if is_quoted and not token["close"] and _says_something(text):
            self.say(f"The quotation mark before “{text}” was left open; the end closed it.")
        return text

    def term(self, operator: str, text: str) -> Term | None:
        """The term; None, said, where the operator cannot have this value."""
        makers = {"year": self.years, "kind": self.kind, "entity": Entity}
        makers |= {"publisher": Publisher, "language": Language}
        return makers[operator](text)

    def years(self, text: str) -> Years | None:
        if text.lower() == NOT_STATED:
            return Years(*NO_YEARS)
        match = YEARS.fullmatch(text)
        if not match or 0 in map(int, filter(None, match.groups())):
            self.say(f"“{text}” is not a year; it was searched as a word.")
            return None
        first = int(match["only"] or match["first"] or MIN_YEAR)
        last = int(match["only"] or match["last"] or MAX_YEAR)
        if first > last:
            first, last = last, first
            self.say(f"“{text}” runs backwards; it was read as {first:04} to {last:04}.")
        return Years(first, last)

    def kind(self, text: str) -> Kind | None:
        names = {_key(name): k.slug for k in KINDS.values() for name in (k.slug, k.label, k.plural)}
        if _key(text) in names:
            return Kind(names[_key(text)])
        known = ", ".join(kind.label for kind in KINDS.values())
        self.say(f"“{text}” is not a kind; it was searched as a word. The kinds are: {known}.")
        return None

    def clauses(self) -> Iterator[Clause]:
        for group in self.groups:
            if wanted := _distinct(term for term, is_negated in group if not is_negated):
                yield Clause(wanted)
            for excluded in (term for term, is_negated in group if is_negated):
                if len(group) > 1:
                    self.say(f"“-{excluded}” cannot be an alternative; it was read on its own.")
                yield Clause((excluded,), is_negated=True)

    def limited(self, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        kept, room = [], MAX_TERMS
        for clause in clauses:
            if room:
                kept.append(replace(clause, any_of=clause.any_of[:room]))
                room -= len(kept[-1].any_of)
        if kept != list(clauses):
            self.say(f"A query has at most {MAX_TERMS} terms; the first {MAX_TERMS} were searched.")
        return _distinct(kept)  # A clause cut short may equal another.


def _distinct(things: Iterable) -> tuple:
    return tuple(dict.fromkeys(things))


def _plain(word: str) -> Word | Phrase:
    """A word; in quotes where it would be read as something else without them."""
    is_special = word in CONNECTIVES or re.match(f"{NAMES}[{COLONS}]", word)
    return Phrase(word) if is_special else Word(word)


def _bare(word: str) -> str:
    """The word without what surrounds it: "(dysprosium?" is "dysprosium", "U.S.," is "U.S."."""
    word = word.lstrip(LEADING + DASHES)
    core = word.rstrip(TRAILING)
    end = word[len(core) : len(core) + 1]
    return core + end if end and PARTNERS.get(end, " ") in core else core


def _says_something(text: str) -> bool:
    """False for "&" and its like, of which no index knows anything."""
    return any(map(str.isalnum, text))


def _key(kind: str) -> str:
    return re.sub(r"[\s_-]+", "_", kind.lower())
