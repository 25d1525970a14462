"""Rows written at once: the same as bulk_create would write."""

from datetime import date

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone

from articles.inserting import insert, next_keys
from articles.models import Article, ArticleVersion, Passage
from articles.storing import ARTICLE
from tests.makers import make_article

DAY = date(2022, 11, 8)

pytestmark = pytest.mark.django_db


def rows_of(model) -> list[dict]:
    return list(model.objects.order_by("pk").values())


def test_what_is_inserted_reads_as_what_bulk_create_writes():
    said = {"site_markers": ["a “b”"], "imported": {"record": {"title": "A"}}, "published": "2022"}
    articles = [
        Article(slug=f"a{number}", title="A % title\\ \t", imported_at=timezone.now(), **said)
        for number in range(2)
    ]
    for one in articles:
        one.set_days()
    Article.objects.bulk_create(articles)
    created = rows_of(Article)
    Article.objects.all().delete()
    insert(Article, ARTICLE, ([row[attname(name)] for name in ARTICLE] for row in created))
    assert rows_of(Article) == created


def attname(name: str) -> str:
    return Article._meta.get_field(name).attname


# What a format of rows and columns in one text could take for something else.
AWKWARD = [
    "", " ", "\t", "a\tb", "line\nbreak", "\r\n", "\r", "\\", "\\N", "\\.", "a\\", "\\n", "\\x41",
    "NULL", "%", "%s", "{a,b}", '"', "''", '"a","b"', "$1", "\x0b\x0c\x1c\x85\u2028",
    "".join(map(chr, range(1, 128))), "é e\u0301 ß ﬁ", "日本語 עברית",
    "😀 𠮷 \U0010ffff", "\ufeff\ufffe\u200b",
    '{"a": "b\\n"}',
]  # fmt: skip


def test_awkward_characters_come_back_as_they_were():
    version = ArticleVersion.objects.get(article=make_article("Text."))
    names = ["version", "position", "kind", "proposed_kind", "reason", "text", "line"]
    rows = [
        (version.pk, number, "body", "body", text, text, None if number % 2 else number)
        for number, text in enumerate(AWKWARD, 10)
    ]
    insert(Passage, names, rows)
    held = Passage.objects.filter(position__gte=10).order_by("position")
    assert list(held.values_list("text", flat=True)) == AWKWARD
    assert list(held.values_list("reason", flat=True)) == AWKWARD
    assert list(held.values_list("line", flat=True)) == [line for *_, line in rows]


def test_awkward_characters_within_json_and_every_byte_come_back_as_they_were():
    said = {"texts": AWKWARD, "none": None, "deep": {text: [True, 1, 0.5] for text in AWKWARD}}
    (key,) = next_keys(Article, 1)
    names = ["id", "slug", "title", "sort_day", "site_markers", "imported", "published_earliest"]
    insert(Article, names, [(key, "a", "A", DAY, AWKWARD, said, None)])
    article = Article.objects.get(pk=key)
    assert (article.site_markers, article.imported) == (AWKWARD, said)
    assert (article.sort_day, article.published_earliest) == (DAY, None)
    contents = [b"", bytes(range(256)) * 2, b"\\x00", b"\\N\n\t\\.\n", b"\0"]
    names = ["article", "sha256", "content", "byte_count", "encoding", "file_name", "is_current"]
    insert(
        ArticleVersion,
        names,
        [(key, str(n), content, n, "utf-8", "a", n == 0) for n, content in enumerate(contents)],
    )
    held = ArticleVersion.objects.filter(article=key).order_by("byte_count")
    assert [bytes(one.content) for one in held] == contents
    assert [one.is_current for one in held] == [True, False, False, False, False]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite takes it as it is")
def test_a_nul_is_refused_and_takes_the_rest_along():
    version = ArticleVersion.objects.get(article=make_article("Text."))
    names = ["version", "position", "kind", "proposed_kind", "text"]
    rows = [(version.pk, 8, "body", "body", "sound"), (version.pk, 9, "body", "body", "a\0b")]
    with pytest.raises(DataError), transaction.atomic():
        insert(Passage, names, rows)
    assert not Passage.objects.filter(position__gt=7).exists()


def test_fields_that_are_not_named_have_their_defaults():
    version = ArticleVersion.objects.get(article=make_article("Text."))
    names = ["version", "position", "kind", "proposed_kind", "text"]
    insert(Passage, names, [(version.pk, 9, "body", "body", "More.")])
    passage = Passage.objects.get(position=9)
    assert (passage.reason, passage.group, passage.line, passage.text) == ("", "", None, "More.")


def test_keys_are_new_and_are_not_given_twice():
    gone = make_article("Text.")
    former = gone.pk
    gone.delete()
    with transaction.atomic():
        (key,) = next_keys(Article, 1)
        assert key > former
        insert(
            Article, ["id", "slug", "title", "sort_day"], [(key, "a", "A", timezone.now().date())]
        )
        assert next_keys(Article, 3)[0] > key
    later = make_article("Text.", slug="later")
    assert later.pk > key


def test_what_the_database_refuses_is_refused():
    make_article("Text.", slug="a")
    row = ("a", "A", DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Article, ["slug", "title", "sort_day"], [row])


def test_nothing_is_written_of_no_rows(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert(Article, ["slug", "title", "sort_day"], [])
