"""What a curator does with an item of the review queue. Each writes its rows and says so."""

from entities import deciding
from entities.desk.review.rivals import Item
from entities.desk.steps import Step
from entities.models import Decision, Entity, Link, Mention, MentionDecision, NameRule


def accept(item: Item, by: str) -> Step:
    changes = decide(item, item.candidate, Decision.ACCEPTED, by)
    return of_article(item, f"accepted: “{item.surface}” is {item.candidate.name} here", changes)


def reject(item: Item, by: str) -> Step:
    words = f"rejected: “{item.surface}” is not {item.candidate.name} here{so_it_is(item)}"
    changes = decide(item, item.candidate, Decision.REJECTED, by)
    return of_article(item, words, changes)


def choose(item: Item, entity: Entity, by: str) -> Step:
    """The name means another entity, which is called so already."""
    changes = decide(item, item.candidate, Decision.REJECTED, by)
    changes += decide(item, entity, Decision.ACCEPTED, by)
    return of_article(item, f"accepted: “{item.surface}” is {entity.name} here", changes)


def name_and_choose(item: Item, entity: Entity, is_only_here: bool, by: str) -> Step:
    """The name means another entity, which is called so from now on.

    Mentions come only from names. A rule keeps the new name from meaning the entity elsewhere.
    """
    changes = [deciding.give_name(entity, item.surface, item.article)]
    if is_only_here:
        changes.append(deciding.rule(item.surface, entity.pk, Decision.REJECTED, by))
    step = choose(item, entity, by)
    step.words += f", and “{item.surface}” is one of its names"
    step.changes = changes + step.changes
    step.names, step.entities = [item.surface], [entity.pk]
    return step


def accept_rule(item: Item, by: str) -> Step:
    words = f"accepted as a rule: “{item.surface}” always is {item.candidate.name}"
    return ruled(item, Decision.ACCEPTED, words, by)


def reject_rule(item: Item, by: str) -> Step:
    name, candidate = item.surface, item.candidate.name
    words = f"rejected as a rule: “{name}” never is {candidate}{so_it_is(item)}"
    return ruled(item, Decision.REJECTED, words, by)


def ruled(item: Item, verdict: str, words: str, by: str) -> Step:
    step = of_article(item, words, [])
    if verdict == Decision.ACCEPTED:
        step.changes += contradicting(item, by)
    step.changes.append(deciding.rule(item.surface, item.candidate.pk, verdict, by))
    step.names, step.entities = [item.surface], [item.candidate.pk]
    return step


def contradicting(item: Item, by: str) -> list[deciding.Change]:
    """A name cannot always mean two: the rule for another entity gives way to the last word."""
    ids = [one.entity_id for one in item.mentions if one.entity_id != item.candidate.pk]
    texts = {pk: deciding.ruled_text(item.surface, pk) for pk in ids}
    rules = NameRule.objects.filter(entity__in=ids, verdict=Decision.ACCEPTED)
    return [
        deciding.remove(one, ["text", "entity_id"], ["verdict", "decided_by"])
        for one in rules
        if one.text == texts[one.entity_id]
    ]


def reject_link(item: Item, by: str) -> Step:
    """The article does not mean the entity by any of its names."""
    key = {"article_id": item.article.pk, "entity_id": item.candidate.pk}
    words = f"rejected: {item.candidate.name} is not in the article{so_it_is(item)}"
    changes = [deciding.write(Link, key, {"decision": Decision.REJECTED})]
    return of_article(item, words, changes)


def so_it_is(item: Item) -> str:
    """Readers are shown the one meaning that is left: whoever rejects the other is told so."""
    return f", so “{item.surface}” is {item.left}" if item.left else ""


def skip(item: Item, by: str) -> Step:
    words = f"skipped: “{item.surface}”"
    return Step(words, at=str(item.place), skipped=[one.pk for one in item.mentions])


def decide(item: Item, entity: Entity, verdict: str, by: str) -> list[deciding.Change]:
    first = item.mentions[0]
    mention = Mention(passage=item.passage, entity=entity, start=first.start, end=first.end)
    return deciding.decide(mention, verdict, by)


def of_article(item: Item, words: str, changes: list[deciding.Change]) -> Step:
    return Step(words, at=str(item.place), changes=changes, articles=[item.article.pk])


def decider(mention: Mention) -> str:
    """Who decided the place last, as far as it is known; empty where nobody did."""
    text, article = mention.passage.text, mention.passage.version.article_id
    surface, before, after = deciding.known_by(text, mention.start, mention.end)
    decisions = MentionDecision.objects.filter(
        article=article, surface=surface, before=before, after=after
    )
    return decisions.order_by("-decided_at").values_list("decided_by", flat=True).first() or ""
