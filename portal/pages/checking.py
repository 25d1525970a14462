"""Find stored texts that are not what would be written out now.

Whatever writes past the portal, such as an UPDATE by hand, is announced by nobody, and leaves them
as they were.
"""

from collections.abc import Iterator

from django.db import transaction

from articles.models import Article
from portal.cache.counting import move_on
from portal.pages.models import StoredText
from portal.pages.stored import lock, next_keys
from portal.pages.writing import texts_of
from portal.search.indexing import Watch, unwatched


def check(mend: bool, watch: Watch = unwatched) -> Iterator[str]:
    """The slug of each article whose text is stored wrongly; `mend` forgets such texts."""
    total = StoredText.objects.count()
    yield from (slug for slug in watch(each_checked(mend), "Comparing texts", total=total) if slug)


def each_checked(mend: bool) -> Iterator[str]:
    """For each stored text: the slug of its article if it is wrong, else nothing."""
    last = 0
    while keys := next_keys(Article.objects.exclude(stored_text=None), last):
        yield from compared(keys, mend)
        last = keys[-1]


@transaction.atomic
def compared(keys: list[int], mend: bool) -> list[str]:
    # As when texts are written out: nobody changes meanwhile what they show.
    lock()
    now = {pk: text.packed() for pk, text in texts_of(keys)}
    held = StoredText.objects.filter(article__in=keys).order_by("article")
    slugs = {
        pk: "" if bytes(content) == now.get(pk) else slug
        for pk, content, slug in held.values_list("article", "content", "article__slug")
    }
    wrong = [pk for pk, slug in slugs.items() if slug]
    if mend and wrong:
        held.filter(article__in=wrong).delete()
        # Pages were kept with them.
        move_on()
    return list(slugs.values())
