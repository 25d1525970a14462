"""How long a new name takes to find its articles: `python -m tests.benchmarks.naming FOLDER`.

FOLDER holds a portal filled with a made corpus (see `filling`) and indexed. The name is written
into 100 articles, which are indexed again; then an entity with that name is made, and linked as
admin does it. What was written is taken back at the end, so that the folder can be measured again.

Matching is measured on a text of one's own: `--reuters FILE` names the collection.
"""

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks import made, reuters, throwaway

HAVING = 100
NAME = "Qwyzzinium Vexholm Trust"
MATCHED = 10_000


def measured(doing: Callable[[], object]) -> tuple[object, float, float]:
    """What it gives, and the seconds that it takes by the clock and of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    answer = doing()
    return answer, time.perf_counter() - wall, time.process_time() - processor


@contextmanager
def written(name: str) -> Iterator[int]:
    """The name in so many articles, evenly apart; the number of all articles."""
    from articles.models import Article, Passage
    from articles.signals import article_changed

    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    chosen = keys[:: max(len(keys) // HAVING, 1)][:HAVING]
    passages = [
        Passage.objects.current().of_articles([key]).filter(kind="body").first() for key in chosen
    ]
    before = {passage.pk: passage.text for passage in passages}
    write({pk: f"{text} {name}." for pk, text in before.items()}, chosen, article_changed)
    try:
        yield len(keys)
    finally:
        write(before, chosen, article_changed)


def write(texts: dict[int, str], articles: list[int], article_changed) -> None:
    from django.db import transaction

    from articles.models import Passage

    with transaction.atomic():
        for pk, text in texts.items():
            Passage.objects.filter(pk=pk).update(text=text)
        article_changed.send(sender=None, article_ids=articles)


def name_and_link() -> str:
    from django.db import transaction

    from entities import relinking
    from entities.announcing import announce
    from entities.concern import Concern
    from entities.models import Entity, Name

    with transaction.atomic():
        entity = Entity.objects.create(slug="measured", name=NAME, kind="organization")
        Name.objects.create(entity=entity, text=NAME, links=True)
        announce(entity_ids=[entity.pk])
        concern = Concern.of([NAME], [entity.pk])
        return relinking.in_words(relinking.link_or_queue(concern, what=NAME))


def take_away() -> str:
    from django.db import transaction

    from entities import relinking
    from entities.announcing import announce
    from entities.concern import Concern
    from entities.models import Entity, Name

    with transaction.atomic():
        entity = Entity.objects.get(slug="measured")
        Name.objects.filter(entity=entity).delete()
        done = relinking.link_or_queue(Concern.of([NAME], [entity.pk]), what=NAME)
        announce(entity_ids=[entity.pk])
        entity.delete()
        return relinking.in_words(done)


def find() -> int:
    """Only to find the articles, of which linking is the rest."""
    from portal.search import holding

    found = holding.articles_with([NAME])
    assert found is not None, "There is no index of this portal."
    return len(found)


def print_naming(folder: Path) -> None:
    throwaway.set_up(folder)
    with written(NAME) as size:
        print(f"{size:,} articles, of which {HAVING} have the name")
        find()
        for what, doing in (
            ("found by the index", find),
            ("new name, linked and indexed", name_and_link),
            ("name taken away", take_away),
        ):
            answer, wall, processor = measured(doing)
            print(f"{what:30} {wall:7.2f} s, of the processor {processor:7.2f} s   {answer}")


def print_matching(collection: Path) -> None:
    """Half of the names are the collection's own; those of the made corpus stand nowhere in it."""
    from entities.matching import Matcher

    texts = [one.text for one in reuters.news(collection)]
    phrase = re.compile(r"\b[A-Z][a-zA-Z&.]+(?: [A-Z][a-zA-Z&]+){1,3}")
    counts = Counter(found for text in texts for found in phrase.findall(text))
    names = [name for name, _ in counts.most_common(MATCHED // 2)]
    names += made.MadeCorpus().entities[: MATCHED - len(names)]
    matcher = Matcher((name, name) for name in names)
    passages = [" ".join(part.split()) for text in texts for part in text.split("\n    ")]
    size = sum(len(passage.encode()) for passage in passages)
    batches = [passages[start : start + 50] for start in range(0, len(passages), 50)]
    count, _, processor = measured(
        lambda: sum(len(spans) for batch in batches for spans in matcher.find_all(batch))
    )
    print(
        f"{len(names):,} names in {size / 1e6:.1f} MB: {size / 1e6 / processor:.1f} MB a second "
        f"of the processor, {count / size * 1000:.1f} mentions a thousand characters"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--reuters", type=Path)
    asked = parser.parse_args()
    if asked.reuters:
        print_matching(asked.reuters)
    if asked.folder:
        print_naming(asked.folder)


if __name__ == "__main__":
    main()
