"""What follows in the knowledge when articles or the knowledge change."""

from entities import checking, linking
from entities.counting import keeping


def relink_and_anchor(sender, article_ids: list[int], **kwargs) -> None:
    with keeping.at_the_end():
        linking.link_articles(article_ids)
        checking.check_articles(article_ids)
        keeping.count_with_statements(article_ids)


def count(sender, article_ids: list[int], relationship_ids: list[int], **kwargs) -> None:
    keeping.count(article_ids, relationship_ids)
