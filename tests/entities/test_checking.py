"""Evidence and notes through changed bytes: kept, found again, never moved in silence."""

from threading import Thread

import pytest
from django.db import connection, transaction

from articles.models import Article, ArticleVersion, Passage
from entities import checking
from entities.models import Anchor, Evidence, Note
from entities.quoting import find_quote
from tests.dumps import every_row
from tests.entities.test_anchoring import ALPHA, BETA
from tests.makers import make_article, make_evidence

pytestmark = pytest.mark.django_db


def after(evidence: Evidence, text: str) -> Evidence:
    make_article(text)
    return Evidence.objects.select_related("passage__version").get(pk=evidence.pk)


def test_evidence_points_to_its_own_words():
    article = make_article(f"First.\n\n{ALPHA}")
    one = make_evidence(article, "reduced latency")
    assert (one.state, one.passage.text[one.start : one.end]) == ("ok", "reduced latency")
    assert one.version_sha256 == one.passage.version.sha256
    assert ALPHA.endswith(one.quote + one.after + ALPHA.partition(one.after)[2])
    assert len(one.before) == 32


@pytest.mark.parametrize(
    "quote",
    [
        "Team Alpha reported",
        "the new deployment reduced latency by twelve percent across all regions.",
        "latency by twelve percent across all regions.",
        "all regions.",
    ],
)
def test_evidence_on_a_deleted_paragraph_is_never_ok_on_its_look_alike(quote):
    article = make_article(f"{ALPHA}\n\n{BETA}")
    one = make_evidence(article, quote, line=1)
    held = one.passage
    one = after(one, f"{BETA}\n\nSome other paragraph.")
    assert one.state == "needs_person"
    assert one.passage == held
    assert not one.passage.version.is_current
    assert one.passage.text == ALPHA
    # Nor on a later import that touches neither.
    assert after(one, f"{BETA}\n\nYet another paragraph.").state == "needs_person"


def test_evidence_follows_its_paragraph_to_another_place():
    one = make_evidence(make_article(f"{ALPHA}\n\n{BETA}"), "Alpha reported", line=1)
    one = after(one, f"New opening.\n\n{BETA}\n\n{ALPHA}")
    assert (one.state, one.passage.position) == ("ok", 3)
    assert one.passage.version.is_current


def test_an_altered_quote_keeps_pointing_to_the_version_it_came_from():
    one = make_evidence(make_article(ALPHA), "reduced latency by twelve percent")
    old = one.version_sha256
    one = after(one, ALPHA.replace("twelve", "eleven"))
    assert (one.state, one.version_sha256) == ("needs_person", old)
    assert one.passage.text[one.start : one.end] == one.quote
    assert not one.passage.version.is_current


def test_a_quote_that_is_gone_is_broken_and_still_shows_where_it_stood():
    one = make_evidence(make_article(ALPHA), "reduced latency by twelve percent")
    one = after(one, "A bird sings in a tree.")
    assert one.state == "broken"
    assert one.passage.text == ALPHA


def test_the_old_text_coming_back_makes_the_evidence_ok_again():
    one = make_evidence(make_article(ALPHA), "reduced latency by twelve percent")
    assert after(one, "A bird sings in a tree.").state == "broken"
    one = after(one, ALPHA)
    assert (one.state, one.passage.version.is_current) == ("ok", True)
    assert ArticleVersion.objects.count() == 2


def test_a_quote_now_found_twice_needs_a_person():
    one = make_evidence(make_article(f"{ALPHA}\n\nEnd."), "reduced latency")
    one = after(one, f"{ALPHA}\n\n{ALPHA}")
    assert (one.state, one.is_repeated) == ("needs_person", True)


def test_a_quote_in_a_passage_now_called_promotion_is_not_ok():
    article = make_article(f"Opening.\n\n{ALPHA}")
    one = make_evidence(article, "reduced latency")
    Passage.objects.filter(text=ALPHA).update(kind="promo")
    assert checking.check_articles([article.pk]) == 1
    one.refresh_from_db()
    assert one.state != "ok"
    assert one.passage.text == ALPHA


def test_a_quote_that_was_never_placed_is_ok_only_where_it_stands_once():
    article = make_article(f"{ALPHA}\n\n{BETA}")
    assert make_evidence(article, "Team Beta").state == "ok"
    twice = make_evidence(article, "twelve percent")
    assert (twice.state, twice.passage, twice.is_repeated) == ("needs_person", None, True)
    assert make_evidence(article, "Nothing of the kind").state == "broken"


# --- the ways in which a quote might move to a look-alike in silence


def after_all(evidence: Evidence, *versions: str) -> Evidence:
    for text in versions:
        evidence = after(evidence, text)
    return evidence


REGIONS = "across all regions."


@pytest.mark.parametrize(
    "versions",
    [
        # The look-alike came later, or in another version than the one in which the quote went.
        (f"{ALPHA}\n\n{BETA}", f"{BETA}\n\nEnd."),
        ("Nothing else.\n\nEnd.", f"{BETA}\n\nEnd."),
        (f"{ALPHA}\n\n{BETA}", "Nothing else.\n\nEnd.", f"{BETA}\n\nEnd."),
        # Back to former bytes in between.
        (f"{ALPHA}\n\n{BETA}", f"{ALPHA}\n\nEnd.", f"{ALPHA}\n\n{BETA}", f"{BETA}\n\nEnd."),
        # The very passage stood twice for a while.
        (f"{ALPHA}\n\n{ALPHA}", "Nothing else.\n\nEnd.", f"{ALPHA}\n\nMore."),
    ],
)
def test_no_chain_of_versions_leads_a_quote_to_its_look_alike(versions):
    one = make_evidence(make_article(f"{ALPHA}\n\nEnd."), REGIONS)
    one = after_all(one, *versions)
    assert one.state in ("needs_person", "broken")
    assert one.passage.text == ALPHA


def test_a_quote_put_to_an_early_version_does_not_skip_what_came_between():
    one = make_evidence(make_article(f"{ALPHA}\n\nEnd."), REGIONS)
    one = after_all(one, f"{ALPHA}\n\n{BETA}", f"{BETA}\n\nEnd.")
    # As the curation files put it, which name the bytes they were made for.
    Evidence.objects.update(state="ok")
    checking.check_all()
    one.refresh_from_db()
    assert (one.state, one.passage.text) == ("needs_person", ALPHA)


def test_a_lost_quote_comes_back_with_its_whole_passage():
    one = make_evidence(make_article(f"{ALPHA}\n\nEnd."), REGIONS)
    one = after_all(one, "Nothing else.\n\nEnd.", f"New opening.\n\n{ALPHA}\n\nEnd.")
    assert (one.state, one.passage.position) == ("ok", 2)


def test_a_quote_does_not_leave_a_passage_that_a_curator_left_out():
    article = make_article(f"{ALPHA}\n\n{BETA}")
    one = make_evidence(article, REGIONS, line=1)
    passages = Passage.objects.filter(version__article=article, text=ALPHA)
    for kind, state in (("notice", "needs_person"), ("body", "ok")):
        passages.update(kind=kind)
        checking.check_articles([article.pk])
        one.refresh_from_db()
        assert (one.state, one.passage.text) == (state, ALPHA)


def test_a_look_alike_that_was_left_out_does_not_take_the_quote_over():
    article = make_article(f"{ALPHA}\n\n{BETA}")
    Passage.objects.filter(text=BETA).update(kind="promo", proposed_kind="promo")
    one = make_evidence(article, REGIONS)
    assert one.state == "ok"
    assert after(one, f"{BETA}\n\nEnd.").state == "needs_person"


def test_where_a_person_put_a_quote_it_stays_for_as_long_as_the_bytes_do():
    article = make_article(f"{ALPHA}\n\n{BETA}")
    one = make_evidence(article, REGIONS, line=1)
    assert (one.state, one.passage.text, one.is_repeated) == ("ok", ALPHA, True)
    checking.check_all()
    one.refresh_from_db()
    assert one.state == "ok"
    assert after(one, f"{ALPHA}\n\n{BETA}\n\nEnd.").state == "needs_person"
    assert after(one, f"{ALPHA}\n\n{BETA}").state == "ok"


def test_a_quote_never_placed_does_not_settle_on_what_is_left_of_two():
    one = make_evidence(make_article(f"{ALPHA}\n\n{BETA}"), REGIONS)
    assert (one.state, one.passage) == ("needs_person", None)
    assert after(one, f"{BETA}\n\nEnd.").state == "needs_person"


@pytest.mark.parametrize("later", [f"{BETA}\n\nEnd.", f"Nothing.\n\n{BETA}"])
def test_a_quote_never_placed_does_not_settle_where_it_once_stood_otherwise(later):
    make_article(f"{ALPHA}\n\nEnd.")
    make_article("Nothing else.\n\nEnd.")
    one = make_evidence(make_article(later), REGIONS)
    assert (one.state, one.passage) == ("needs_person", None)


def test_two_quotes_of_a_statement_that_are_wrapped_alike_stay_two():
    other = "Other opening: rare earth magnets are weak."
    article = make_article(f"The rare\nearth magnets are strong.\n\n{other}")
    one = make_evidence(article, "rare\nearth magnets", line=1)
    make_evidence(article, "rare earth magnets", relationship=one.relationship, line=4)
    one = after(one, f"The rare earth magnets are strong.\n\n{other}")
    assert (one.state, one.quote) == ("ok", "rare\nearth magnets")
    assert one.passage.text[one.start : one.end] == "rare earth magnets"
    assert checking.check_all() == 0
    assert [row.state for row in Evidence.objects.all()] == ["ok", "ok"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_what_a_curator_decides_while_an_import_runs_is_not_overwritten():
    kept = "Other words stand here."
    one = make_evidence(make_article(f"{ALPHA}\n\n{kept}"), "twelve percent")
    one = after(one, f"{ALPHA.replace('twelve', 'eleven')}\n\n{kept}")
    importing = Thread(target=import_beside, args=[f"A bird sings.\n\n{kept}"])
    with transaction.atomic():
        held = Evidence.objects.select_for_update().get(pk=one.pk)
        found = find_quote("Other words", held.article)
        checking.put(held, found.passage, found.place)
        held.state = "ok"
        held.save()
        importing.start()
        # It waits for the row that is decided on.
        importing.join(0.5)
        assert importing.is_alive()
    importing.join()
    one = Evidence.objects.select_related("passage__version").get(pk=one.pk)
    assert (one.state, one.quote, one.passage.text) == ("ok", "Other words", kept)
    assert one.passage.version.is_current


def import_beside(text: str) -> None:
    try:
        make_article(text)
    finally:
        connection.close()


def test_a_small_edit_elsewhere_disturbs_nothing():
    article = make_article(f"{ALPHA}\n\n{BETA}")
    quotes = ["Team Alpha", "Alpha reported that the new", "Team Beta"]
    rows = [make_evidence(article, quote) for quote in quotes]
    make_article(f"Opening.\n\n{ALPHA.replace('regions', 'countries')}\n\n{BETA} And more.")
    assert [Evidence.objects.get(pk=one.pk).state for one in rows] == ["ok"] * 3


def test_only_the_articles_named_are_checked():
    one = make_evidence(make_article(ALPHA), "reduced latency")
    other = make_evidence(make_article(ALPHA, slug="other"), "reduced latency")
    Evidence.objects.update(state="broken")
    assert checking.check_all(articles=Article.objects.filter(slug="other")) == 1
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state) == ("broken", "ok")


def test_checking_again_writes_nothing(built):
    before = every_row(connection)
    assert checking.check_all() == 0
    assert every_row(connection) == before


def test_old_bytes_and_passages_stay_when_bytes_change():
    make_article(ALPHA)
    make_article(BETA)
    versions = ArticleVersion.objects.order_by("pk")
    assert [bytes(version.content).decode() for version in versions] == [ALPHA, BETA]
    assert [version.passages.get().text for version in versions] == [ALPHA, BETA]
    assert [version.is_current for version in versions] == [False, True]


# --- notes


def make_anchor(article, position: int) -> Anchor:
    note = Note.objects.create(slug="note", verdict="supported", text="A note.")
    passage = article.versions.current().get().passages.get(position=position)
    return Anchor.objects.create(note=note, article=article, place=f"p{position}", passage=passage)


def test_a_note_follows_its_unaltered_passage():
    anchor = make_anchor(make_article(f"{ALPHA}\n\n{BETA}"), 2)
    make_article(f"Opening.\n\n{ALPHA}\n\n{BETA}")
    anchor.refresh_from_db()
    assert (anchor.passage.position, anchor.passage.version.is_current) == (3, True)


def test_a_note_stays_with_the_old_passage_when_its_text_is_altered():
    anchor = make_anchor(make_article(f"{ALPHA}\n\n{BETA}"), 2)
    make_article(f"{ALPHA}\n\n{BETA} More.")
    anchor.refresh_from_db()
    assert (anchor.passage.text, anchor.passage.version.is_current) == (BETA, False)


def test_a_note_does_not_follow_to_one_of_two_equal_passages():
    anchor = make_anchor(make_article(f"{ALPHA}\n\n{BETA}\n\n{ALPHA}"), 1)
    make_article(f"{BETA}\n\n{ALPHA}\n\nEnd.")
    anchor.refresh_from_db()
    assert not anchor.passage.version.is_current
