"""Stored texts: what a page shows of a text is written out before, and is never older than it."""

import random
import re
import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Article, CandidateOrigin, Passage
from entities import linking
from entities.announcing import announce
from entities.models import Entity, Link, Mention, Name
from portal.cache.counting import number
from portal.pages import checking, stored
from portal.pages.models import StoredText
from portal.pages.writing import Text, texts_of
from tests.articles.test_admin import submit, url
from tests.makers import make_article, make_entity
from tests.pages import page
from tests.soaking import times

pytestmark = pytest.mark.django_db

NEWS = "/articles/japan-namibia-rare-earths-exploration-deal/"
NAMES = ["Acme", "Acme Mining", "Beta", "Gamma Works", "Delta"]


def held() -> dict[int, Text]:
    return {one.article_id: Text.unpacked(one.content) for one in StoredText.objects.all()}


def written_now() -> dict[int, Text]:
    # As it comes out of the row: a tuple is a list there.
    texts = texts_of(list(Article.objects.values_list("pk", flat=True)))
    return {pk: Text.unpacked(text.packed()) for pk, text in texts}


def test_the_build_leaves_the_text_of_every_article_stored(built):
    assert set(held()) == set(Article.objects.published().values_list("pk", flat=True))
    assert held() == written_now()


def test_a_page_is_the_same_with_and_without_its_stored_text(built, client):
    for article in Article.objects.all():
        with_it = page(client, article.get_absolute_url())
        StoredText.objects.all().delete()
        assert page(client, article.get_absolute_url()) == with_it
        assert not StoredText.objects.exists(), "a page wrote"
        stored.render_missing()


def test_a_text_that_other_code_wrote_is_not_shown_and_written_anew(built, client):
    right = page(client, NEWS)
    StoredText.objects.update(writers="another", content=b"nothing that could be unpacked")
    assert page(client, NEWS) == right
    assert stored.render_missing() == Article.objects.published().count()
    assert held() == written_now()


def test_a_page_whose_text_is_stored_reads_no_passage_and_no_mention(built, client):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(client, "/articles/rare-earths-special-focus-introduction/")
    own = [one["sql"] for one in asked.captured_queries if 'articles_passage"' in one["sql"]]
    assert not [sql for sql in own if "entities_mention" in sql or 'FROM "articles_passage' in sql]


def test_a_text_is_stored_only_as_far_as_readers_get_it(db):
    hidden = make_article("Of Acme\n\nAcme digs here.", slug="hidden")
    quotes = make_article("Of Acme\n\nAcme digs there.", slug="quotes")
    Article.objects.filter(pk=hidden.pk).update(is_public=False)
    Article.objects.filter(pk=quotes.pk).update(display="quotes")
    stored.render_missing()
    assert set(held()) == {quotes.pk}
    text = held()[quotes.pk]
    assert not (text.passages or text.left_out or text.words) and "digs" not in text.heading


# --- never older than what it shows


@pytest.fixture
def world(db, admin_client):
    for name in NAMES:
        make_entity(name)
    for seed in range(4):
        change_text(None, random.Random(seed), slug=f"t{seed}")
    return admin_client


def change_text(client, dice, slug=""):
    words = " and ".join(dice.choices([*NAMES, "nobody"], k=4))
    slug = slug or f"t{dice.randrange(6)}"
    make_article(f"Report of {dice.choice(NAMES)}\n\nSo {words} dig.\n\nThen {words}.", slug=slug)


def add_name(client, dice):
    entity, text = a_row(Entity, dice), dice.choice([*NAMES, "Report", "So", "dig"])
    Name.objects.get_or_create(entity=entity, text=text, defaults={"links": True})
    linking.link_named([text], [entity.pk])


def take_name(client, dice):
    if not Name.objects.exists():
        return
    name = a_row(Name, dice)
    name.delete()
    linking.link_named([name.text], [name.entity_id])


def decide(client, dice):
    if Mention.objects.exists():
        linking.decide_mentions([a_row(Mention, dice)], dice.choice(["accepted", "rejected"]))


def rename(client, dice):
    change(client, a_row(Entity, dice), name=f"{dice.choice(NAMES)} {dice.randrange(99)}")


def call_in_short(client, dice):
    change(client, a_row(Entity, dice), short_name=dice.choice(["", "AC", "BE"]))


def give_kind(client, dice):
    change(client, a_row(Entity, dice), kind=dice.choice(["organization", "project", "concept"]))


def change_article(client, dice):
    changes = [
        {"title": f"Title {dice.randrange(99)}"},
        {"is_public": dice.choice([[], ["on"]])},
        {"display": dice.choice(["full", "quotes"])},
        {"publisher": dice.choice("ABC")},
    ]
    change(client, a_row(Article, dice), **dice.choice(changes))


def delete_entity(client, dice):
    client.post(url(a_row(Entity, dice), "delete"), {"post": "yes"})
    make_entity(f"{dice.choice(NAMES)} {dice.randrange(10_000)}", names=[dice.choice(NAMES)])


def a_row(rows, dice):
    return dice.choice(list(rows.objects.order_by("pk")))


def change(client, row, **changes):
    assert submit(client, url(row, "change"), changes).status_code == 302


STEPS = times(20, 1_000)
OFTEN = [change_text, add_name, take_name, decide]
SELDOM = [rename, call_in_short, give_kind, change_article, change_article, delete_entity]


def test_after_any_change_no_stored_text_is_older_than_its_article(world):
    dice, forgotten = random.Random(1), 0
    for turn in range(STEPS):
        stored.render_missing()
        before = held()
        step = dice.choice(SELDOM if turn % 5 == 0 else OFTEN)
        step(world, dice)
        now, kept = written_now(), held()
        assert all(now.get(pk) == text for pk, text in kept.items()), (turn, step.__name__)
        forgotten += len(before) - len(kept)
    assert forgotten > STEPS / 2, "it was too quiet to say anything"


def test_what_does_not_concern_an_article_leaves_its_text(world):
    make_article("Of nobody that is held.", slug="alone")
    stored.render_missing()
    change(world, Entity.objects.get(slug="acme"), name="Acme again")
    kept = Article.objects.filter(pk__in=held())
    named = Link.objects.filter(entity__slug="acme").values("article")
    assert set(kept) == set(Article.objects.exclude(pk__in=named))


def test_a_change_that_is_undone_forgets_nothing(world):
    stored.render_missing()
    before = held()
    with transaction.atomic():
        announce(article_ids=list(before))
        assert not held()
        transaction.set_rollback(True)
    assert held() == before


# --- what nobody announced


def test_a_change_by_hand_is_found_and_mended(world, capsys):
    stored.render_missing()
    call_command("check_texts")
    assert "All stored texts are right." in capsys.readouterr().out
    Passage.objects.filter(version__article__slug="t1").update(text="By hand.")
    CandidateOrigin.objects.create(article=Article.objects.get(slug="t2"), url="https://e.org/")
    with pytest.raises(SystemExit):
        call_command("check_texts")
    told = capsys.readouterr().out
    assert re.findall(r"now: (\w+)", told) == ["t1", "t2"] and held() != written_now()
    StoredText.objects.filter(article__slug="t3").delete()
    before = number()
    call_command("check_texts", "--mend")
    assert "Wrong: 2. Written out: 3." in capsys.readouterr().out
    assert held() == written_now()
    assert number() > before, "pages that were kept with them would stay"


def test_what_readers_do_not_get_is_found_among_the_texts(world):
    stored.render_missing()
    Article.objects.filter(slug="t1").update(is_public=False)
    assert list(checking.check(mend=True)) == ["t1"]
    assert set(held()) == set(Article.objects.published().values_list("pk", flat=True))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_text_is_not_written_out_from_what_a_writer_is_about_to_change():
    article = make_article("Acme digs.", slug="a")
    make_entity("Acme")
    linking.link_named(["Acme"])
    writing = threading.Thread(target=in_own_connection, args=[stored.render_missing])
    with transaction.atomic():
        Passage.objects.filter(version__article=article).update(text="Beta digs.")
        announce(article_ids=[article.pk])
        writing.start()
        writing.join(0.5)
        assert writing.is_alive(), "it read beside a writer"
    writing.join(10)
    assert held() == written_now()
    assert "Beta" in held()[article.pk].passages[0][1]


def in_own_connection(work):
    try:
        work()
    finally:
        connection.close()
