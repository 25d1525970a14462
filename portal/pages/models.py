"""The table of stored texts: of each article, what of its page depends on its text and names."""

from django.db import models

from articles.models import Article


class StoredText(models.Model):
    """An article's text, written out. It goes with every change that is announced, see `stored`;
    `manage.py check_texts` finds what was not."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="stored_text"
    )
    writers = models.CharField(max_length=16, help_text="See `writers_mark`.")
    content = models.BinaryField(help_text="A compressed `writing.Text`.")

    def __str__(self):
        return f"Text of {self.article_id}"
