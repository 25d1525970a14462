"""The one event of the corpus.

`article_changed` is sent inside the transaction that changes articles, with `article_ids`, the
list of their primary keys. Every writer sends it, the importer and admin alike.
"""

from django.dispatch import Signal

article_changed = Signal()
