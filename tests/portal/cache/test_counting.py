"""Every change of what readers get moves the counter on, and nothing else does."""

import threading

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, Collection
from entities.models import Entity, Link, Name, NameRule
from portal.cache.counting import changes_content, move_on, number, watched
from portal.search.models import IndexNote
from tests.makers import make_article, make_entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def moves(db):
    """Whether the counter has moved since it was last asked."""
    before = [number()]

    def has_moved() -> bool:
        before.append(number())
        assert before[-1] >= before[-2]
        return before[-1] > before[-2]

    return has_moved


def test_the_orm_in_every_way_moves_the_counter(moves):
    entity = make_entity("Acme")
    assert moves()
    Entity.objects.filter(pk=entity.pk).update(description="New")
    assert moves()
    Name.objects.bulk_create([Name(entity=entity, text="A"), Name(entity=entity, text="B")])
    assert moves()
    entity.description = "Newer"
    Entity.objects.bulk_update([entity], ["description"])
    assert moves()
    Entity.objects.update_or_create(slug="acme", defaults={"description": "Newest"})
    assert moves()
    Name.objects.filter(text="A").delete()
    assert moves()
    Name.objects.all()._raw_delete("default")
    assert moves()


def test_raw_statements_move_the_counter(moves):
    make_entity("Acme", names=())
    moves()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE entities_entity SET description = 'x'")
        assert moves()
        cursor.executemany(
            "UPDATE entities_entity SET description = %s WHERE slug = %s", [("y", "acme")]
        )
        assert moves()
        cursor.execute('delete\n from "entities_name"')
        assert moves()


@pytest.mark.parametrize(
    ("statement", "is_change"),
    [
        ('INSERT INTO "articles_article" ("slug") VALUES (%s)', True),
        ('INSERT OR IGNORE INTO "articles_article" ("slug") VALUES (%s)', True),
        ("REPLACE INTO articles_article VALUES (1)", True),
        ("  \n update only entities_entity set name = ''", True),
        ("UPDATE OR IGNORE entities_entity SET name = ''", True),
        ("WITH x AS (SELECT 1) DELETE FROM entities_link WHERE id IN (SELECT * FROM x)", True),
        ("COPY articles_passage (id) FROM STDIN", True),
        ('TRUNCATE "articles_passage", "entities_name"', True),
        ("SELECT * FROM entities_entity FOR UPDATE", False),
        ("INSERT INTO django_session SELECT * FROM articles_article", False),
        ('INSERT INTO "new__entities_entity" SELECT * FROM "entities_entity"', False),
        ('UPDATE "entities_historicalentity" SET id = 1', False),
        ('CREATE INDEX "update_entities_entity" ON "entities_entity" ("slug")', False),
        ("SAVEPOINT s1", False),
    ],
)
def test_statements_are_told_apart_by_what_they_write_to(statement, is_change):
    assert changes_content(statement) is is_change


def test_what_readers_never_see_does_not_move_the_counter(built, moves):
    moves()
    user = User.objects.create_user("curator", password="x")
    Session.objects.create(session_key="k", session_data="", expire_date=timezone.now())
    entity = Entity.objects.first()
    entity.history.create(
        **{f.attname: getattr(entity, f.attname) for f in Entity._meta.concrete_fields},
        history_date=timezone.now(), history_type="~", history_user=user,
    )  # fmt: skip
    IndexNote.objects.create(sort="entity", keys=[entity.pk])
    NameRule.objects.create(text="Acme", verdict="rejected", decided_by="curator")
    assert not moves()


def test_no_table_of_curators_alone_is_watched():
    for table in watched():
        assert "historical" not in table and not table.startswith(("auth_", "django_"))
    assert "articles_passage" in watched() and "entities_notesource" in watched()


def test_building_again_what_is_built_moves_nothing(built, moves, capsys):
    call_command("build")
    call_command("load_seeds")
    assert not moves()


def test_what_the_search_finds_moves_it_when_the_index_has_it(built, moves):
    from portal.search.indexing import catch_up, ensure

    IndexNote.objects.create(sort="article", keys=[Article.objects.first().pk])
    assert not moves()
    assert catch_up()
    assert moves()
    ensure(is_asked=True)
    assert moves()
    ensure()
    assert not moves()


def test_an_index_made_anew_is_told_of_even_if_its_maker_was_killed(built, moves, monkeypatch):
    from portal.search import indexing

    with monkeypatch.context() as patch, pytest.raises(Stopped):
        patch.setattr(indexing, "forget", stop)
        indexing.ensure(is_asked=True)
    assert not moves()
    indexing.ensure()
    assert moves()


@pytest.mark.django_db(transaction=True)
class TestTransactions:
    def test_a_change_and_its_move_are_there_together_or_not_at_all(self):
        article = make_article("A title.", slug="one")
        before = number()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(title="Other")
            assert seen_by_others() == ("A title.", before)
            raise ZeroDivisionError
        assert seen_by_others() == ("A title.", before)
        with transaction.atomic():
            Article.objects.filter(pk=article.pk).update(title="Other")
            assert seen_by_others() == ("A title.", before)
        assert seen_by_others() == ("Other", before + 1)

    def test_a_transaction_moves_once_however_much_it_changes(self):
        before = number()
        with transaction.atomic():
            for slug in "abc":
                Collection.objects.create(slug=slug, title=slug)
        assert number() == before + 1 or before == 0

    def test_it_moves_again_where_the_first_move_was_rolled_back(self):
        Collection.objects.create(slug="first", title="First")
        before = number()
        with transaction.atomic():
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                Collection.objects.create(slug="a", title="A")
                raise ZeroDivisionError
            Collection.objects.create(slug="b", title="B")
        assert number() == before + 1

    def test_without_a_transaction_every_statement_brings_its_own(self):
        with connection.execute_wrapper(stop_at_the_counter), pytest.raises(Stopped):
            Collection.objects.filter(slug="a").update(title="B")
        Collection.objects.create(slug="a", title="A")
        before = number()
        Collection.objects.filter(slug="a").update(title="B")
        assert seen_by_others() == (None, before + 1)
        with connection.execute_wrapper(stop_at_the_counter), pytest.raises(Stopped):
            Collection.objects.filter(slug="a").update(title="C")
        assert Collection.objects.get().title == "B"
        Collection.objects.create(slug="b", title="B")
        assert seen_by_others() == (None, before + 2)

    def test_emptied_tables_do_not_lead_back_to_an_earlier_number(self):
        move_on()
        before = number()
        call_command("flush", interactive=False, verbosity=0)
        make_entity("Acme")
        assert number() > before

    def test_writers_do_not_wait_for_each_other_to_move_it(self):
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has one writer at a time")
        Collection.objects.create(slug="a", title="A")
        Collection.objects.create(slug="b", title="B")
        before, both = number(), threading.Barrier(2, timeout=20)

        def write(slug: str) -> None:
            with transaction.atomic():
                Collection.objects.filter(slug=slug).update(title="New")
                both.wait()
            connection.close()

        threads = [threading.Thread(target=write, args=slug) for slug in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not both.broken
        assert number() >= before + 2


class Stopped(Exception):
    pass


def stop(*args):
    raise Stopped


def stop_at_the_counter(execute, sql, params, many, context):
    if "portal_changecount" in sql and not sql.startswith("SELECT"):
        raise Stopped
    return execute(sql, params, many, context)


def seen_by_others() -> tuple[str | None, int]:
    """The title of the one article, and the number, on another connection."""
    seen = []

    def look() -> None:
        seen.append((Article.objects.values_list("title", flat=True).first(), number()))
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return seen[0]


def test_copy_is_heard_of_by_the_event_of_its_writer(moves):
    from articles.signals import article_changed

    article = make_article("A title.", slug="one")
    Link.objects.all().delete()
    moves()
    article_changed.send(sender=None, article_ids=[article.pk])
    assert moves()
