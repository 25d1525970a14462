"""Say where the quotes stand, as the curation files name it: a line, or a passage."""

from collections import defaultdict
from collections.abc import Iterable

from articles.models import Passage
from entities import anchoring
from entities.anchoring import Selector
from entities.models import Evidence
from entities.seeds import quote_key
from entities.validating import Corpus, may_carry_evidence


class Places:
    """The places of quotes in the versions of the articles that articles.toml names."""

    def __init__(self, corpus: Corpus):
        self.corpus = corpus
        self.passages: dict[str, list[Passage]] = {}

    def of(self, relationships: Iterable[str]) -> dict[tuple[str, str], str]:
        """By relationship and quote; '' where a quote was never found."""
        evidence = Evidence.objects.filter(relationship__slug__in=list(relationships))
        return {
            (one.relationship.slug, quote_key(one.article.slug, one.quote)): self.place(one)
            for one in evidence.select_related("passage", "article", "relationship")
        }

    def place(self, one: Evidence) -> str:
        version = self.corpus.versions.get(one.article.slug)
        passages = self.passages_of(one.article.slug)
        if one.passage and (not version or one.passage.version_id == version.pk):
            return place_of(one.passage, passages)
        selector = Selector(one.quote, one.before, one.after)
        texts = [passage.text for passage in passages]
        found = anchoring.anchor(selector, texts).place or first(selector, texts)
        if found:
            return place_of(passages[found.index], passages)
        # It stands in another version only: where it does, for want of anything better.
        return place_of(one.passage, []) if one.passage else ""

    def passages_of(self, slug: str) -> list[Passage]:
        if slug not in self.passages:
            version = self.corpus.versions.get(slug)
            passages = list(version.passages.all()) if version else []
            self.passages[slug] = [one for one in passages if may_carry_evidence(one)]
        return self.passages[slug]


def first(selector: Selector, texts: list[str]) -> anchoring.Place | None:
    found = anchoring.locate(selector.quote, texts)
    return found[0] if found else None


def place_of(passage: Passage, others: Iterable[Passage]) -> str:
    """The line where it begins, if no other passage stands on it; else the passage's number."""
    on_line = defaultdict(int)
    for one in others:
        on_line[one.line] += 1
    if passage.line and on_line[passage.line] < 2:
        return str(passage.line)
    return f"p{passage.position}"
