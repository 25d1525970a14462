"""What should be held and is not. One condition counts each gap, and lists it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from articles.models import AnnouncedPiece, Article
from entities import kinds
from entities.gaps.expecting import Expectation, Filled
from entities.kinds import Kind
from entities.models import Entity, Evidence, Total
from entities.models import Relationship as Statement


@dataclass(frozen=True)
class Owed:
    """What something that is no entity should have."""

    slug: str
    words: str
    lacking: Callable[[QuerySet], Q]


def filled(slug: str, words: str, name: str) -> Expectation:
    return Expectation(slug, words, (Filled(name),))


@dataclass(frozen=True)
class Group:
    """Rows that should have the same. `rows` reads them among others, `condition` tells them."""

    slug: str
    label: str
    url: str
    rows: Callable[[], QuerySet]
    expects: tuple[Expectation | Owed, ...]
    condition: Q = Q()  # noqa: RUF009
    kind: Kind | None = None

    @property
    def gaps(self) -> list["Gap"]:
        return [Gap(self, one) for one in self.expects]


@dataclass(frozen=True)
class Gap:
    """What rows of one group lack."""

    group: Group
    expectation: Expectation | Owed

    @property
    def slug(self) -> str:
        return f"{self.group.slug.replace('_', '-')}-{self.expectation.slug}"

    @property
    def title(self) -> str:
        return f"{self.group.label} with no {self.expectation.words}"

    @property
    def condition(self) -> Q:
        return self.group.condition & self.expectation.lacking(self.group.rows())

    def lacking(self) -> QuerySet:
        return LISTED[self.group.rows](self.group.rows().filter(self.condition))


def entities() -> QuerySet:
    return Entity.objects.all()


def articles() -> QuerySet:
    return Article.objects.published()


def statements() -> QuerySet:
    return Statement.objects.public()


def quotes() -> QuerySet:
    return Evidence.objects.public()


def pieces() -> QuerySet:
    return AnnouncedPiece.objects.all()


# How each is read for a list, in its order.
LISTED = {
    entities: lambda rows: rows.with_counts().for_list().order_by("name", "slug"),
    articles: lambda rows: rows.for_list(),
    statements: lambda rows: (
        rows.with_soundness().select_related("subject", "type", "object").order_by("slug")
    ),
    quotes: lambda rows: rows.with_statements().with_places().unsound_first(),
    pieces: lambda rows: rows.select_related("collection").order_by("collection", "position"),
}

OF_ARTICLES = (
    filled("publisher", "publisher", "publisher"),
    filled("author", "author", "author"),
    filled("date", "date", "published"),
    filled("rights", "rights", "rights"),
)
OF_STATEMENTS = (
    Owed("second-article", "second article that bears them out",
         lambda rows: Q(pk__in=Statement.objects.with_one_public_article().values("pk"))),
    Owed("note", "note on a claim that is disputed or not verified",
         lambda rows: Q(pk__in=Statement.objects.lacking_note().values("pk"))),
)  # fmt: skip
OF_QUOTES = (
    Owed("place", "place in their article",
         lambda rows: Q(pk__in=Evidence.objects.unsound().values("pk"))),
)  # fmt: skip
OF_PIECES = (Owed("text", "text held", lambda rows: Q()),)

GROUPS = [
    *(
        Group(kind.slug, kind.plural, f"/entities/?kind={kind.slug}", entities, kind.expectations,
              Q(kind=kind.slug), kind)
        for kind in kinds.KINDS.values()
    ),
    Group("article", "articles", "/articles/", articles, OF_ARTICLES),
    Group("statement", "statements", "/relationships/", statements, OF_STATEMENTS),
    Group("quote", "quotes", "/evidence/", quotes, OF_QUOTES),
    Group("piece", "announced pieces", "", pieces, OF_PIECES),
]  # fmt: skip
GAPS = {gap.slug: gap for group in GROUPS for gap in group.gaps}


# The numbers of these are kept, by the slugs of the groups and of their gaps: they grow with the
# corpus.
KEPT = (articles, statements, quotes)


def counts() -> dict[str, int]:
    """How many rows each group has, and how many of them each gap: in one query a table."""
    found, kept = {}, []
    for rows, groups in groupby(GROUPS, lambda group: group.rows):
        conditions = {}
        for group in groups:
            conditions[group.slug] = group.condition
            conditions |= {gap.slug: gap.condition for gap in group.gaps}
        if rows in KEPT:
            kept += conditions
        else:
            found |= counted(rows(), conditions)
    noteless = Statement.objects.public().lacking_note().order_by().count()
    return found | Total.objects.named(kept) | {"statement-note": noteless}


def counted(rows: QuerySet, conditions: dict[str, Q]) -> dict[str, int]:
    names = {f"n{number}": slug for number, slug in enumerate(conditions)}
    sums = rows.aggregate(
        **{name: Count("pk", filter=conditions[slug] or None) for name, slug in names.items()}
    )
    return {names[name]: n for name, n in sums.items()}
