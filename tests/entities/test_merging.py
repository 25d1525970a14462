"""Two entities become one, and two again: all that hangs on them, to the last row."""

import shutil
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import close_old_connections, connection
from simple_history.models import HistoricalChanges

from articles.models import Article
from entities import journal, kinds, linking
from entities.loading import load_seeds
from entities.merging.merge import Size, bigger_first, merge, plan_merge
from entities.merging.planning import Fate
from entities.merging.rewriting import Refused, preview_undo, undo
from entities.models import (
    Entity,
    Evidence,
    FormerSlug,
    FormerStatement,
    Link,
    Mention,
    MentionDecision,
    Merge,
    NameRule,
    Note,
    Observation,
    Qualifier,
    Relationship,
    RelationshipNote,
    RelationType,
)
from entities.signals import knowledge_changed
from tests.dumps import natural_dump
from tests.entities.test_anchoring import ALPHA, BETA
from tests.entities.test_validating import E, alter
from tests.makers import make_article, make_entity, make_evidence, make_relationship

pytestmark = pytest.mark.django_db
EVERY_TICK = ("smaller", "kinds", "to_itself")
TEXT = "Acme Mining digs in Utopia.\n\nIn Utopia, Acme found ore.\n"


def state() -> dict:
    """All rows but those that tell of merges."""
    dump = natural_dump(connection.connection)
    return {table: rows for table, rows in dump.items() if table != "entities_merge"}


def entity(slug: str) -> Entity:
    return Entity.objects.get(slug=slug)


def together(source: Entity, target: Entity, **options) -> Merge:
    return merge(source, target, by="kim", **{"ticks": EVERY_TICK, **options})


def twice(**fields) -> tuple[Entity, Entity]:
    """A record that is held twice."""
    return make_entity("Acme Mining", **fields), make_entity("Acme", **fields)


def fates(plan, group: str) -> dict[str, Fate]:
    (found,) = [one for one in plan.groups if one.slug == group]
    return {change.text: change.fate for change in found.changes}


def held_of(row):
    row.refresh_from_db()
    return row


# To the last row


@pytest.mark.parametrize(
    ("source", "target"),
    [("jogmec", "japan"), ("namibia", "japan"), ("dysprosium", "terbium"),
     ("heavy-rare-earth-elements", "light-rare-earth-elements")],
)  # fmt: skip
def test_what_was_merged_is_undone_to_the_last_row(built, source, target):
    every_kind = list(kinds.KINDS)
    RelationType.objects.update(subject_kinds=every_kind, object_kinds=every_kind)
    before = state()
    made = together(entity(source), entity(target))
    assert not Entity.objects.filter(slug=source).exists()
    assert FormerSlug.objects.get(slug=source).entity.slug == target
    assert undo(made, by="kim") == []
    assert state() == before


def test_every_relation_to_an_entity_is_thought_of():
    """A relation added later must be moved by the plan, and be named here."""
    relations = Entity._meta.get_fields(include_hidden=True)
    pointing = {
        f"{one.related_model.__name__}.{one.field.name}"
        for one in relations
        if one.auto_created and not one.concrete
        and not issubclass(one.related_model, HistoricalChanges)
    }  # fmt: skip
    moved = {
        "Entity.country", "Entity.parent_group", "FormerSlug.entity", "Identifier.entity",
        "Link.entity", "MentionDecision.entity", "Merge.entity", "Name.entity", "NameRule.entity",
        "Observation.entity", "Qualifier.entity", "Relationship.object", "Relationship.subject",
    }  # fmt: skip
    by_machine = {"Companion.entity", "Companion.other", "EntityCount.entity"}
    assert pointing - moved == {"Mention.entity", "NameKey.entity", *by_machine}
    assert {"entities.mention", "entities.companion", "portal.namekey"} == journal.BY_MACHINE


def test_a_row_that_something_rests_on_is_not_taken_away_in_silence():
    acme = make_entity("Acme")
    with pytest.raises(journal.Rested, match="1 × name"):
        journal.Journal().take(acme)


def test_rows_that_point_to_it_point_to_the_kept_one(built):
    before = Observation.objects.filter(entity__slug="namibia").count()
    Entity.objects.filter(slug="japan").update(country=entity("namibia"))
    together(entity("namibia"), entity("japan"))
    japan = entity("japan")
    assert entity("lofdal").country == japan
    assert japan.country is None
    assert japan.observations.count() >= before
    assert Qualifier.objects.filter(entity=japan).exists()


# Names, identifiers, fields


def test_names_move_and_the_names_of_the_record_serve_search():
    source, target = twice()
    source.names.create(text="Acme")
    source.names.create(text="Acme Ltd", links=True)
    target.names.create(text="Acme Ltd")
    plan = plan_merge(source, target)
    assert fates(plan, "names") == {
        "Acme Mining": Fate.MOVES, "Acme": Fate.EQUAL, "Acme Ltd": Fate.EQUAL,
    }  # fmt: skip
    together(source, target)
    names = dict(target.names.values_list("text", "links"))
    assert names == {"Acme": True, "Acme Mining": True, "Acme Ltd": True}


def test_a_name_of_the_record_alone_still_finds_it():
    source, target = make_entity("Acme Mining", names=()), make_entity("Acme")
    together(source, target)
    assert target.names.get(text="Acme Mining").links is False


def test_a_name_that_is_the_symbol_serves_search_only():
    source = make_entity("Dysprosium again", kind="element", names=["Dy", "Tb"], symbol="Tb")
    target = make_entity("Dysprosium", kind="element", symbol="Dy")
    made = together(source, target)
    assert set(target.names.filter(links=False).values_list("text", flat=True)) >= {"Dy", "Tb"}
    undo(made, by="kim")
    assert not source.names.filter(links=False).exists()


def test_of_two_identifiers_of_a_scheme_that_of_the_kept_one_stands():
    source, target = twice()
    source.identifiers.create(scheme="wikidata", value="Q1")
    source.identifiers.create(scheme="lei", value="5493001KJTIIGC8Y1R12")
    target.identifiers.create(scheme="wikidata", value="Q2")
    plan = plan_merge(source, target)
    assert list(fates(plan, "identifiers").values()) == [Fate.MOVES, Fate.STAYS]
    together(source, target)
    held = dict(target.identifiers.values_list("scheme", "value"))
    assert held == {"wikidata": "Q2", "lei": "5493001KJTIIGC8Y1R12"}


def test_empty_fields_are_filled_and_differing_ones_are_shown_side_by_side():
    source = make_entity("Acme Mining", description="It digs.", subtype="company", uses=["ore"])
    target = make_entity("Acme", subtype="firm")
    plan = plan_merge(source, target)
    (fields,) = [group for group in plan.groups if group.slug == "fields"]
    told = {change.text: (change.fate, change.sides) for change in fields.changes}
    assert told["subtype"] == (Fate.STAYS, ("firm", "company"))
    assert told["description"] == (Fate.FILLED, ("", "It digs."))
    together(source, target)
    assert held_of(target).description == "It digs."
    assert (target.subtype, target.uses, target.name) == ("firm", ["ore"], "Acme")


def test_the_remark_beside_a_date_goes_only_with_its_date():
    source = make_entity("Pact", kind="agreement", date="2020", date_note="signed")
    target = make_entity("The pact", kind="agreement", date="2021")
    together(source, target)
    assert (held_of(target).date, target.date_note) == ("2021", "")


# Relationships


@pytest.fixture
def stated() -> tuple[Relationship, Relationship]:
    """The same statement of both records, each with a quote of its own, and one they share."""
    (source, target), utopia = twice(), make_entity("Utopia", kind="country")
    article = make_article(TEXT)
    both = make_relationship(source, utopia), make_relationship(target, utopia)
    for one in both:
        make_evidence(article, "found ore", relationship=one)
    make_evidence(article, "digs in Utopia", relationship=both[0])
    return both


def test_two_statements_that_become_the_same_are_joined(stated):
    gone, kept = stated
    notes = [Note.objects.create(slug=f"note-{n}", verdict="disputed", text="So.") for n in (1, 2)]
    RelationshipNote.objects.create(relationship=gone, note=notes[0])
    RelationshipNote.objects.create(relationship=gone, note=notes[1], position=2)
    RelationshipNote.objects.create(relationship=kept, note=notes[1])
    gone.qualifiers.create(key="share", value="40 %")
    gone.qualifiers.create(key="office", value="digger")
    gone.qualifiers.create(key="part", value="north")
    gone.qualifiers.create(key="regarding", entity=gone.subject)
    kept.qualifiers.create(key="share", value="60 %")
    kept.qualifiers.create(key="part")
    kept.qualifiers.create(key="regarding", entity=kept.subject)
    before = state()
    made = together(gone.subject, kept.subject)
    assert {one.quote for one in kept.evidence.all()} == {"found ore", "digs in Utopia"}
    assert [one.note.slug for one in kept.relationshipnote_set.all()] == ["note-2", "note-1"]
    assert {one.key: one.value for one in kept.qualifiers.all()} == {
        "share": "60 %", "office": "digger", "part": "north", "regarding": "",
    }  # fmt: skip
    assert undo(made, by="kim") == []
    assert state() == before


def test_what_clashes_in_joined_statements_is_listed(stated):
    gone, kept = stated
    gone.qualifiers.create(key="share", value="40 %")
    kept.qualifiers.create(key="share", value="60 %")
    Relationship.objects.filter(pk=gone.pk).update(claim="promotional")
    plan = plan_merge(gone.subject, kept.subject)
    (group,) = [one for one in plan.groups if one.slug == "relationships"]
    (joined,) = group.changes
    assert "reported, not promotional" in joined.detail
    clash = next(part for part in joined.parts if part.fate == Fate.STAYS)
    assert (clash.text, clash.detail) == ("Share: 40 %", "“Share: 60 %” stands.")


@pytest.fixture
def elsewhere() -> tuple[Evidence, Evidence]:
    """Two statements that become the same, with the same words from two places of an article."""
    (source, target), utopia = twice(), make_entity("Utopia", kind="country")
    article = make_article("North. The mine is rich.\n\nSouth. The mine is rich.\n")
    both = make_relationship(source, utopia), make_relationship(target, utopia)
    return tuple(
        make_evidence(article, "The mine is rich.", relationship=one, line=line)
        for one, line in zip(both, (1, 3), strict=True)
    )


def quotes_told(plan) -> list[tuple[Fate, str]]:
    (group,) = [one for one in plan.groups if one.slug == "relationships"]
    parts = [part for change in group.changes for part in change.parts]
    return [(part.fate, part.detail) for part in parts if isinstance(part.row, Evidence)]


@pytest.mark.parametrize("is_first_lost", [True, False])
def test_of_the_same_words_at_two_places_those_that_are_found_are_kept(elsewhere, is_first_lost):
    gone, kept = (one.relationship for one in elsewhere)
    lost, sound = elsewhere if is_first_lost else elsewhere[::-1]
    make_article(f"{sound.passage.text}\n\nThe last words.\n")
    before = state()
    told = quotes_told(plan_merge(gone.subject, kept.subject))
    assert [fate for fate, _ in told] == (
        [Fate.EQUAL] if is_first_lost else [Fate.STAYS, Fate.MOVES]
    )
    assert f"The one at p1: {sound.passage.text} (found in its context) stands" in told[0][1]
    assert f"not the one at p{lost.passage.position}: {lost.passage.text} (needs" in told[0][1]
    made = together(gone.subject, kept.subject)
    assert list(kept.evidence.all()) == [sound]
    assert held_of(sound).is_sound
    assert undo(made, by="kim") == []
    assert state() == before


def test_of_the_same_sound_words_at_two_places_it_is_told_which_stand(elsewhere):
    gone, kept = (one.relationship for one in elsewhere)
    ((fate, detail),) = quotes_told(plan_merge(gone.subject, kept.subject))
    assert fate == Fate.EQUAL
    assert "The one at p2: South." in detail


def test_the_address_of_a_joined_statement_redirects_and_is_given_back(stated, client):
    gone, kept = stated
    third = make_entity("Acme Group")
    last = make_relationship(third, kept.object)
    make_evidence(Article.objects.get(), "Acme found ore", relationship=last)
    first = together(gone.subject, kept.subject)
    response = client.get(f"/relationships/{gone.slug}/")
    assert (response.status_code, response.url) == (301, kept.get_absolute_url())
    second = together(kept.subject, third)
    for one in (gone, kept):
        response = client.get(f"/relationships/{one.slug}/")
        assert (response.status_code, response.url) == (301, last.get_absolute_url())
    undo(second, by="kim")
    undo(first, by="kim")
    assert client.get(f"/relationships/{gone.slug}/").status_code == 200
    assert not FormerStatement.objects.exists()


def test_a_statement_that_moves_keeps_its_address(stated):
    gone, kept = stated
    other = make_relationship(gone.subject, make_entity("Dreamland", kind="country"))
    together(gone.subject, kept.subject)
    assert (held_of(other).subject, other.slug) == (kept.subject, "acme-mining--knows--dreamland")


def test_a_symmetric_statement_is_the_same_the_other_way_round():
    source, target = twice()
    other = make_entity("Utopia Mines")
    make_relationship(source, other, type="partner")
    RelationType.objects.update(symmetric=True)
    kept = make_relationship(other, target, type="partner")
    together(source, target)
    assert list(Relationship.objects.all()) == [kept]


def test_a_statement_that_would_join_an_entity_to_itself_is_taken_away_on_request_only():
    source, target = twice()
    make_relationship(source, target)
    with pytest.raises(Refused) as refused:
        together(source, target, ticks=["smaller"])
    assert refused.value.at == "to_itself"
    (ask,) = plan_merge(source, target).asks
    assert ask.lines == ["Acme Mining knows Acme"]
    before = state()
    made = together(source, target)
    assert not Relationship.objects.exists()
    undo(made, by="kim")
    assert state() == before


# What is refused


def test_an_entity_is_not_merged_with_itself():
    acme = make_entity("Acme")
    with pytest.raises(Refused, match="with itself"):
        together(acme, acme)


def test_a_bigger_record_goes_into_a_smaller_one_only_on_request():
    small, big = twice()
    make_relationship(big, make_entity("Utopia", kind="country"))
    assert Size.of(big) > Size.of(small)
    assert bigger_first(small, big) == (big, small)
    with pytest.raises(Refused) as refused:
        together(big, small, ticks=())
    assert refused.value.at == "smaller"
    assert Entity.objects.filter(pk=big.pk).exists()
    together(small, big, ticks=())


def test_other_kinds_need_a_tick_and_statements_that_the_new_kind_may_not_make_refuse():
    source, target = make_entity("Acme"), make_entity("Acme pit", kind="project")
    with pytest.raises(Refused) as refused:
        together(source, target, ticks=["smaller"])
    assert refused.value.at == "kinds"
    make_relationship(source, make_entity("Utopia", kind="country"))
    with pytest.raises(Refused, match="Acme pit is of the kind project; this type takes: org"):
        together(source, target)
    assert Entity.objects.filter(pk=source.pk).exists()


def test_a_country_in_which_others_lie_goes_into_a_country_only():
    source, target = make_entity("Utopia", kind="country"), make_entity("Acme")
    make_entity("Acme Mining", country=source)
    with pytest.raises(Refused, match="Acme is no country"):
        together(source, target)


def test_what_is_merged_already_is_told_to_the_second_curator():
    source, target = twice()
    together(source, target)
    with pytest.raises(Refused, match="“Acme Mining” was merged into “Acme” by kim") as refused:
        together(source, target)
    assert refused.value.at == "entity"


def test_a_report_that_is_no_longer_true_is_not_carried_out():
    source, target = twice()
    shown = plan_merge(source, target).fingerprint
    assert plan_merge(source, target).fingerprint == shown
    source.names.create(text="Acme Ltd")
    with pytest.raises(Refused, match="changed since this report"):
        together(source, target, shown=shown)
    together(source, target, shown=plan_merge(source, target).fingerprint)


@pytest.mark.django_db(transaction=True)
def test_of_two_curators_who_merge_the_same_at_once_the_second_is_told():
    source, target = twice()
    rival, told, start = make_entity("Acme Group"), [], Barrier(2)

    def run(into):
        start.wait()
        try:
            told.append(together(source, into).entity_slug)
        except Refused as refused:
            told.append(str(refused))
        finally:
            close_old_connections()
            connection.close()

    curators = [Thread(target=run, args=[into]) for into in (target, rival)]
    for one in curators:
        one.start()
    for one in curators:
        one.join()
    assert Merge.objects.count() == 1
    assert sorted("was merged into" in one for one in told) == [False, True]


# Addresses


def test_old_addresses_lead_to_the_last_entity_in_one_step(client):
    a, b, c = (make_entity(name) for name in ("Alpha", "Beta", "Gamma"))
    FormerSlug.objects.create(slug="aleph", entity=a)
    before = state()
    first, second = together(a, b), together(b, c)
    for slug in ("aleph", "alpha", "beta"):
        response = client.get(f"/entities/{slug}/")
        assert (response.status_code, response.url) == (301, "/entities/gamma/")
        # Kept by a browser, it would outlive the undoing of the merge.
        assert response["Cache-Control"] == "no-cache"
    with pytest.raises(Refused, match=r"“Beta” merged into “Gamma”\. Undo that first"):
        undo(first, by="kim")
    assert undo(second, by="kim") == []
    assert client.get("/entities/alpha/").url == "/entities/beta/"
    assert undo(first, by="kim") == []
    assert state() == before


# Mentions, links and decisions


def mentions_of(one: Entity) -> set[tuple[str, str]]:
    return set(Mention.objects.filter(entity=one).values_list("surface", "status"))


def test_mentions_and_links_follow_the_names():
    source, target = twice()
    article = make_article(TEXT)
    before = state()
    made = together(source, target)
    assert mentions_of(target) == {("Acme Mining", "found"), ("Acme", "found")}
    assert Link.objects.get(article=article, entity=target).mention_count == 2
    undo(made, by="kim")
    assert state() == before


def test_a_name_that_both_had_waits_no_longer():
    source, target = make_entity("Acme Inc", names=["Acme"]), make_entity("Acme")
    make_article(TEXT)
    assert mentions_of(target) == {("Acme", "ambiguous")}
    together(source, target)
    assert mentions_of(target) == {("Acme", "found")}


def test_a_rejection_that_told_the_two_apart_does_not_stay():
    source, target = make_entity("Acme Inc", names=["Acme"]), make_entity("Acme")
    make_article("Here Acme digs.")
    mention = Mention.objects.get(entity=source)
    linking.decide_mention(mention, "rejected")
    NameRule.objects.create(text="acme", entity=source, verdict="rejected")
    before = state()
    made = together(source, target)
    assert mentions_of(target) == {("Acme", "found")}
    assert not MentionDecision.objects.exists()
    assert not NameRule.objects.exists()
    undo(made, by="kim")
    assert state() == before


def test_a_rejection_by_which_it_was_none_of_the_two_stays():
    source, target = twice()
    make_article(TEXT)
    linking.decide_mention(Mention.objects.get(entity=source), "rejected")
    together(source, target)
    assert mentions_of(target) == {("Acme Mining", "rejected"), ("Acme", "found")}


def test_accepted_goes_before_rejected_whichever_is_kept():
    source, target = make_entity("Acme Inc", names=["Acme"]), make_entity("Acme")
    make_article("Here Acme digs.")
    linking.decide_mention(Mention.objects.get(entity=source), "accepted")
    linking.decide_mention(Mention.objects.get(entity=target), "rejected")
    NameRule.objects.create(text="Acme", entity=source, verdict="accepted")
    NameRule.objects.create(text="acme", entity=target, verdict="rejected")
    before = state()
    made = together(source, target)
    assert mentions_of(target) == {("Acme", "accepted")}
    assert [one.verdict for one in NameRule.objects.all()] == ["accepted"]
    undo(made, by="kim")
    assert state() == before


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ({"by_curator": True}, {}, (True, "")),
        ({}, {"by_curator": True}, (True, "")),
        ({"decision": "rejected"}, {"decision": "rejected"}, (False, "rejected")),
        ({"decision": "rejected"}, {}, (False, "")),
        ({}, {"decision": "rejected"}, (False, "")),
        ({"decision": "accepted"}, {"decision": "rejected"}, (False, "accepted")),
    ],
)
def test_two_links_of_an_article_become_one(ours, theirs, expected):
    source, target = twice()
    article = make_article(TEXT)
    Link.objects.filter(entity=target).update(**ours)
    Link.objects.filter(entity=source).update(**theirs)
    linking.link_articles([article.pk])
    before = state()
    made = together(source, target)
    link = Link.objects.get(entity=target)
    assert (link.by_curator, link.decision) == expected
    undo(made, by="kim")
    assert state() == before


def test_a_rejected_link_goes_on_rejecting_what_only_its_names_find():
    source, target = twice()
    article = make_article("Acme Mining is a tale. Acme digs.")
    Link.objects.filter(entity=source).update(decision="rejected")
    linking.link_articles([article.pk])
    before = state()
    made = together(source, target)
    assert mentions_of(target) == {("Acme Mining", "rejected"), ("Acme", "found")}
    undo(made, by="kim")
    assert state() == before


def test_a_word_on_an_article_that_names_only_the_kept_one_counts_at_once():
    source, target = twice()
    article = make_article("Acme digs.")
    Link.objects.create(article=article, entity=source, by_curator=True, decision="accepted")
    before = state()
    made = together(source, target)
    assert mentions_of(target) == {("Acme", "accepted")}
    undo(made, by="kim")
    assert state() == before


# Undoing after edits


def test_what_was_edited_since_stands_and_is_told():
    source = make_entity("Acme Mining", description="It digs.")
    target = make_entity("Acme")
    source.identifiers.create(scheme="wikidata", value="Q1")
    made = together(source, target)
    Entity.objects.filter(pk=target.pk).update(description="It digs deep.")
    target.names.filter(text="Acme Mining").delete()
    target.names.create(text="Acme & Sons", links=True)
    told = preview_undo(made)
    assert not Entity.objects.filter(slug="acme-mining").exists()
    assert undo(made, by="kim") == told
    assert sorted(told) == [
        "entity “Acme”: description was edited since, and stays",
        "name “Acme Mining”: was taken away since",
    ]
    assert held_of(target).description == "It digs deep."
    assert entity("acme-mining").description == "It digs."
    assert entity("acme-mining").identifiers.get().value == "Q1"
    assert {one.text for one in target.names.all()} == {"Acme", "Acme & Sons"}


def test_what_leads_to_nothing_any_more_does_not_come_back(stated):
    gone, kept = stated
    note = Note.objects.create(slug="note", verdict="disputed", text="So.")
    for one in stated:
        RelationshipNote.objects.create(relationship=one, note=note)
    made = together(gone.subject, kept.subject)
    RelationshipNote.objects.all().delete()
    note.delete()
    (told,) = undo(made, by="kim")
    assert "does not come back, since the note is gone" in told
    connection.check_constraints()
    assert {one.quote for one in gone.evidence.all()} == {"found ore", "digs in Utopia"}


def test_an_undo_that_would_take_the_last_quote_of_a_statement_is_refused(stated):
    gone, kept = stated
    made = together(gone.subject, kept.subject)
    own = kept.evidence.get(quote="found ore")
    own.delete()
    before = state()
    for act in (preview_undo, lambda merge: undo(merge, by="kim")):
        with pytest.raises(Refused, match="“Acme knows Utopia” would be left without a quote"):
            act(made)
    assert state() == before
    make_evidence(own.article, "Acme found ore", relationship=kept)
    undo(made, by="kim")
    assert [one.quote for one in kept.evidence.all()] == ["Acme found ore"]
    assert {one.quote for one in gone.evidence.all()} == {"found ore", "digs in Utopia"}


def test_a_statement_that_comes_back_without_a_quote_is_told(stated):
    gone, kept = stated
    gone.evidence.get(quote="found ore").delete()
    made = together(gone.subject, kept.subject)
    kept.evidence.get(quote="digs in Utopia").delete()
    told = preview_undo(made)
    assert any("“Acme Mining knows Utopia” comes back without a quote" in one for one in told)
    assert undo(made, by="kim") == told


def test_quotes_come_back_checked_against_what_the_article_says_now(stated):
    gone, kept = stated
    made = together(gone.subject, kept.subject)
    make_article(TEXT.replace("found ore", "lost ore"))
    undo(made, by="kim")
    states = Evidence.objects.filter(quote="found ore").values_list("state", flat=True)
    assert "ok" not in states


def test_quotes_that_are_only_wrapped_otherwise_are_one(stated):
    gone, kept = stated
    gone.evidence.filter(quote="found ore").update(quote="found\nore")
    together(gone.subject, kept.subject)
    quotes = kept.evidence.values_list("quote", flat=True)
    assert sorted(quotes) == ["digs in Utopia", "found ore"]


def test_a_quote_that_comes_back_does_not_settle_on_a_look_alike():
    source, target = twice()
    former = ["Opening.", f"Opening.\n\n{BETA}"]
    for text in former:
        make_article(text)
    article = make_article(f"Opening.\n\n{ALPHA}")
    own = make_relationship(source, target)
    make_evidence(article, "across all regions.", relationship=own, line=3)
    made = together(source, target)
    for text in former:
        make_article(text)
    undo(made, by="kim")
    (one,) = Evidence.objects.select_related("passage")
    assert (one.state, one.passage.text) == ("needs_person", ALPHA)


def test_where_its_address_is_taken_nothing_is_undone_at_all():
    source, target = twice()
    made = together(source, target)
    make_entity("Acme Mining")
    before = state()
    with pytest.raises(Refused, match="“Acme Mining” cannot come back"):
        undo(made, by="kim")
    assert state() == before


def test_a_merge_is_undone_once():
    made = together(*twice())
    undo(made, by="kim")
    with pytest.raises(Refused, match="undone already by kim"):
        undo(made, by="lee")


# The seeds, and who follows


def test_the_seeds_bring_nothing_back(built, seeds):
    every_kind = list(kinds.KINDS)
    RelationType.objects.update(subject_kinds=every_kind, object_kinds=every_kind)
    before = state()
    made = together(entity("jogmec"), entity("japan"))
    merged = state()
    report = load_seeds(seeds)
    assert not report.created + report.updated + report.removed
    assert state() == merged
    undo(made, by="kim")
    assert not load_seeds(seeds).has_changes
    assert state() == before


def test_a_file_that_says_something_new_of_what_was_merged_is_told_as_a_conflict(
    built, seeds, tmp_path
):
    folder = Path(shutil.copytree(seeds, tmp_path / "seeds"))
    made = together(entity("electronics-sector"), entity("automotive-sector"))
    alter(folder, E, "Makers of electronic goods and parts.", "Makers of electronic goods.")
    report = load_seeds(folder)
    assert not report.has_changes
    assert [one.key for one in report.conflicts] == ["electronics-sector"]
    assert not Entity.objects.filter(slug="electronics-sector").exists()
    assert undo(made, by="kim") == []


def test_all_that_changed_is_told_to_the_index(stated):
    gone, kept = stated
    heard = []

    def hear(sender, **concerned):
        heard.append(concerned)

    knowledge_changed.connect(hear)
    try:
        made = together(gone.subject, kept.subject)
        keys = {name: {key for one in heard for key in one[name]} for name in (
            "entity_ids", "relationship_ids", "article_ids",
        )}  # fmt: skip
        assert {gone.subject.pk, kept.subject.pk} <= keys["entity_ids"]
        assert {gone.pk, kept.pk} <= keys["relationship_ids"]
        assert set(Article.objects.values_list("pk", flat=True)) == keys["article_ids"]
        heard.clear()
        undo(made, by="kim")
        assert {gone.subject.pk, kept.subject.pk} <= {
            key for one in heard for key in one["entity_ids"]
        }
    finally:
        knowledge_changed.disconnect(hear)
