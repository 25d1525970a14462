"""Lists of which the length is kept."""

from articles.listing import NarrowedList
from entities.models import Total


class CountedList(NarrowedList):
    """A list that is not counted unless it is narrowed; `total` names the number of all rows."""

    total = ""

    def get_paginator(self, queryset, per_page, **kwargs):
        paginator = super().get_paginator(queryset, per_page, **kwargs)
        if not self.filterset.data.keys() & self.filterset.form.fields.keys():
            paginator.count = self.count_of_all()
        return paginator

    def count_of_all(self) -> int:
        return Total.objects.of(self.total)
