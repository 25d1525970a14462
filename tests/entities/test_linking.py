"""Mentions and links on real texts, and what curators decided about them."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Passage
from entities import linking
from entities.models import Decision, Entity, Link, Mention, MentionDecision, NameRule
from tests.dumps import every_row
from tests.makers import make_article, make_entity

INTRODUCTION = "rare-earths-special-focus-introduction"
NEWS = "japan-namibia-rare-earths-exploration-deal"
TEASERS = Path(__file__).with_name("teaser_entities.toml")

pytestmark = pytest.mark.django_db


def mentions_in(slug: str) -> Counter:
    found = Mention.objects.public().filter(passage__version__article__slug=slug)
    return Counter(found.values_list("entity__slug", flat=True))


def statuses() -> list[tuple[str, str]]:
    found = Mention.objects.order_by("passage__position", "start", "entity")
    return list(found.values_list("entity__slug", "status"))


# --- the figures of the seeds


def test_the_introduction_has_49_mentions_of_23_entities(built):
    found = mentions_in(INTRODUCTION)
    assert (found.total(), len(found)) == (49, 23)


def test_the_news_item_has_50_mentions_of_22_entities(built):
    found = mentions_in(NEWS)
    assert (found.total(), len(found)) == (50, 22)


@pytest.mark.parametrize(
    "slug, introduction, news",
    [
        ("jogmec", 6, 3),
        ("lofdal", 4, 1),
        ("namibia", 2, 7),
        ("japan", 4, 8),
        ("china", 0, 2),
        ("dysprosium", 2, 1),
        ("terbium", 2, 1),
        ("yttrium", 0, 1),
    ],
)
def test_an_entity_of_the_seeds_is_named_as_often_as_a_reader_counts(
    built, slug, introduction, news
):
    assert Entity.objects.filter(slug=slug).exists()
    assert (mentions_in(INTRODUCTION)[slug], mentions_in(NEWS)[slug]) == (introduction, news)
    counts = Link.objects.filter(entity__slug=slug, mention_count__gt=0)
    held = dict(counts.values_list("article__slug", "mention_count"))
    assert held == {
        article: count for article, count in ((INTRODUCTION, introduction), (NEWS, news)) if count
    }


def test_every_mention_of_the_seeds_stands_where_it_says(built):
    for mention in Mention.objects.select_related("passage", "entity"):
        text = mention.passage.text
        assert text[mention.start : mention.end] == mention.surface
        assert mention.passage.is_linkable
        before, after = text[: mention.start][-1:], text[mention.end :][:1]
        assert not (before.isalnum() or (before in "-_" and before))
        assert not (after.isalnum() or (after in "-_" and after))


def test_what_stands_only_in_promotion_and_teasers_is_never_linked(built):
    listed = ["India", "South Korea", "Shanghai", "QU4TRO PRO", "Top Insights Today", "Beijing"]
    listed += ["United Arab Emirates", "UAE", "Yoon Suk Yeol", "EAF", "American", "U.S."]
    outside = Passage.objects.filter(version__article__slug=NEWS).exclude(
        kind__in=("title", "heading", "body")
    )
    words = " ".join(outside.values_list("text", flat=True))
    for name in listed[:4]:
        # Were the words not there at all, their absence among the mentions would say nothing.
        assert name in words
    for name in listed:
        make_entity(name, kind="concept", slug=f"planted-{listed.index(name)}")
    linking.link_all()
    assert mentions_in(NEWS).total() == 50
    assert not Mention.objects.filter(entity__slug__startswith="planted").exists()
    assert not Link.objects.filter(entity__slug__startswith="planted").exists()


def test_no_entity_of_the_list_of_teasers_is_linked(built):
    teasers = tomllib.loads(TEASERS.read_text(encoding="utf-8"))["teaser"]
    names = [name.partition(" (")[0] for teaser in teasers for name in teaser["entities"]]
    for number, name in enumerate(names):
        make_entity(name, kind="concept", slug=f"planted-{number}")
    linking.link_all()
    assert len(names) > 10
    assert not Mention.objects.filter(entity__slug__startswith="planted").exists()


def test_no_symbol_of_an_element_is_linked(built):
    elements = Entity.objects.elements()
    assert elements.count() >= 17
    for element in elements:
        element.names.update_or_create(text=element.symbol, defaults={"links": True})
    linking.link_all()
    assert mentions_in(INTRODUCTION).total() == 49
    surfaces = set(Mention.objects.values_list("surface", flat=True))
    assert not surfaces & set(elements.values_list("symbol", flat=True))


def test_a_symbol_is_not_linked_in_the_other_case_either():
    make_entity("Yttrium", kind="element", names=["y", "Yttrium"], symbol="Y")
    make_article("The axes are x and y, and Y is yttrium.")
    assert list(Mention.objects.values_list("surface", flat=True)) == ["yttrium"]


# --- what is public


def test_a_found_link_is_public_at_once():
    lofdal = make_entity("Lofdal", kind="project")
    article = make_article("Work at Lofdal goes on. Lofdal is in Namibia.")
    link = Link.objects.public().get()
    assert (link.article, link.entity, link.mention_count) == (article, lofdal, 2)


def test_a_name_that_two_entities_share_is_shown_for_neither():
    one, other = make_entity("Georgia", kind="country"), make_entity("State", names=["Georgia"])
    make_article("Georgia signed the agreement.")
    assert statuses() == [("georgia", "ambiguous"), ("state", "ambiguous")]
    assert not Mention.objects.public().exists()
    assert not Link.objects.public().exists()
    assert {link.entity_id for link in Link.objects.all()} == {one.pk, other.pk}


def test_accepting_one_of_two_shows_it_and_rejects_the_other():
    make_entity("Georgia", kind="country")
    make_entity("State", names=["Georgia"])
    article = make_article("Georgia signed the agreement. Later Georgia left it.")
    first = Mention.objects.filter(entity__slug="georgia").order_by("start").first()
    linking.decide_mention(first, Decision.ACCEPTED)
    assert statuses() == [
        ("georgia", "accepted"),
        ("state", "rejected"),
        ("georgia", "ambiguous"),
        ("state", "ambiguous"),
    ]
    public = Link.objects.public().get()
    assert (public.entity.slug, public.mention_count) == ("georgia", 1)
    assert public.article == article


def test_rejecting_one_of_two_leaves_the_other_beyond_doubt():
    make_entity("Georgia", kind="country")
    make_entity("State", names=["Georgia"])
    make_article("Georgia signed the agreement.")
    linking.decide_mention(Mention.objects.get(entity__slug="state"), Decision.REJECTED)
    assert statuses() == [("georgia", "found"), ("state", "rejected")]


def test_taking_a_decision_back_brings_the_doubt_back():
    make_entity("Georgia", kind="country")
    make_entity("State", names=["Georgia"])
    make_article("Georgia signed the agreement.")
    linking.decide_mention(Mention.objects.get(entity__slug="state"), Decision.REJECTED)
    linking.decide_mention(Mention.objects.get(entity__slug="state"), Decision.NONE)
    assert statuses() == [("georgia", "ambiguous"), ("state", "ambiguous")]
    assert not MentionDecision.objects.exists()


def test_a_link_made_by_a_curator_is_public_without_a_mention_and_survives():
    entity = make_entity("Silent", names=())
    article = make_article("Nobody is named here.")
    Link.objects.create(article=article, entity=entity, by_curator=True)
    linking.link_all()
    make_article("Nobody is named here, still.")
    assert Link.objects.public().get().entity == entity


# --- decisions outlive what happens to the text


def reject_link(article, entity) -> None:
    link = Link.objects.get(article=article, entity=entity)
    link.decision = Decision.REJECTED
    link.save()
    linking.link_articles([article.pk])


def test_a_rejected_link_rejects_every_mention_and_stays_rejected():
    lofdal = make_entity("Lofdal")
    article = make_article("Lofdal here. Lofdal there.")
    reject_link(article, lofdal)
    assert [status for _, status in statuses()] == ["rejected", "rejected"]
    make_article("Lofdal here. Lofdal there. And Lofdal once more, in other bytes.")
    linking.link_all()
    assert [status for _, status in statuses()] == ["rejected"] * 3
    assert not Link.objects.public().exists()
    assert Link.objects.get().decision == Decision.REJECTED


def test_a_rejected_link_outlives_a_text_that_no_longer_names_the_entity():
    lofdal = make_entity("Lofdal")
    article = make_article("Lofdal here.")
    reject_link(article, lofdal)
    make_article("Nothing here.")
    make_article("Lofdal is back here.")
    assert [status for _, status in statuses()] == ["rejected"]


def test_a_rejected_link_rejects_a_mention_that_was_accepted_by_itself():
    lofdal = make_entity("Lofdal")
    article = make_article("Lofdal here. Lofdal there.")
    linking.decide_mention(Mention.objects.first(), Decision.ACCEPTED)
    assert [status for _, status in statuses()] == ["accepted", "found"]
    reject_link(article, lofdal)
    assert [status for _, status in statuses()] == ["rejected", "rejected"]


def test_a_rejected_link_of_one_article_leaves_others_alone():
    lofdal = make_entity("Lofdal")
    reject_link(make_article("Lofdal here.", slug="one"), lofdal)
    make_article("Lofdal there.", slug="two")
    assert Link.objects.public().get().article.slug == "two"


def test_a_decision_on_one_mention_survives_changed_bytes_around_its_context():
    make_entity("Lofdal")
    make_article("Opening words.\n\nHere stands Lofdal as a hill.\n\nThere Lofdal is a mine.")
    hill = Mention.objects.order_by("passage__position").first()
    linking.decide_mention(hill, Decision.REJECTED)
    make_article("Other words now.\n\nHere stands Lofdal as a hill.\n\nThere Lofdal is a big mine.")
    assert [status for _, status in statuses()] == ["rejected", "found"]


def test_a_decision_survives_when_the_lines_are_wrapped_otherwise():
    make_entity("Namibia Critical Metals")
    words = (
        "In the north the company Namibia Critical Metals digs\nin the ground, they say.\n\nEnd."
    )
    make_article(words)
    linking.decide_mention(Mention.objects.get(), Decision.REJECTED)
    rewrapped = words.replace("\n", " ", 1).replace("Namibia Critical", "Namibia\nCritical")
    make_article(rewrapped)
    mention = Mention.objects.get()
    assert mention.surface == "Namibia\nCritical Metals"
    assert mention.status == "rejected"


def test_an_acceptance_does_not_pass_to_a_mention_in_other_words():
    make_entity("Lofdal")
    make_article("Here stands Lofdal as a hill.")
    linking.decide_mention(Mention.objects.get(), Decision.ACCEPTED)
    make_article("Here stands Lofdal as a mine.")
    assert [status for _, status in statuses()] == ["found"]


SOLD = "The mine of Lofdal was sold for a song.\n\nIt lies far from Kiel, as they say."


@pytest.fixture
def rejected():
    make_entity("Lofdal")
    make_entity("Kiel")
    article = make_article(SOLD)
    linking.decide_mention(Mention.objects.get(surface="Lofdal"), Decision.REJECTED)
    return article


def test_a_rejection_whose_words_were_edited_leaves_the_name_waiting(rejected):
    make_article(SOLD.replace("The mine", "A mine"))
    assert statuses() == [("lofdal", "ambiguous"), ("kiel", "found")]
    assert not Link.objects.public().filter(entity__slug="lofdal").exists()
    assert linking.link_all() == linking.Outcome()
    make_article(SOLD)
    assert statuses() == [("lofdal", "rejected"), ("kiel", "found")]


@pytest.mark.parametrize(
    ("verdict", "status"), [(Decision.ACCEPTED, "accepted"), (Decision.REJECTED, "rejected")]
)
def test_deciding_the_edited_place_leaves_nothing_waiting(rejected, verdict, status):
    make_article(SOLD.replace("The mine", "A mine"))
    linking.decide_mention(Mention.objects.get(surface="Lofdal"), verdict)
    linking.link_all()
    assert statuses() == [("lofdal", status), ("kiel", "found")]


def test_a_rejection_that_stands_leaves_other_places_of_the_name_as_they_were(rejected):
    make_article(SOLD + "\n\nLofdal is a hill, too.")
    assert statuses() == [("lofdal", "rejected"), ("kiel", "found"), ("lofdal", "found")]


def test_an_accepted_link_does_not_bring_back_what_was_rejected_in_it(rejected):
    Link.objects.filter(entity__slug="lofdal").update(decision=Decision.ACCEPTED)
    make_article(SOLD.replace("The mine", "A mine"))
    assert statuses()[0] == ("lofdal", "ambiguous")


def test_a_rule_goes_before_a_rejection_in_words_that_stand_no_longer(rejected):
    make_article(SOLD.replace("The mine", "A mine"))
    NameRule.objects.create(
        text="Lofdal", entity=Entity.objects.get(slug="lofdal"), verdict="accepted"
    )
    linking.link_all()
    assert statuses()[0] == ("lofdal", "accepted")


def test_a_rejection_in_a_passage_left_out_casts_no_doubt_on_others(rejected):
    make_article(SOLD + "\n\nLofdal is a hill, too.")
    Passage.objects.current().filter(text__startswith="The mine").update(kind="promo")
    linking.link_articles([rejected.pk])
    assert statuses() == [("kiel", "found"), ("lofdal", "found")]


def test_asking_for_words_that_were_rejected_costs_one_question_a_batch(rejected):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            linking.link_all()
        return len(queries)

    few = asked()
    for number in range(5):
        make_article(SOLD, slug=f"text-{number}")
    for mention in Mention.objects.filter(surface="Lofdal"):
        linking.decide_mention(mention, Decision.REJECTED)
    assert asked() == few
    MentionDecision.objects.all().delete()
    linking.link_all()
    assert asked() == few - 1


def test_a_decision_outlives_a_rebuild_from_nothing():
    make_entity("Lofdal")
    article = make_article("Here stands Lofdal as a hill.")
    linking.decide_mention(Mention.objects.get(), Decision.REJECTED)
    Mention.objects.all().delete()
    linking.link_articles([article.pk])
    assert [status for _, status in statuses()] == ["rejected"]


# --- linking again


def test_linking_again_writes_nothing(built):
    before = every_row(connection)
    outcome = linking.link_all()
    assert (outcome.created, outcome.changed, outcome.removed) == (0, 0, 0)
    assert every_row(connection) == before


def test_a_name_taken_away_takes_its_mentions_and_links_along():
    lofdal = make_entity("Lofdal")
    make_article("Lofdal here.")
    lofdal.names.all().delete()
    linking.link_named(["Lofdal"], [lofdal.pk])
    assert not Mention.objects.exists()
    assert not Link.objects.exists()


def test_a_new_name_is_found_in_articles_held_already():
    make_article("The company Namibia\nCritical Metals, wrapped\nby hand, is at work.\n\nEnd.")
    company = make_entity("Namibia Critical Metals")
    assert linking.link_named(["Namibia Critical Metals"]).created
    assert Mention.objects.get().entity == company


def test_a_longer_name_takes_the_place_of_a_shorter_one():
    make_entity("Namibia", kind="country")
    make_article("Namibia Critical Metals is a company.")
    company = make_entity("Namibia Critical Metals")
    linking.link_named(["Namibia Critical Metals"])
    assert [mention.entity for mention in Mention.objects.all()] == [company]


def test_mentions_of_an_old_version_are_taken_away():
    make_entity("Lofdal")
    make_article("Lofdal here.")
    article = make_article("Lofdal there.")
    assert Mention.objects.get().passage.version == article.versions.current().get()


def test_a_passage_that_a_curator_calls_promotion_loses_its_mentions():
    make_entity("Lofdal")
    article = make_article("Opening.\n\nLofdal here.")
    Passage.objects.filter(text="Lofdal here.").update(kind="promo")
    linking.link_articles([article.pk])
    assert not Mention.objects.exists()


# --- rules for names


def rule(text: str, entity, verdict: str) -> NameRule:
    return NameRule.objects.create(text=text, entity=entity, verdict=verdict)


def georgias() -> tuple[Entity, Entity]:
    return make_entity("Georgia", kind="country"), make_entity("State", names=["Georgia"])


def test_a_rejected_rule_says_what_a_name_never_means_in_any_article():
    country, state = georgias()
    make_article("Georgia signed the agreement.", slug="one")
    make_article("The state of Georgia did not.", slug="two")
    rule("Georgia", state, Decision.REJECTED)
    linking.link_all()
    assert Counter(statuses()) == {("georgia", "found"): 2, ("state", "rejected"): 2}
    assert {link.entity for link in Link.objects.public()} == {country}


def test_an_accepted_rule_says_what_an_ambiguous_name_always_means():
    _, state = georgias()
    make_article("Georgia signed the agreement.")
    rule("Georgia", state, Decision.ACCEPTED)
    linking.link_all()
    assert statuses() == [("georgia", "rejected"), ("state", "accepted")]


def test_two_rules_that_contradict_each_other_leave_the_doubt():
    for entity in georgias():
        rule("Georgia", entity, Decision.ACCEPTED)
    make_article("Georgia signed the agreement.")
    assert statuses() == [("georgia", "ambiguous"), ("state", "ambiguous")]
    assert not Link.objects.public().exists()


@pytest.mark.parametrize("written", ["lofdal\u0065\u0301 Hill", "Lofdalé  Hill", "Lofdalé\nHill"])
def test_a_rule_knows_its_name_however_it_is_written(written):
    lofdal = make_entity("Lofdalé Hill")
    rule(written, lofdal, Decision.REJECTED)
    make_article("There the Lofdalé\nHill rises,\nthey say.\n\nAt lofdalé Hill.\n\nEnd.")
    assert [status for _, status in statuses()] == ["rejected", "rejected"]


def test_a_rule_is_for_the_whole_name_and_no_part_of_it():
    company = make_entity("Namibia Critical Metals", names=["Namibia Critical Metals", "NCM"])
    rule("NCM", company, Decision.REJECTED)
    make_article("Namibia Critical Metals is at work. NCM digs.")
    assert [status for _, status in statuses()] == ["found", "rejected"]


def test_a_decision_on_one_mention_goes_before_a_rule():
    country, state = georgias()
    make_article("Georgia signed the agreement. Later Georgia left it.")
    rule("Georgia", country, Decision.ACCEPTED)
    linking.link_all()
    second = Mention.objects.filter(entity=state).order_by("start").last()
    linking.decide_mention(second, Decision.ACCEPTED)
    assert statuses() == [
        ("georgia", "accepted"), ("state", "rejected"),
        ("georgia", "rejected"), ("state", "accepted"),
    ]  # fmt: skip


def test_a_mention_accepted_by_itself_stands_against_a_rule_that_rejects():
    lofdal = make_entity("Lofdal")
    make_article("Lofdal here. Lofdal there.")
    rule("Lofdal", lofdal, Decision.REJECTED)
    linking.decide_mention(Mention.objects.order_by("start").first(), Decision.ACCEPTED)
    assert [status for _, status in statuses()] == ["accepted", "rejected"]


def test_a_rejected_link_goes_before_a_rule_and_a_decision():
    lofdal = make_entity("Lofdal")
    article = make_article("Lofdal here. Lofdal there.")
    rule("Lofdal", lofdal, Decision.ACCEPTED)
    linking.decide_mention(Mention.objects.first(), Decision.ACCEPTED)
    reject_link(article, lofdal)
    assert [status for _, status in statuses()] == ["rejected", "rejected"]


def test_a_rule_goes_before_a_link_that_is_accepted():
    lofdal = make_entity("Lofdal", names=["Lofdal", "the hill"])
    make_article("Lofdal is on the hill.")
    Link.objects.update(decision=Decision.ACCEPTED)
    rule("the hill", lofdal, Decision.REJECTED)
    linking.link_all()
    assert [status for _, status in statuses()] == ["accepted", "rejected"]


def test_accepting_the_other_of_two_takes_the_first_acceptance_back():
    georgias()
    make_article("Georgia signed the agreement.")
    for slug in ("georgia", "state"):
        linking.decide_mention(Mention.objects.get(entity__slug=slug), Decision.ACCEPTED)
    assert statuses() == [("georgia", "rejected"), ("state", "accepted")]


def test_linking_after_a_rule_concerns_the_articles_with_the_name_only():
    lofdal = make_entity("Lofdal", names=["Lofdal", "the hill"])
    make_article("Lofdal here.", slug="one")
    make_article("This is the hill.", slug="two")
    NameRule.objects.create(text="lofdal", entity=lofdal, verdict=Decision.REJECTED)
    Mention.objects.filter(passage__version__article__slug="two").update(status="accepted")
    linking.link_ruled(["lofdal"], [lofdal.pk])
    assert [status for _, status in statuses()] == ["rejected", "accepted"]


def test_deciding_many_mentions_links_an_article_once():
    make_entity("Lofdal")
    make_article("Lofdal. " * 40)
    mentions = list(Mention.objects.select_related("passage__version__article"))
    with CaptureQueriesContext(connection) as queries:
        linking.decide_mentions(mentions, Decision.ACCEPTED, "ann")
    assert len([one for one in queries if one["sql"].startswith('UPDATE "entities_mention"')]) == 1
    assert set(MentionDecision.objects.values_list("decided_by", flat=True)) == {"ann"}


# --- nothing rejected ever comes back

TEXT = (
    "Georgia signed the agreement here.\n\nLater on Georgia left it.\n\nGTR too.\n\nLofdal is far."
)
OTHER_BYTES = "New opening words.\n\n" + TEXT.replace("Lofdal is far", "The mine is very far")


def decide_everything() -> list[tuple[str, str]]:
    """A decision, a rule, a rejected link and a name set aside; what they leave."""
    country, state = georgias()
    make_entity("Georgian Treasury", names=["GTR"])
    lofdal = make_entity("Lofdal")
    article = make_article(TEXT)
    first = Mention.objects.filter(entity=state).order_by("passage__position").first()
    linking.decide_mention(first, Decision.ACCEPTED, "ann")
    rule("georgia", country, Decision.REJECTED)
    rule("GTR", Entity.objects.get(slug="georgian-treasury"), Decision.REJECTED)
    rule("Agreement", None, Decision.REJECTED)
    reject_link(article, lofdal)
    return statuses()


def import_same():
    make_article(TEXT)


def import_other_bytes():
    make_article(OTHER_BYTES)
    make_article(TEXT)


def rebuild():
    Mention.objects.all().delete()
    Link.objects.filter(decision="").delete()
    call_command("build")


@pytest.mark.parametrize("again", [import_same, import_other_bytes, linking.link_all, rebuild])
def test_every_word_of_a_curator_outlives(again, capsys):
    before = decide_everything()
    assert before == [
        ("georgia", "rejected"), ("state", "accepted"), ("georgia", "rejected"), ("state", "found"),
        ("georgian-treasury", "rejected"), ("lofdal", "rejected"),
    ]  # fmt: skip
    again()
    mentions = Mention.objects.of_articles(Article.objects.filter(slug="text"))
    after = mentions.order_by("passage__position", "start", "entity")
    assert list(after.values_list("entity__slug", "status")) == before
    assert (MentionDecision.objects.count(), NameRule.objects.count()) == (1, 3)
    assert {link.entity.slug for link in Link.objects.public().filter(article__slug="text")} == {
        "state"
    }


def test_other_words_in_the_text_bring_back_nothing_that_was_rejected():
    decide_everything()
    make_article(OTHER_BYTES)
    assert statuses() == [
        ("georgia", "rejected"), ("state", "accepted"), ("georgia", "rejected"), ("state", "found"),
        ("georgian-treasury", "rejected"),
    ]  # fmt: skip
