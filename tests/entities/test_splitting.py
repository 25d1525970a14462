"""One entity becomes two: what was chosen goes, all else stays, and it can be undone."""

import pytest

from articles.models import Article
from entities import linking
from entities.loading import load_seeds
from entities.merging.planning import TITLES
from entities.merging.rewriting import Refused, undo
from entities.merging.split import CHOSEN, rows_of, split
from entities.models import (
    Entity,
    Link,
    Mention,
    MentionDecision,
    NameRule,
    Observation,
    Relationship,
    Source,
)
from tests.entities.test_merging import entity, mentions_of, state
from tests.makers import make_article, make_entity, make_evidence, make_relationship

pytestmark = pytest.mark.django_db
TEXT = "Acme digs in Utopia.\n\nAcme Bank lends in Utopia.\n"


def new(name: str = "Acme Bank", **fields) -> Entity:
    return Entity(name=name, slug=name.lower().replace(" ", "-"), kind="organization", **fields)


def keys(**rows) -> dict[str, set[int]]:
    return {slug: {row.pk for row in held} for slug, held in rows.items()}


def apart(source: Entity, target: Entity, **rows):
    return split(source, target, keys(**rows), by="kim")


@pytest.fixture
def acme() -> Entity:
    """A record under which a miner and a bank are held together."""
    acme, utopia = make_entity("Acme", names=["Acme", "Acme Bank"]), make_entity("Utopia")
    article = make_article(TEXT)
    for type, quote in (("digs", "Acme digs in Utopia"), ("lends", "lends in Utopia")):
        statement = make_relationship(acme, utopia, type=type)
        make_evidence(article, quote, relationship=statement)
    make_relationship(utopia, acme, type="fears")
    acme.identifiers.create(scheme="wikidata", value="Q1")
    return acme


def test_what_is_chosen_goes_to_a_new_entity_and_all_else_stays(acme):
    mention = Mention.objects.get(surface="Acme Bank")
    linking.decide_mention(mention, "accepted")
    NameRule.objects.create(text="Acme Bank", entity=acme, verdict="accepted")
    source = Source.objects.create(slug="s", title="S", publisher="P", grade="primary")
    for year in ("2024", "2025"):
        Observation.objects.create(
            measure="loans", subject="Acme", entity=acme, period=year, value=1, unit="t",
            status="reported", source=source,
        )  # fmt: skip
    before = state()
    made = apart(
        acme, new(),
        names=acme.names.filter(text="Acme Bank"),
        identifiers=acme.identifiers.all(),
        relationships=Relationship.objects.filter(type__slug__in=("lends", "fears")),
        observations=acme.observations.filter(period="2025"),
        decisions=MentionDecision.objects.all(),
        rules=acme.name_rules.all(),
    )  # fmt: skip
    bank = entity("acme-bank")
    assert [one.text for one in bank.names.all()] == ["Acme Bank"]
    assert [one.text for one in acme.names.all()] == ["Acme"]
    assert bank.identifiers.get().value == "Q1"
    assert [one.type.slug for one in bank.relations_from.all()] == ["lends"]
    assert [one.type.slug for one in bank.relations_to.all()] == ["fears"]
    assert [one.type.slug for one in acme.relations_from.all()] == ["digs"]
    assert [one.period for one in acme.observations.all()] == ["2024"]
    assert mentions_of(bank) == {("Acme Bank", "accepted")}
    assert mentions_of(acme) == {("Acme", "found")}
    assert undo(made, by="kim") == []
    assert state() == before


def test_the_old_address_stays_with_the_first(acme, client):
    apart(acme, new(), names=acme.names.filter(text="Acme Bank"))
    assert client.get("/entities/acme/").status_code == 200
    assert client.get("/entities/acme-bank/").status_code == 200
    assert not acme.former_slugs.exists()


def test_what_goes_to_an_entity_that_is_held_joins_what_it_has(acme):
    bank = make_entity("Acme Bank")
    same = make_relationship(bank, entity("utopia"), type="lends")
    make_evidence(Article.objects.get(), "Acme Bank lends", relationship=same)
    linking.link_all()
    before = state()
    made = apart(
        acme, bank,
        names=acme.names.filter(text="Acme Bank"),
        relationships=Relationship.objects.filter(type__slug="lends", subject=acme),
    )  # fmt: skip
    assert [one.text for one in bank.names.all()] == ["Acme Bank"]
    assert {one.quote for one in same.evidence.all()} == {"Acme Bank lends", "lends in Utopia"}
    assert same.former_slugs.get().slug == "acme--lends--utopia"
    assert undo(made, by="kim") == []
    assert state() == before


def test_a_link_by_hand_goes_along(acme):
    article = make_article("Nothing is named here.", slug="silent")
    Link.objects.create(article=article, entity=acme, by_curator=True)
    apart(acme, new(), links=acme.links.filter(by_curator=True))
    assert Link.objects.get(article=article).entity.slug == "acme-bank"


@pytest.mark.parametrize(
    ("target", "reason"),
    [(lambda acme: new(), "Choose what goes"), (lambda acme: acme, "split into itself")],
)
def test_nothing_chosen_and_the_entity_itself_are_refused(acme, target, reason):
    with pytest.raises(Refused, match=reason):
        apart(acme, target(acme))
    assert not Entity.objects.filter(slug="acme-bank").exists()


def test_a_statement_with_the_other_one_stays_where_it_is(acme):
    utopia = entity("utopia")
    with pytest.raises(Refused, match="would join the entity to itself"):
        apart(acme, utopia, relationships=Relationship.objects.filter(type__slug="digs"))


def test_a_statement_that_the_new_kind_may_not_make_is_refused(acme):
    project = new("Acme pit")
    project.kind = "project"
    with pytest.raises(Refused, match="Acme pit is of the kind project"):
        apart(acme, project, relationships=Relationship.objects.filter(type__slug="digs"))


def test_an_entity_with_something_new_is_kept_when_the_split_is_undone(acme):
    made = apart(acme, new(), names=acme.names.filter(text="Acme Bank"))
    entity("acme-bank").names.create(text="The bank")
    (told,) = undo(made, by="kim")
    assert "stays, since these rest on it: 1 × name" in told
    assert {one.text for one in acme.names.all()} == {"Acme", "Acme Bank"}


def test_everything_that_can_be_chosen_has_a_title(acme):
    assert tuple(rows_of(acme)) == tuple(rows_of(new())) == CHOSEN
    assert TITLES.keys() >= set(CHOSEN)


def test_a_split_of_the_seeds_survives_their_load_and_is_undone(built, seeds):
    before = state()
    namibia = entity("namibia")
    made = apart(namibia, Entity(name="Namib", slug="namib", kind="country"), **{
        slug: rows[:1] for slug, rows in rows_of(namibia).items()
    })  # fmt: skip
    after = state()
    assert not load_seeds(seeds).has_changes
    assert state() == after
    assert undo(made, by="kim") == []
    assert state() == before
