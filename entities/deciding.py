"""Write what curators decide, row by row, so that history has it and each can be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from articles.models import Article
from entities.matching import as_compared, plain
from entities.models import Decision, Entity, Mention, MentionDecision, Name, NameRule
from entities.ruling import known_by

Values = dict[str, Any]
# What linking makes of names by itself, and what is counted of that.
FOUND = ("mentions", "links", "counts", "companions", "company")


def lock(article: int) -> None:
    """One curator at a time decides in an article: the next one sees what the first has saved."""
    Article.objects.select_for_update().only("pk").get(pk=article)


@dataclass(frozen=True)
class Change:
    """A row, by its key, as a decision found it and left it; None: there was no row."""

    model: str
    key: Values
    before: Values | None
    after: Values | None


def write(model: type[Model], key: Values, values: Values, **unseen) -> Change:
    """Make the row or change it; `unseen` is written along and of no account when taken back."""
    row = model.objects.filter(**key).first()
    before = values_of(row, values)
    row = row or model(**key)
    for name, value in {**values, **unseen}.items():
        setattr(row, name, value)
    row.save()
    # What was made goes as a whole when taken back, so that the whole of it must stand as made.
    names = values if before is not None else {*values, *written_by_hand(model)} - {*unseen}
    return Change(model._meta.model_name, key, before, values_of(row, names))


def remove(row: Model, key: Iterable[str], values: Iterable[str]) -> Change:
    change = Change(row._meta.model_name, values_of(row, key), values_of(row, values), None)
    row.delete()
    return change


def values_of(row: Model | None, names: Iterable[str]) -> Values | None:
    return row and {name: getattr(row, name) for name in names}


def written_by_hand(model: type[Model]) -> list[str]:
    return [
        one.attname for one in model._meta.concrete_fields if one.editable and not one.primary_key
    ]


def take_back(change: Change) -> bool:
    """Put the row back as it was; False, and nothing done, where someone has changed it since."""
    model = apps.get_model("entities", change.model)
    row = model.objects.filter(**change.key).first()
    if values_of(row, change.after or change.before) != change.after:
        return False
    if change.before is None:
        return is_unused(row) and bool(row.delete())
    row = row or model(**change.key)
    for name, value in change.before.items():
        setattr(row, name, value)
    row.save()
    return True


def is_unused(row: Model) -> bool:
    """Whether nothing that a curator made rests on the row; what search keeps of it follows it."""
    return not any(
        related.related_model.objects.filter(**{related.field.name: row}).exists()
        for related in row._meta.related_objects
        if related.related_model._meta.app_label == "entities" and related.name not in FOUND
    )


def decide(mention: Mention, verdict: str, by: str) -> list[Change]:
    """A curator's word on one mention. The last one accepted at a place is the one meant."""
    surface, before, after = known_by(mention.passage.text, mention.start, mention.end)
    place = {
        "article_id": mention.passage.version.article_id,
        "surface": surface, "before": before, "after": after,
    }  # fmt: skip
    held = MentionDecision.objects.filter(**place)
    if verdict == Decision.NONE:
        gone = held.filter(entity=mention.entity_id)
    elif verdict == Decision.ACCEPTED:
        gone = held.filter(verdict=verdict).exclude(entity=mention.entity_id)
    else:
        gone = held.none()
    changes = [remove(one, [*place, "entity_id"], ["verdict", "decided_by"]) for one in gone]
    if verdict != Decision.NONE:
        key = {**place, "entity_id": mention.entity_id}
        values = {"verdict": verdict, "decided_by": by}
        changes.append(write(MentionDecision, key, values, decided_at=timezone.now()))
    return changes


def rule(text: str, entity_id: int | None, verdict: str, by: str) -> Change:
    """A curator's word on a name; without an entity, that it is to be set aside."""
    key = {"text": ruled_text(text, entity_id), "entity_id": entity_id}
    return write(NameRule, key, {"verdict": verdict, "decided_by": by}, decided_at=timezone.now())


def give_name(entity: Entity, text: str, article: Article | None) -> Change:
    """The entity is called so from now on, in the language of the article, and found by it."""
    key = {"entity_id": entity.pk, "text": text}
    if Name.objects.filter(**key).exists():
        return write(Name, key, {"links": True})
    language = (article and article.language) or "en"
    return write(Name, key, {"links": True, "language": language})


def ruled_text(text: str, entity_id: int | None) -> str:
    """The name as a rule for it is written already, else as it is written here."""
    names = NameRule.objects.filter(entity=entity_id).values_list("text", flat=True)
    same = (name for name in names if as_compared(name) == as_compared(text))
    return next(same, plain(text))
