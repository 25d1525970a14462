"""What the index holds of a row: rows in, documents out, in few queries. Writes nothing.

Only what readers get goes in. Whoever reads another column here adds to the table in `receivers`
what follows when it changes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, repeat

from django.db import models

from articles.models import Article, ArticleVersion, Display, Passage
from entities.kinds import kind_of
from entities.models import Entity, Evidence, Link, Name, Relationship
from portal.search.contract import BREAK, CUT, NO_YEAR, Document, Sort
from portal.search.folding import Cache, forms, plains, stems
from portal.search.pieces import has_cut

JOINT = f" {BREAK} "
# An article that names an entity a hundred times is not five times as much about it.
MOST_NAMED = 20
# So many rows are read together, and of their texts so many bytes: an article may have megabytes.
MOST_ROWS, MOST_BYTES = 500, 8_000_000
READ_AHEAD = 5_000
LONGEST_KEY = 400


def documents(sort: Sort, keys: Sequence[int]) -> list[Document]:
    """What the index is to hold of these rows; what it must not hold is left out."""
    return list(MAKERS[sort](keys))


def rows(sort: Sort) -> models.QuerySet:
    """The rows that the index holds."""
    return {
        Sort.ARTICLE: Article.objects.published(),
        Sort.ENTITY: Entity.objects.all(),
        Sort.STATEMENT: Relationship.objects.public(),
    }[sort]


def all_keys(sort: Sort) -> Iterator[int]:
    """The keys of all rows that the index holds, read as they are asked for."""
    last = 0
    while keys := list(
        rows(sort).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:READ_AHEAD]
    ):
        yield from keys
        last = keys[-1]


def portions(sort: Sort, keys: Iterable[int]) -> Iterator[list[int]]:
    """`keys` in parts of which the texts fit in memory together."""
    keys = iter(keys)
    while batch := list(islice(keys, MOST_ROWS)):
        sizes = byte_counts(batch) if sort is Sort.ARTICLE else {}
        portion: list[int] = []
        room = MOST_BYTES
        for key in batch:
            room -= sizes.get(key, 0)
            if portion and room < 0:
                yield portion
                portion, room = [], MOST_BYTES - sizes.get(key, 0)
            portion.append(key)
        yield portion


def byte_counts(keys: Sequence[int]) -> dict[int, int]:
    versions = ArticleVersion.objects.current().filter(article__in=keys).order_by()
    return dict(versions.values_list("article", "byte_count"))


def names_of(entity_ids: Sequence[int]) -> set[tuple[int, str, bool]]:
    """By what a query finds these entities: the entity, the key, whether it is the symbol."""
    found = set()
    for row, texts in entities_held(entity_ids):
        found |= {(row["pk"], forms(text)[:LONGEST_KEY], False) for text in texts}
        found.add((row["pk"], row["symbol"], True))
    return {one for one in found if one[1]}


# --- articles


def of_articles(keys: Sequence[int]) -> Iterator[Document]:
    articles = rows(Sort.ARTICLE).filter(pk__in=keys).order_by("pk").values_list(
        "pk", "title", "display", "publisher", "language", "published_earliest", "sort_day"
    )  # fmt: skip
    held = list(articles)
    texts = passages_of([row[0] for row in held if row[2] == Display.FULL])
    # What readers do not get, they must not be able to find out word by word.
    texts |= quotes_from([row[0] for row in held if row[2] != Display.FULL])
    links = links_of([row[0] for row in held])
    for pk, title, _, publisher, language, published, day in held:
        text, plain = folded([title, *texts[pk]])
        named = links[pk]
        yield Document(
            key=pk, title=stems(title), text=text, title_plain=plains(title), plain=plain,
            entities=as_often(named),
            kinds=tuple(sorted({kind for _, _, kind in named})),
            publishers=(publisher,),
            languages=(language,),
            years=(published.year if published else NO_YEAR,),
            day=day.toordinal(),
        )  # fmt: skip


def as_often(named: Iterable[tuple[int, int, str]]) -> tuple[int, ...]:
    """Each entity as often as it is mentioned; one linked by hand alone stands there once."""
    times = (repeat(entity, min(count, MOST_NAMED) or 1) for entity, count, _ in named)
    return tuple(chain.from_iterable(times))


def passages_of(article_ids: Sequence[int]) -> dict[int, list[str]]:
    passages = Passage.objects.current().linkable().of_articles(article_ids)
    in_order = passages.order_by("version__article", "position")
    return grouped(in_order.values_list("version__article", "text"))


def quotes_from(article_ids: Sequence[int]) -> dict[int, list[str]]:
    quotes = Evidence.objects.public().filter(article__in=article_ids).order_by("article", "pk")
    return grouped(quotes.values_list("article", "quote"))


def links_of(article_ids: Sequence[int]) -> dict[int, list[tuple[int, int, str]]]:
    """The entities that each article is linked to, with the number of mentions and the kind."""
    links = Link.objects.public().filter(article__in=article_ids).order_by("article", "entity")
    found = defaultdict(list)
    for article, *entity in links.values_list("article", "entity", "mention_count", "entity__kind"):
        found[article].append(entity)
    return found


# --- entities


def of_entities(keys: Sequence[int]) -> Iterator[Document]:
    for row, names in entities_held(keys):
        title, title_plain = folded(names)
        said = row["description"], row["subtype"], kind_of(row["kind"]).label
        text, plain = folded([*names, *said])
        yield Document(
            key=row["pk"], title=title, text=text, title_plain=title_plain, plain=plain,
            entities=(row["pk"],), kinds=(row["kind"],),
        )  # fmt: skip


def entities_held(keys: Sequence[int]) -> Iterator[tuple[dict, list[str]]]:
    """Each entity with all it is called, but for the symbol: that is found only as written."""
    entities = Entity.objects.filter(pk__in=keys).order_by("pk").values(
        "pk", "kind", "subtype", "name", "short_name", "description", "symbol"
    )  # fmt: skip
    held = list(entities)
    names = Name.objects.filter(entity__in=keys).order_by("entity", "pk")
    further = grouped(names.values_list("entity", "text"))
    for row in held:
        symbol = row["symbol"].lower()
        texts = dict.fromkeys([row["name"], row["short_name"], *further[row["pk"]]])
        yield row, [text for text in texts if text.lower() != symbol]


# --- statements


def of_statements(keys: Sequence[int]) -> Iterator[Document]:
    statements = rows(Sort.STATEMENT).filter(pk__in=keys).order_by("pk").values_list(
        "pk", "type__label", "type__inverse",
        "subject", "subject__kind", "subject__name", "subject__short_name",
        "object", "object__kind", "object__name", "object__short_name",
    )  # fmt: skip
    held, evidence = list(statements), evidence_of(keys)
    for pk, label, inverse, *ends in held:
        if pk not in evidence:
            continue  # lost its last quote while this was read: it is noted, and comes again
        subject, object = ends[:4], ends[4:]
        wording = [*worded(subject, label, object), *worded(object, inverse, subject)]
        quotes, publishers, languages, published, days = zip(*evidence[pk], strict=True)
        title, title_plain = folded(wording)
        text, plain = folded([*wording, *quotes])
        yield Document(
            key=pk, title=title, text=text, title_plain=title_plain, plain=plain,
            entities=(subject[0], object[0]),
            kinds=tuple(sorted({subject[1], object[1]})),
            publishers=tuple(sorted(set(publishers))),
            languages=tuple(sorted(set(languages))),
            years=tuple(sorted({day.year if day else NO_YEAR for day in published})),
            day=max(days).toordinal(),
        )  # fmt: skip


def worded(subject: list, label: str, object: list) -> list[str]:
    """The statement in short names, as pages show it, and in full ones where they differ."""
    (*_, name, short), (*_, other, other_short) = subject, object
    in_short = f"{short or name} {label} {other_short or other}"
    return list(dict.fromkeys([in_short, f"{name} {label} {other}"]))


def evidence_of(keys: Sequence[int]) -> dict[int, list[tuple]]:
    """What each statement rests on: quote, publisher, language, earliest day, day to sort by."""
    evidence = (
        Evidence.objects.public().filter(relationship__in=keys).order_by("relationship", "pk")
    )
    found = defaultdict(list)
    for relationship, *one in evidence.values_list(
        "relationship", "quote", "article__publisher", "article__language",
        "article__published_earliest", "article__sort_day",
    ):  # fmt: skip
        found[relationship].append(one)
    return found


# --- shared


MAKERS: dict[Sort, Callable[[Sequence[int]], Iterator[Document]]] = {
    Sort.ARTICLE: of_articles,
    Sort.ENTITY: of_entities,
    Sort.STATEMENT: of_statements,
}


def grouped(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    groups = defaultdict(list)
    for key, text in pairs:
        groups[key].append(text)
    return groups


def folded(texts: Iterable[str]) -> tuple[str, str]:
    """The stems of the texts with a break between any two, and each plain word once.

    A text that says the same as one before it, as a first passage the title, counts once.
    """
    texts = [text.replace("\n", " ") for text in texts]
    stemmed = dict.fromkeys(map(stems, texts))
    stemmed.pop("", None)
    pieces = dict.fromkeys(chain.from_iterable(text.split(" ") for text in texts))
    words = " ".join(map(PLAINED.__getitem__, pieces)).split()
    text = JOINT.join([*stemmed, CUT] if has_cut(pieces) else stemmed)
    return text, " ".join(dict.fromkeys(words))


# No word reaches across a space, and most of what stands between two was seen before.
PLAINED = Cache(plains)
