"""What can be asked of the counts kept."""

from django.db import models


class TotalQuerySet(models.QuerySet):
    def of(self, name: str) -> int:
        return self.named([name])[name]

    def named(self, names) -> dict[str, int]:
        """Each of these totals; of what there is none, no row is kept."""
        held = dict(self.filter(name__in=names).values_list("name", "number"))
        return {name: held.get(name, 0) for name in names}
