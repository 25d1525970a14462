"""The steps of a curator at the desk, kept in the session, so that each can be taken back."""

from dataclasses import asdict, dataclass, field

from django.db import transaction

from entities import deciding, linking, relinking
from entities.announcing import announce, linked_to
from entities.concern import Concern
from entities.deciding import Change
from entities.linking import Outcome
from entities.models import Entity, Relinking


class ChangedSince(Exception):
    """Somebody has changed what the step had changed."""


@dataclass
class Step:
    """What was done, in words; the rows it changed, and what is to be linked anew for it.

    `at` is where it was done, `skipped` the mentions that it passed over.
    """

    words: str
    at: str = ""
    changes: list[Change] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    entities: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, held: dict) -> "Step":
        changes = [Change(**change) for change in held["changes"]]
        return cls(**{**held, "changes": changes})

    @property
    def renames(self) -> bool:
        return any(change.model == "name" for change in self.changes)

    def follow(self) -> None:
        """Within the transaction that wrote the rows: the articles at hand, and the index."""
        announce(entity_ids=self.entities if self.renames else (), article_ids=self.articles)
        linking.link_batches(self.articles)

    def follow_names(self, by: str) -> Outcome | Relinking | None:
        """Then, in the same transaction, all the other articles that may have the names."""
        if not (self.renames or self.names):
            return None
        # The mentions of an entity that was made, and is taken back, went with it.
        held = Entity.objects.filter(pk__in=self.entities).count()
        gone = self.names if self.renames and held < len(set(self.entities)) else ()
        concern = Concern.of(self.names, self.entities, gone=gone, is_rule=not self.renames)
        return relinking.link_or_queue(concern, what=self.words, by=by)

    def take_back(self, by: str) -> None:
        with transaction.atomic():
            if self.renames:
                announce(**linked_to(Entity.objects.filter(pk__in=self.entities)))
            for change in reversed(self.changes):
                if not deciding.take_back(change):
                    raise ChangedSince
            self.follow()
            self.follow_names(by)


class Steps:
    """The steps of one screen, the last one on top."""

    def __init__(self, session, screen: str):
        self.session, self.key = session, f"desk_{screen}_steps"

    def __len__(self) -> int:
        return len(self.held)

    @property
    def held(self) -> list[dict]:
        return self.session.get(self.key, [])

    @property
    def last(self) -> Step | None:
        return Step.of(self.held[-1]) if self.held else None

    def add(self, step: Step) -> None:
        self.session[self.key] = [*self.held, asdict(step)]

    def drop(self) -> None:
        self.session[self.key] = self.held[:-1]

    @property
    def skipped(self) -> list[int]:
        """The mentions passed over in this session, those of the latest steps last."""
        latest = dict.fromkeys(pk for step in reversed(self.held) for pk in step["skipped"])
        return list(reversed(latest))
