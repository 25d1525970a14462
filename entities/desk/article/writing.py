"""Write a statement with its quote, or one more quote under a statement that is held."""

from django import forms
from django.db import transaction

from entities import announcing, checking
from entities.desk.article.statements import StatementForm
from entities.models import (
    Entity,
    Evidence,
    EvidenceState,
    Relationship,
    RelationshipNote,
    RelationType,
)
from entities.models.relationship import FormerStatement


@transaction.atomic
def state(form: StatementForm, qualifiers: forms.BaseInlineFormSet) -> Relationship:
    """Write what is new of a valid form: the statement, or only one more quote under it."""
    statement = form.held or make_statement(form.cleaned_data)
    if form.held is None:
        qualifiers.instance = statement
        qualifiers.save()
    add_quote(statement, form)
    concerned = announcing.of_relationships(Relationship.objects.filter(pk=statement.pk))
    announcing.announce(**concerned)
    return statement


def make_statement(data: dict) -> Relationship:
    ends = {end: data[end] for end in ("subject", "type", "object")}
    made = Relationship.objects.create(**ends, claim=data["claim"], slug=free_slug(**ends))
    for position, note in enumerate(data["notes"], 1):
        RelationshipNote.objects.create(relationship=made, note=note, position=position)
    return made


def free_slug(subject: Entity, type: RelationType, object: Entity) -> str:
    """Of subject, type and object; numbered where a statement has, or had, that address."""
    slug = "--".join(end.slug.replace("_", "-") for end in (subject, type, object))
    taken = {
        *Relationship.objects.filter(slug__startswith=slug).values_list("slug", flat=True),
        *FormerStatement.objects.filter(slug__startswith=slug).values_list("slug", flat=True),
    }
    numbered = [slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 2))]
    return next(one for one in numbered if one not in taken)


def add_quote(statement: Relationship, form: StatementForm) -> Evidence:
    found, data = form.placed.found, form.cleaned_data
    evidence = Evidence(
        relationship=statement, article=form.article, support=data["support"],
        reads_as=data["reads_as"], state=EvidenceState.OK, is_repeated=found.is_repeated,
    )  # fmt: skip
    checking.put(evidence, found.passage, found.place)
    evidence.save()
    return evidence
