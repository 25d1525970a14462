"""Ask one portal in a process of its own: `python -m tests.benchmarks.asking FOLDER`.

Orders come as lines of JSON and so do the answers, for `search_speed` to take turns between
portals.
"""

import json
import sys
import time
from pathlib import Path

from tests.benchmarks import throwaway, wording

# Enough to know the share of a word, and few enough to hold.
SAMPLE = 10_000
PHRASE_SAMPLE = 3_000


class Asker:
    def __init__(self):
        from django.test import Client

        self.client = Client()

    def get(self, path: str, facets: bool = True) -> dict:
        """CPU seconds of a whole request, of all threads of the process."""
        from django.conf import settings

        settings.SEARCH_FACETS = facets
        cpu, elapsed = time.process_time(), time.perf_counter()
        response = self.client.get(path)
        cpu, elapsed = time.process_time() - cpu, time.perf_counter() - elapsed
        return {"cpu": cpu, "elapsed": elapsed, "status": response.status_code}

    def total(self, text: str) -> dict:
        from portal.search import answering

        hits = answering.find_articles(text, limit=1)
        return {"total": hits.total, "with_all": hits.with_all}

    def choose(self, count: int) -> dict:
        """Words and phrases of each share, and what the articles can be narrowed by."""
        from entities.models import Name
        from portal.search.folding import is_stop, stems, words

        names = {text.lower() for text in Name.objects.values_list("text", flat=True)}

        def skip(word: str) -> bool:
            # What is a name is searched for in another way.
            return word in names or any(map(is_stop, words(word)))

        single = wording.Frequencies(texts(SAMPLE), stem=stems, skip=skip)
        double = wording.Frequencies(texts(PHRASE_SAMPLE), stem=stems, skip=skip)
        return {
            "words": {str(share): single.words(share, count) for share in wording.SHARES},
            "phrases": {str(share): double.phrases(share, count) for share in wording.PHRASES},
            "publishers": most_common("publisher", count),
            "entities": most_linked(count),
        }


def texts(count: int) -> list[str]:
    """The texts of the first articles, each with its passages together."""
    from articles.models import Article, Passage

    keys = Article.objects.order_by("pk").values_list("pk", flat=True)[:count]
    passages = Passage.objects.current().filter(version__article__lte=max(keys, default=0))
    found: dict[int, list[str]] = {}
    for article, text in passages.order_by("version__article", "position").values_list(
        "version__article", "text"
    ):
        found.setdefault(article, []).append(text)
    return ["\n".join(some) for some in found.values()]


def most_common(field: str, count: int) -> list[str]:
    from django.db.models import Count

    from articles.models import Article

    stated = Article.objects.exclude(**{field: ""}).order_by()
    rows = stated.values(field).annotate(n=Count("pk")).order_by("-n", field)[:count]
    return [row[field] for row in rows]


def most_linked(count: int) -> list[tuple[str, str]]:
    """Slugs and names of the entities that most of the first articles are linked to."""
    from django.db.models import Count

    from entities.models import Link

    links = Link.objects.filter(article__lte=SAMPLE).order_by()
    rows = links.values("entity__slug", "entity__name").annotate(n=Count("pk"))
    return [
        (row["entity__slug"], row["entity__name"])
        for row in rows.order_by("-n", "entity__slug")[:count]
    ]


def main() -> None:
    throwaway.set_up(Path(sys.argv[1]))
    asker = Asker()
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(getattr(asker, order.pop("do"))(**order)), flush=True)


if __name__ == "__main__":
    main()
