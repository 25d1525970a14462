"""Keep notes beside the passages they were put to, as articles change."""

from articles.models import Passage
from entities.models import Anchor


def follow_anchors(article_ids: list[int]) -> int:
    """Notes stand beside a passage: where its text stands unaltered in a new version, follow it."""
    anchors = Anchor.objects.filter(article__in=article_ids)
    # Locked before they are read, so that no curator's word is written over.
    list(anchors.order_by("pk").select_for_update().values_list("pk"))
    stale = anchors.exclude(passage__version__is_current=True).select_related("passage")
    moved = []
    for one in stale:
        found = one.passage and equal_passage(one.passage, one.article_id)
        if found:
            one.passage = found
            moved.append(one)
    Anchor.objects.bulk_update(moved, ["passage"])
    return len(moved)


def equal_passage(passage: Passage, article: int) -> Passage | None:
    """The current passage with the same text; None where two have it, or had it before."""
    if Passage.objects.filter(version=passage.version_id, text=passage.text).count() > 1:
        return None
    found = Passage.objects.current().of_articles([article]).filter(text=passage.text)[:2]
    return found[0] if len(found) == 1 else None
