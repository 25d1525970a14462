"""Read statements with all that they show wherever they show, by questions that are prepared."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from articles.prepared import Prepared, in_order
from entities.models import Entity, Evidence, EvidenceState, Note, Qualifier
from entities.models import Relationship as Statement
from entities.models.relationship import RelationshipNote
from entities.querysets import RelationshipQuerySet
from entities.rows import (
    NamedEntity,
    Quote,
    QuotedArticle,
    Stated,
    Type,
    Words,
    article_and_passage,
    columns,
)

OF_A_STATEMENT = (
    "pk", "slug", "claim", *columns(Type, "type__"),
    *columns(NamedEntity, "subject__"), *columns(NamedEntity, "object__"),
)  # fmt: skip
OF_A_QUOTE = (
    "relationship", *columns(Words), *columns(QuotedArticle, "article__"),
    "passage", "passage__position",
)  # fmt: skip
OF_A_QUALIFIER = "relationship", "key", "value", "date", "remark", *columns(NamedEntity, "entity__")


def in_columns(statements: RelationshipQuerySet) -> QuerySet:
    return statements.public().values_list(*OF_A_STATEMENT)


def borne_out(statements: RelationshipQuerySet) -> QuerySet:
    """By statement, the articles that readers get a quote of, and whether it is found there."""
    quotes = Evidence.objects.public().supporting(statements).order_by()
    return quotes.values_list("relationship", "article", "state")


involving = Prepared(lambda entity: in_columns(Statement.objects.involving(entity)))
quoted_of = Prepared(lambda entity: borne_out(Statement.objects.involving(entity)))
supported_by = Prepared(lambda article: in_columns(Statement.objects.supported_by(article)))
quoted_in = Prepared(lambda article: borne_out(Statement.objects.supported_by(article)))
with_keys = Prepared(lambda keys: in_columns(Statement.objects.filter(pk__in=keys)))
quoted_with_keys = Prepared(lambda keys: borne_out(Statement.objects.filter(pk__in=keys)))


@Prepared
def quotes_for(statements):
    quotes = Evidence.objects.public().filter(relationship__in=statements)
    return quotes.order_by("pk").values_list(*OF_A_QUOTE)


@Prepared
def qualifiers_for(statements):
    return Qualifier.objects.filter(relationship__in=statements).values_list(*OF_A_QUALIFIER)


@Prepared
def notes_for(statements):
    notes = RelationshipNote.objects.filter(relationship__in=statements).order_by("note__slug")
    return notes.values_list("relationship", "note", "note__slug", "note__verdict")


def statements_about(entity: NamedEntity) -> list[Stated]:
    """All that readers get, however many; what they rest on is told by `tell`."""
    return counted(involving(entity.pk), quoted_of(entity.pk))


def resting_on(article: int) -> list[Stated]:
    return tell(counted(supported_by(article), quoted_in(article)))


def statements_among(statements: RelationshipQuerySet) -> list[Stated]:
    """Those of any others: their SQL is made each time."""
    return counted(in_columns(statements), borne_out(statements))


def statements_with(keys: Sequence[int]) -> list[Stated]:
    """Those of them that readers get, in this order."""
    held = {one.pk: one for one in counted(with_keys(keys), quoted_with_keys(keys))}
    return in_order(keys, held)


def counted(rows: Iterable[tuple], quoted: Iterable[tuple]) -> list[Stated]:
    articles: dict[int, list[tuple]] = defaultdict(list)
    for statement, *by_article in quoted:
        articles[statement].append(by_article)
    return [stated(row, articles[row[0]]) for row in rows]


def stated(row: tuple, quoted: list[tuple]) -> Stated:
    sound = {article for article, state in quoted if state == EvidenceState.OK}
    return outlined(row, bool(sound), len(sound), len(quoted))


def outlined(row: tuple, *counts) -> Stated:
    type, subject, object = row[3:7], row[7:12], row[12:]
    ends = NamedEntity(*subject), NamedEntity(*object)
    return Stated(*row[:3], Type(*type), *ends, *counts)


def tell(statements: list[Stated]) -> list[Stated]:
    """Give each its quotes that readers get, what narrows it, and the notes beside it."""
    by_key = {one.pk: one for one in statements}
    keys = list(by_key)
    for statement, *row in quotes_for(keys):
        by_key[statement].quotes.append(quote(row))
    for statement, *row in qualifiers_for(keys):
        by_key[statement].qualified_by.append(qualifier(*row))
    for statement, pk, slug, verdict in notes_for(keys):
        by_key[statement].curator_notes.append(Note(pk=pk, slug=slug, verdict=verdict))
    return statements


def quote(row: list) -> Quote:
    return Quote(*row[:8], *article_and_passage(*row[8:]))


def qualifier(key: str, value: str, date: str, remark: str, *entity) -> Qualifier:
    named = dict(zip(columns(NamedEntity), entity, strict=True)) if entity[0] else None
    return Qualifier(
        key=key, value=value, date=date, remark=remark, entity=named and Entity(**named)
    )
