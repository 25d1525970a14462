"""What a curator makes of a name of no entity. Each writes its rows and says so."""

from articles.models import Article
from entities import deciding
from entities.desk.steps import Step
from entities.models import Decision, Entity, UnclaimedName

COUNTS = ["article_count", "mention_count", "passage_id"]


def set_aside(unclaimed: UnclaimedName, by: str) -> Step:
    changes = [deciding.rule(unclaimed.text, None, Decision.REJECTED, by), drop(unclaimed)]
    return Step(f"“{unclaimed.text}” is set aside", changes=changes)


def give(unclaimed: UnclaimedName, entity: Entity) -> Step:
    step = Step(f"“{unclaimed.text}” is a name of {entity.name}", names=[unclaimed.text])
    step.entities = [entity.pk]
    step.changes = [
        deciding.give_name(entity, unclaimed.text, article_of(unclaimed)),
        drop(unclaimed),
    ]
    step.follow()
    return step


def make_entity(unclaimed: UnclaimedName, said: dict) -> Step:
    """The entity is called what the form says, and what stands in the texts: found by both."""
    values = {"name": said["name"], "kind": said["kind"]}
    made = deciding.write(Entity, {"slug": said["slug"]}, values)
    entity = Entity.objects.get(slug=said["slug"])
    step = give(unclaimed, entity)
    step.words = f"{entity.name} is a new entity, and “{unclaimed.text}” its name"
    step.changes = [made, *step.changes, *call_by_own_name(entity, unclaimed)]
    step.names.append(entity.name)
    return step


def call_by_own_name(entity: Entity, unclaimed: UnclaimedName) -> list[deciding.Change]:
    if entity.name == unclaimed.text:
        return []
    offered = UnclaimedName.objects.filter(text=entity.name)
    given = deciding.give_name(entity, entity.name, article_of(unclaimed))
    return [given, *map(drop, offered)]


def drop(unclaimed: UnclaimedName) -> deciding.Change:
    return deciding.remove(unclaimed, ["text"], COUNTS)


def article_of(unclaimed: UnclaimedName) -> Article | None:
    return unclaimed.passage and unclaimed.passage.version.article
