"""The table behind the edition counter of a live database."""

from django.db import models


class ChangeCount(models.Model):
    """How often what readers get has changed: the sum of all rows, see `portal.cache.counting`."""

    number = models.BigIntegerField()

    def __str__(self):
        return str(self.number)
