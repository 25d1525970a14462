"""The events of the corpus.

`article_changed` is sent inside the transaction that changes articles, with `article_ids`, the
list of their primary keys. Every writer sends it, the importer and admin alike.

`many_begin` and `many_end` enclose many such transactions: what takes long after each of them may
be done for several together.
"""

from django.dispatch import Signal

article_changed = Signal()
many_begin, many_end = Signal(), Signal()
