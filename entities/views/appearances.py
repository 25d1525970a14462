"""Where the articles name an entity."""

from articles.sentences import sentence_around
from entities.models import Mention

ARTICLES_SHOWN = 20


def appearances(entity, links):
    """The articles that name an entity, newest first, with the sentence that first names it."""
    links = list(links.select_related("article").order_by("-article__sort_day", "article__slug"))
    links = links[:ARTICLES_SHOWN]
    mentions = (
        Mention.objects.public()
        .filter(entity=entity, passage__version__article__in=[link.article_id for link in links])
        .order_by("passage__position", "start")
        .values_list(
            "passage__version__article", "passage__text", "passage__position", "start", "end"
        )
    )
    first = {}
    for article, *place in mentions:
        first.setdefault(article, place)
    return [(link, sentence(link.article, first.get(link.article_id))) for link in links]


def sentence(article, place):
    """The sentence around a mention, with offsets into it; None where there is none to show."""
    if place is None or not article.shows_full_text:
        return None
    text, position, start, end = place
    begin, stop = sentence_around(text, start, end, article.language)
    return {
        "text": text[begin:stop],
        "start": start - begin,
        "end": end - begin,
        "url": f"{article.get_absolute_url()}#p{position}",
        "position": position,
    }
