"""Keep the list of names that articles have and no entity is called, for curators to decide."""

from collections.abc import Callable, Iterable

from django.db import transaction

from articles.models import Passage
from entities.linking import Outcome
from entities.models import Entity, Name, NameRule, UnclaimedName
from entities.proposing import Finder, Tally

# Nobody decides more before the list is made anew.
MOST_OFFERED = 2_000
FIELDS = ["article_count", "mention_count", "passage_id"]


def offer_names(
    progress: Callable[[Iterable, int], Iterable] = lambda rows, total: rows,
) -> Outcome:
    """Look through all passages, article by article, and store what they seem to name."""
    tally, finder = Tally(), current_finder()
    passages = Passage.objects.current().linkable().order_by("version_id", "position")
    rows = passages.values_list("pk", "version__article", "version__article__language", "text")
    for pk, article, language, text in progress(rows.iterator(chunk_size=1000), passages.count()):
        for sighting in finder.find(text, language):
            tally.add(sighting, article, pk)
    return store({
        one.text: (one.articles, one.mentions, one.passage) for one in tally.offered(MOST_OFFERED)
    })  # fmt: skip


def current_finder() -> Finder:
    entities = Entity.objects.values_list("name", "short_name", "symbol")
    own, short, symbols = zip(*entities, strict=True) if entities else ((), (), ())
    names = Name.objects.values_list("text", flat=True)
    aside = NameRule.objects.filter(entity=None).values_list("text", flat=True)
    return Finder({*own, *short, *names} - {""}, {*symbols, *aside} - {""})


@transaction.atomic
def store(wanted: dict[str, tuple]) -> Outcome:
    """What is right already is not written again."""
    held = {one.text: one for one in UnclaimedName.objects.select_for_update()}
    gone = [one.pk for text, one in held.items() if text not in wanted]
    changed = []
    for text in wanted.keys() & held.keys():
        if values_of(held[text]) != wanted[text]:
            held[text].article_count, held[text].mention_count, held[text].passage_id = wanted[text]
            changed.append(held[text])
    new = [
        UnclaimedName(text=text, **dict(zip(FIELDS, values, strict=True)))
        for text, values in wanted.items()
        if text not in held
    ]
    UnclaimedName.objects.filter(pk__in=gone).delete()
    UnclaimedName.objects.bulk_update(
        changed, ["article_count", "mention_count", "passage"], batch_size=500
    )
    UnclaimedName.objects.bulk_create(new, batch_size=500)
    return Outcome(len(new), len(changed), len(gone))


def values_of(one: UnclaimedName) -> tuple:
    return tuple(getattr(one, name) for name in FIELDS)
