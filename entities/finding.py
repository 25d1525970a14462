"""Find the articles that a change of names concerns: where a name may stand, and where it stood.

Where a name may stand is asked of the search index, where there is one, and what it cannot promise
to have whole is read; where it stood is known by its mentions.
"""

from collections.abc import Callable, Collection, Iterable

from django.db.models import Q, QuerySet

from articles.batching import in_batches
from articles.models import Article, Passage
from entities.concern import Concern
from entities.matching import as_compared, either_case, plain
from entities.models import Mention

# All articles that may hold one of these names, and perhaps more; None where that is not certain.
Finder = Callable[[Collection[str]], Iterable[int] | None]

# More names are found sooner by reading every article once.
MOST_NAMES = 1_000
# So many articles are read in the time that a request may take.
FEW = 10_000
# So many words are looked for by one statement.
AT_ONCE = 100


class Index:
    """The index to ask: whoever has one puts its finder here when it is ready."""

    finder: Finder | None = None


def find(
    concern: Concern, linking: Callable[[Iterable[str]], set[str]], *, in_haste: bool = False
) -> list[int] | None:
    """The articles concerned, in order. In haste None, where many would have to be read for it.

    `linking` gives those of some names for which texts are searched now.
    """
    names = () if concern.is_rule else linking(concern.names)
    sought = sorted({*names, *concern.gone})
    if concern.is_all or len(sought) > MOST_NAMES:
        keys = Article.objects.order_by("pk").values_list("pk", flat=True)
        return None if in_haste else list(keys)
    held = holding(sought, in_haste=in_haste)
    if held is None:
        return None
    return sorted({*held, *naming(concern.names, concern.entities), *concern.articles})


def holding(names: Collection[str], *, in_haste: bool = False) -> set[int] | None:
    """Articles that may hold one of these names."""
    if not names:
        return set()
    found = Index.finder(names) if Index.finder else None
    if found is not None:
        return set(found)
    if in_haste and Article.objects.count() > FEW:
        return None
    return read(names, Passage.objects.all())


def read(names: Iterable[str], passages: QuerySet[Passage]) -> set[int]:
    """Articles that hold the longest word of one of these names, in any of these passages.

    A word, since a line break may stand between two of them.
    """
    forms = {form for name in names for form in either_case(plain(name)) if form}
    words = {max(form.split(), key=len) for form in forms}
    held = passages.current().linkable().order_by().values_list("version__article", flat=True)
    found: set[int] = set()
    for batch in in_batches(sorted(words), AT_ONCE):
        conditions = (Q(text__contains=word) for word in batch)
        found.update(held.filter(Q(*conditions, _connector=Q.OR)).distinct())
    return found


def naming(names: Iterable[str], entities: Collection[int]) -> set[int]:
    """Articles in which one of these names was found to mean one of these entities."""
    if not entities:
        return set()
    wanted = {as_compared(name) for name in names}
    mentions = Mention.objects.filter(entity__in=entities).order_by()
    written = mentions.values_list("surface", flat=True).distinct()
    surfaces = [surface for surface in written if as_compared(surface) in wanted]
    found: set[int] = set()
    for batch in in_batches(surfaces):
        of_these = mentions.filter(surface__in=batch)
        found.update(of_these.values_list("passage__version__article", flat=True).distinct())
    return found
