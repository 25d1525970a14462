"""What is searched for: a query a round for each kind of search. Pure: words in, queries out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlencode

from tests.benchmarks import wording


@dataclass(frozen=True)
class Query:
    """What stands in the box, and the facets in force beside it."""

    text: str
    facets: tuple[tuple[str, str], ...] = ()
    is_suggestion: bool = False

    @property
    def path(self) -> str:
        page = "/search/suggestions/" if self.is_suggestion else "/search/"
        return f"{page}?{urlencode([('q', self.text), *self.facets])}"

    @property
    def is_plain(self) -> bool:
        """Whether other systems can be asked it too."""
        return bool(self.text) and not (self.facets or self.is_suggestion)


Queries = dict[str, list[Query]]


def queries(chosen: dict) -> Queries:
    """The queries of each kind by what `asking` chose; of no kind are two the same."""
    rare, medium, common, very, everywhere = (
        chosen["words"][str(share)] for share in wording.SHARES
    )
    phrases = (chosen["phrases"][str(share)] for share in wording.PHRASES)
    # Each beside another word as frequent.
    others = very[1:] + very[:1]
    plain = {
        "word in 0.5 %": rare,
        "word in 1–2 %": medium,
        "word in 10 %": common,
        "word in 35 %": very,
        "word in nearly all": everywhere,
        "two words, 10 and 35 %": joined("{} {}", common, very),
        "two words, 35 and 35 %": joined("{} {}", very, others),
        "OR, 10 and 35 %": joined("{} OR {}", common, very),
        "phrase in 1 %": joined('"{}"', next(phrases)),
        "phrase in 10 %": joined('"{}"', next(phrases)),
        "name of an entity": [name for _, name in chosen["entities"]],
    }
    found = {"nothing typed": [Query("")]}
    found |= {kind: [Query(text) for text in texts] for kind, texts in plain.items()}
    found["35 %, publisher chosen"] = narrowed(very, "publisher", chosen["publishers"])
    slugs = [slug for slug, _ in chosen["entities"]]
    found["35 %, entity chosen"] = narrowed(very, "entity", slugs)
    for letters in (2, 4):
        kind = f"suggestions, {letters} letters"
        found[kind] = [Query(word[:letters], is_suggestion=True) for word in very]
    return {kind: some for kind, some in found.items() if some}


def joined(form: str, *words: Sequence[str]) -> list[str]:
    return [form.format(*some) for some in zip(*words, strict=False)]


def narrowed(words: Sequence[str], facet: str, values: Sequence[str]) -> list[Query]:
    """Each word within one of the values; a few of these serve many words."""
    return [
        Query(word, ((facet, value),)) for word, value in zip(words, cycle(values), strict=False)
    ]
