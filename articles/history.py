"""What curators changed: who, when and what. Curators are known by their user names.

A name and no foreign key: history outlives the account, and the public pages need no accounts.
"""

from dataclasses import dataclass

from django.db import models
from simple_history.models import HistoricalRecords


@dataclass(frozen=True)
class Curator:
    """Whoever made a change, as far as history shows it."""

    username: str

    def __str__(self) -> str:
        return self.username


def curator_of(record: models.Model) -> Curator | None:
    return Curator(record.history_user_id) if record.history_user_id else None


def keep_curator(record: models.Model, user) -> None:
    if user is not None:
        record.history_user_id = user.get_username() if hasattr(user, "get_username") else str(user)


class Records(HistoricalRecords):
    """The history of a model. Rows that are written in bulk, by machine, leave none."""

    def __init__(self, **kwargs):
        super().__init__(
            history_user_id_field=models.CharField(max_length=150, blank=True, null=True),
            history_user_getter=curator_of,
            history_user_setter=keep_curator,
            **kwargs,
        )
