"""What the index holds of articles, entities and statements."""

from itertools import chain

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Passage
from entities import linking
from entities.models import Entity, Link, Name, Relationship
from portal.search import documents as reading
from portal.search.contract import BREAK, NO_YEAR, NOT_STATED, Sort
from portal.search.documents import all_keys, documents, names_of, portions
from portal.search.folding import forms, plains, stems
from tests.makers import lines, make_article, make_entity, make_evidence, make_relationship

NEWS = "japan-namibia-rare-earths-exploration-deal"

pytestmark = pytest.mark.django_db


def document(row):
    (one,) = documents(SORTS[type(row)], [row.pk])
    return one


SORTS = {Article: Sort.ARTICLE, Entity: Sort.ENTITY, Relationship: Sort.STATEMENT}


def passages(one) -> list[str]:
    return one.text.split(f" {BREAK} ")


# --- articles


def test_an_article_is_its_title_and_its_passages_with_breaks_between():
    one = document(make_article("The deal\n\nJapan pays.\n\nNamibia mines."))
    assert passages(one) == ["the deal", "japan pay", "namibia mine"]
    assert (one.title, one.title_plain) == ("the deal", "the deal")
    assert one.plain == "the deal japan pays namibia mines"


def test_a_title_of_the_curators_stands_before_the_text():
    article = make_article("The deal\n\nJapan pays.")
    Article.objects.update(title="A treaty", title_source="curator")
    assert passages(document(article)) == ["a treati", "the deal", "japan pay"]


def test_a_title_in_other_typography_than_the_first_passage_stands_once():
    article = make_article("The “deal”\n\nJapan pays.")
    Article.objects.update(title="The 'Deal'")
    assert passages(document(article)) == ["the deal", "japan pay"]


def test_only_title_heading_and_body_of_the_current_version_are_in_it():
    make_article("Old title\n\nOld words.")
    article = make_article(lines("Title", "", "Body words.", "", "Subscribe now."))
    Passage.objects.current().filter(text__startswith="Subscribe").update(kind="promo")
    assert passages(document(article)) == ["titl", "bodi word"]


def test_what_the_text_does_not_state_is_found_as_that():
    one = document(make_article("Title\n\nBody."))
    assert (one.publishers, one.languages, one.years) == ((NOT_STATED,), (NOT_STATED,), (NO_YEAR,))


def test_an_article_says_who_published_it_when_and_in_which_language():
    article = make_article("Title\n\nBody.")
    article.publisher, article.language, article.published = "Ministry", "pt-BR", "2021/2023"
    article.save()
    one = document(article)
    assert (one.publishers, one.languages, one.years) == (("Ministry",), ("pt-BR",), (2021,))
    assert one.day == article.sort_day.toordinal()


def test_an_entity_stands_in_an_article_as_often_as_it_is_named_but_twenty_times_at_most():
    japan = make_entity("Japan", kind="country")
    namibia = make_entity("Namibia", kind="country")
    by_hand = make_entity("JOGMEC", names=())
    article = make_article("Title\n\n" + "Japan and Namibia. Japan. " + "Namibia. " * 30)
    Link.objects.create(article=article, entity=by_hand, by_curator=True)
    one = document(article)
    counts = [one.entities.count(entity.pk) for entity in (japan, namibia, by_hand)]
    assert counts == [2, 20, 1]
    assert one.kinds == ("country", "organization")


def test_a_link_that_is_rejected_or_ambiguous_is_in_no_document():
    make_entity("Gibeon", slug="town")
    make_entity("Gibeon", slug="crater")
    japan = make_entity("Japan")
    article = make_article("Title\n\nGibeon and Japan.")
    Link.objects.filter(entity=japan).update(decision="rejected")
    one = document(article)
    assert (one.entities, one.kinds) == ((), ())


def test_an_article_that_readers_do_not_get_has_no_document():
    article = make_article("Title\n\nBody.")
    Article.objects.update(is_public=False)
    assert documents(Sort.ARTICLE, [article.pk]) == []
    assert list(all_keys(Sort.ARTICLE)) == []


def test_of_an_article_shown_by_its_quotes_only_title_and_quotes_are_in_it():
    article = make_article("Title\n\nJapan pays for a secret mine.")
    make_evidence(article, "Japan pays")
    Article.objects.update(display="quotes")
    assert passages(document(article)) == ["titl", "japan pay"]


def test_a_quote_that_two_statements_rest_on_stands_once():
    article = make_article("Title\n\nJapan pays for a secret mine.")
    make_evidence(article, "Japan pays")
    make_evidence(article, "Japan pays")
    Article.objects.update(display="quotes")
    assert passages(document(article)) == ["titl", "japan pay"]


def test_a_word_that_the_plain_words_repeat_stands_once():
    one = document(make_article("Mine, mine\n\nMINE; Mines."))
    assert one.plain == "mine mines"


# --- entities


def test_an_entity_is_all_it_is_called_then_what_is_said_of_it():
    entity = make_entity(
        "Japan Organization", short_name="JOGMEC", names=["Japan Organization", "Jogmec", "機構"],
        subtype="agency", description="It lends.",
    )  # fmt: skip
    one = document(entity)
    assert one.title.split(f" {BREAK} ") == ["japan organiz", "jogmec", "機構"]
    assert passages(one)[3:] == ["it lend", "agenc", stems("organization")]
    assert one.title_plain.split() == ["japan", "organization", "jogmec", "機構"]
    assert (one.entities, one.kinds, one.day) == ((entity.pk,), ("organization",), 0)


def test_names_for_search_alone_are_in_it():
    entity = make_entity("Congo", kind="country")
    Name.objects.create(entity=entity, text="DRC", links=False)
    assert "drc" in document(entity).title.split()


def test_a_symbol_is_in_no_text():
    entity = make_entity("Erbium", kind="element", symbol="Er", short_name="Er")
    Name.objects.create(entity=entity, text="ER", links=False)
    one = document(entity)
    assert one.title == stems("erbium")
    assert "er" not in one.plain.split()


def test_an_entity_of_a_kind_no_longer_declared_is_in_it():
    entity = make_entity("Thing", kind="gone_kind")
    assert passages(document(entity)) == ["thing", "gone kind"]


# --- statements


@pytest.fixture
def stated():
    """JOGMEC takes part in Lofdal, by two articles."""
    jogmec = make_entity("Japan Organization", short_name="JOGMEC", slug="jogmec")
    lofdal = make_entity("Lofdal", kind="project")
    one = make_relationship(jogmec, lofdal, type="participates")
    one.type.label, one.type.inverse = "takes part in", "has the participant"
    one.type.save()
    dated = make_article("First\n\nJOGMEC takes part.", slug="first")
    dated.publisher, dated.language, dated.published = "Ministry", "en", "2020-05-01"
    dated.save()
    make_evidence(dated, "JOGMEC takes part.", relationship=one)
    undated = make_article("Second\n\nThe agency joined.", slug="second")
    make_evidence(undated, "The agency joined.", relationship=one)
    return one


def test_a_statement_is_its_wording_from_both_sides_then_its_quotes(stated):
    assert passages(document(stated)) == list(
        map(
            stems,
            [
                "JOGMEC takes part in Lofdal", "Japan Organization takes part in Lofdal",
                "Lofdal has the participant JOGMEC",
                "Lofdal has the participant Japan Organization",
                "JOGMEC takes part.", "The agency joined.",
            ],
        )
    )  # fmt: skip
    title = document(stated).title
    assert title == f" {BREAK} ".join(passages(document(stated))[:4])


def test_a_statement_says_of_whom_it_is_and_in_what_it_stands(stated):
    one = document(stated)
    assert one.entities == (stated.subject_id, stated.object_id)
    assert one.kinds == ("organization", "project")
    assert (one.publishers, one.languages) == (("", "Ministry"), ("", "en"))
    assert one.years == (NO_YEAR, 2020)
    assert one.day == max(article.sort_day for article in Article.objects.all()).toordinal()


def test_a_statement_stands_in_what_readers_get(stated):
    Article.objects.filter(slug="first").update(is_public=False)
    one = document(stated)
    assert (one.publishers, one.years) == (("",), (NO_YEAR,))
    assert passages(one)[4:] == ["the agenc join"]


def test_a_statement_without_a_quote_that_readers_get_has_no_document(stated):
    Article.objects.update(is_public=False)
    assert documents(Sort.STATEMENT, [stated.pk]) == []
    assert list(all_keys(Sort.STATEMENT)) == []


# --- names


def test_an_entity_is_found_by_every_name_folded_and_by_its_symbol_as_written():
    entity = make_entity("Dysprosium", kind="element", symbol="Dy", names=["Dysprosiums"])
    Name.objects.create(entity=entity, text="Диспрозий", language="ru", links=False)
    Name.objects.create(entity=entity, text="Dy", links=False)
    assert names_of([entity.pk]) == {
        (entity.pk, forms("dysprosium"), False),
        (entity.pk, plains("диспрозий"), False),
        (entity.pk, "Dy", True),
    }


def test_a_name_that_folds_to_nothing_is_no_key():
    entity = make_entity("Thing", names=["!!!"])
    assert names_of([entity.pk]) == {(entity.pk, "thing", False)}


def test_a_key_fits_its_column():
    entity = make_entity("Thing", names=[])
    # Of a character of an unspaced script every folded word repeats one.
    Name.objects.create(entity=entity, text="機構" * 150)
    assert max(len(key) for _, key, _ in names_of([entity.pk])) <= 400


# --- many


def test_documents_are_read_in_few_queries_however_many_they_are(built):
    most = {Sort.ARTICLE: 4, Sort.ENTITY: 2, Sort.STATEMENT: 2}
    for sort in Sort:
        keys = list(all_keys(sort))
        with CaptureQueriesContext(connection) as queries:
            found = documents(sort, keys)
        assert [one.key for one in found] == keys
        assert len(queries) <= most[sort]
        assert not [one for one in queries if '"content"' in one["sql"]]


def test_every_row_that_readers_get_is_among_the_keys_once(built):
    for number in range(7):
        make_article(f"Title {number}\n\nBody.", slug=f"t{number}")
    assert list(all_keys(Sort.ARTICLE)) == sorted(Article.objects.values_list("pk", flat=True))
    portioned = chain.from_iterable(portions(Sort.ARTICLE, all_keys(Sort.ARTICLE)))
    assert list(portioned) == list(all_keys(Sort.ARTICLE))


def test_texts_that_are_read_together_fit_in_memory(monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 1000)
    sizes = 400, 400, 400, 5000, 900, 10
    articles = [make_article("word " * (size // 5), slug=f"t{size}-{n}") for n, size in
                enumerate(sizes)]  # fmt: skip
    parts = portions(Sort.ARTICLE, [article.pk for article in articles])
    assert [len(part) for part in parts] == [2, 1, 1, 2]


def test_what_is_linked_anew_reads_as_before(built):
    article = Article.objects.get(slug=NEWS)
    before = document(article)
    linking.link_all()
    assert document(article) == before
