"""What follows in the knowledge when articles change."""

from entities import checking, linking


def relink_and_anchor(sender, article_ids: list[int], **kwargs) -> None:
    linking.link_articles(article_ids)
    checking.check_articles(article_ids)
