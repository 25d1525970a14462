"""The versions of an article: what changed between two of them, and the evidence it touched."""

from dataclasses import dataclass, field
from itertools import islice

from django.views.generic import DetailView

from articles.comparing import PassageChange, compare_passages
from articles.models import Article, ArticleVersion, Passage
from entities.anchoring import locate
from entities.models import Evidence

# Nobody reads more at once; and so a rewritten book costs no more than a page.
MOST_CHANGES = 60
MOST_LISTED = 100


@dataclass
class Change:
    """A passage that changed, with where it stands and stood, and the quotes it touched."""

    found: PassageChange
    old: Passage | None
    new: Passage | None
    quotes: list[Evidence] = field(default_factory=list)

    def touches(self, quote: Evidence) -> bool:
        """Whether the quote was put to one of its two passages, or its words stand in one."""
        held = quote.passage
        for passage in filter(None, (self.old, self.new)):
            if held and held.version_id == passage.version_id:
                return held.position == passage.position
        texts = [passage.text for passage in (self.old, self.new) if passage]
        return bool(locate(quote.quote, texts))


class ArticleVersions(DetailView):
    queryset = Article.objects.published()
    template_name = "pages/article_versions.html"
    context_object_name = "article"

    def get_context_data(self, **kwargs):
        versions = list(enumerate(self.object.versions.without_content(), 1))
        fault, pair = self.pair(versions)
        changes, is_cut = self.changes(pair)
        unsound = self.sort_quotes(changes)
        return super().get_context_data(
            version_count=len(versions),
            versions=with_former(versions)[:MOST_LISTED],
            back=gone_back_to(versions),
            pair=pair,
            faults=[fault] if fault else [],
            changes=changes,
            is_cut=is_cut,
            unsound=unsound,
            canonical=self.canonical(pair if self.is_asked and not fault else ()),
            **kwargs,
        )

    @property
    def is_asked(self) -> bool:
        return "from" in self.request.GET or "to" in self.request.GET

    def pair(self, versions) -> tuple[str, list[tuple[int, ArticleVersion]]]:
        """The two versions asked for, each with its number, or else the last change; and what is
        wrong with the address."""
        if len(versions) < 2:
            return "", []
        former, newest = versions[-2:]
        back = gone_back_to(versions)
        usual = [newest, back] if back else [former, newest]
        if not self.is_asked:
            return "", usual
        numbers = [self.request.GET.get(name, "") for name in ("from", "to")]
        known = {str(n): (n, version) for n, version in versions}
        if numbers[0] == numbers[1] or not set(numbers) <= known.keys():
            return f"Two of the versions 1 to {len(versions)}: ?from=1&to=2.", usual
        return "", [known[number] for number in numbers]

    def canonical(self, pair) -> str:
        query = "?from={}&to={}".format(*(n for n, _ in pair)) if pair else ""
        return self.request.build_absolute_uri(self.request.path + query)

    def changes(self, pair) -> tuple[list[Change], bool]:
        """What changed, at most so much; and whether there is more. Quotes-only texts show none."""
        if not pair or not self.object.shows_full_text:
            return [], False
        old, new = ([*version.passages.linkable()] for _, version in pair)
        texts = [[passage.text for passage in passages] for passages in (old, new)]
        found = list(islice(compare_passages(*texts), MOST_CHANGES + 1))
        changes = [
            Change(
                one,
                None if one.old is None else old[one.old],
                None if one.new is None else new[one.new],
            )
            for one in found[:MOST_CHANGES]
        ]
        return changes, len(found) > MOST_CHANGES

    def sort_quotes(self, changes: list[Change]) -> list[Evidence]:
        """Put each quote to the change that touched it; the unsound ones that none touched."""
        quotes = Evidence.objects.filter(article=self.object).for_list().with_statements()
        rest = []
        for quote in quotes.unsound_first():
            touching = [change for change in changes if change.touches(quote)]
            for change in touching:
                change.quotes.append(quote)
            if not touching and not quote.is_sound:
                rest.append(quote)
        return rest


def gone_back_to(versions) -> tuple[int, ArticleVersion] | None:
    """The version that readers have, where it is not the newest: its bytes came once more."""
    return next((one for one in versions[:-1] if one[1].is_current), None)


def with_former(versions) -> list[tuple[int, ArticleVersion, int | None]]:
    """The newest first, each with its number and that of the one before it."""
    return [(n, version, n - 1 or None) for n, version in reversed(versions)]
