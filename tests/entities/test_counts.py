"""The counts kept: right after whatever the portal's own writers do."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F

from articles.models import Article, Passage
from articles.signals import article_changed
from entities import announcing, deciding, linking
from entities.counting import contributing, keeping
from entities.counting.recounting import recount
from entities.merging.merge import merge
from entities.merging.rewriting import Refused, undo
from entities.models import (
    Companion,
    CountedArticle,
    CountedStatement,
    Entity,
    EntityCount,
    Evidence,
    Link,
    Mention,
    Merge,
    Name,
    Relationship,
    Total,
)
from tests.articles.test_admin import act, submit, url
from tests.makers import make_article, make_entity, make_evidence, make_relationship
from tests.soaking import times

pytestmark = pytest.mark.django_db
WORDS = ["Acme", "Beta", "Gamma", "Delta", "Twin", "Nobody"]


def wrong() -> list[str]:
    return list(map(str, recount(mend=False)))


def counts_of(slug: str) -> tuple[int, int]:
    counted = Entity.objects.with_counts().get(slug=slug)
    return counted.article_count, counted.relationship_count


def company_of(slug: str) -> dict[str, int]:
    found = Entity.objects.named_together_with(Entity.objects.get(slug=slug))
    return {one.slug: one.passage_count for one in found}


class World:
    """A few articles, entities and statements, and everything that can be done to them."""

    def __init__(self, client, dice: Random):
        self.client, self.dice = client, dice
        for word in WORDS[:4]:
            make_entity(word, kind="organization", names=[word, "Twin"] if word < "C" else None)
        for number in range(4):
            self.import_text(number)
        ends = Entity.objects.all()
        self.statements = [make_relationship(ends[0], ends[1]), make_relationship(ends[2], ends[3])]

    def one(self, rows):
        found = list(rows.order_by("pk"))
        return self.dice.choice(found) if found else None

    def text(self) -> str:
        passages = (
            " and ".join(self.dice.choices(WORDS, k=self.dice.randint(1, 4))) + " met."
            for _ in range(self.dice.randint(1, 4))
        )
        return "\n\n".join(["A title", *passages])

    def import_text(self, number: int | None = None):
        number = self.dice.randrange(6) if number is None else number
        make_article(self.text(), slug=f"text-{number}")

    def show_or_hide(self):
        if article := self.one(Article.objects):
            shown = [] if article.is_public else "on"
            submit(self.client, url(article, "change"), {"is_public": shown})

    def state_a_publisher(self):
        if article := self.one(Article.objects):
            publisher = self.dice.choice(["", "The Post"])
            submit(self.client, url(article, "change"), {"publisher": publisher})

    def delete_article(self):
        if article := self.one(Article.objects.filter(evidence=None)):
            act(self.client, Article, "delete_selected", [article], post="yes")
            assert not Article.objects.filter(pk=article.pk).exists()

    def leave_a_passage_out(self):
        if passage := self.one(Passage.objects.current().filter(kind__in=["body", "promo"])):
            kind = "promo" if passage.kind == "body" else "body"
            submit(self.client, url(passage, "change"), {"kind": kind})

    def decide_on_a_mention(self):
        if mention := self.one(Mention.objects.select_related("passage__version")):
            linking.decide_mention(mention, self.dice.choice(["accepted", "rejected"]), "kim")

    def decide_on_a_link(self):
        if link := self.one(Link.objects):
            act(self.client, Link, self.dice.choice(["accept", "reject"]), [link])

    def delete_a_link(self):
        if link := self.one(Link.objects):
            self.client.post(url(link, "delete"), {"post": "yes"})

    def make_a_rule(self):
        if mention := self.one(Mention.objects):
            with transaction.atomic():
                verdict = self.dice.choice(["accepted", "rejected"])
                deciding.rule(mention.surface, mention.entity_id, verdict, "kim")
                linking.link_ruled([mention.surface], Mention.objects.values_list("entity"))

    def give_or_take_a_name(self):
        entity, word = self.one(Entity.objects), self.dice.choice(WORDS)
        with transaction.atomic():
            name, is_new = Name.objects.get_or_create(
                entity=entity, text=word, defaults={"links": True}
            )
            if not is_new:
                name.delete()
            linking.link_named([word], [entity.pk])

    def delete_entity(self):
        entity = make_entity(f"Gone {self.dice.random()}", names=[self.dice.choice(WORDS)])
        linking.link_all()
        assert not wrong()
        self.client.post(url(entity, "delete"), {"post": "yes"})
        assert not Entity.objects.filter(pk=entity.pk).exists()

    def quote(self):
        article = self.one(Article.objects)
        passage = self.one(Passage.objects.current().of_articles([article.pk]))
        statement = self.dice.choice(self.statements)
        if statement.evidence.filter(article=article, quote=passage.text).exists():
            return
        with transaction.atomic():
            one = make_evidence(article, passage.text, relationship=statement)
            announcing.announce(**announcing.of_evidence([one]))

    def take_a_quote_away(self):
        if one := self.one(Evidence.objects):
            self.client.post(url(one, "delete"), {"post": "yes"})

    def merge(self):
        if Entity.objects.count() < len(WORDS) - 2:
            return
        source, target = self.dice.sample(list(Entity.objects.order_by("pk")), 2)
        try:
            merge(source, target, by="kim", ticks=("smaller", "kinds", "to_itself"))
        except Refused:
            return
        self.statements = list(Relationship.objects.all())

    def undo(self):
        last = Merge.objects.filter(undone_at=None).first()
        if last:
            try:
                undo(last, by="kim")
            except Refused:
                return
            self.statements = list(Relationship.objects.all())

    DOINGS = (
        import_text, import_text, show_or_hide, show_or_hide, state_a_publisher, delete_article,
        leave_a_passage_out, decide_on_a_mention, decide_on_a_link, delete_a_link, make_a_rule,
        give_or_take_a_name, delete_entity, quote, quote, take_a_quote_away, merge, undo,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(times(1, 8)))
def test_after_every_change_all_counts_are_what_counting_anew_gives(seed, admin_client):
    dice, seen = Random(seed), set()
    world = World(admin_client, dice)
    for number in range(times(30, 300)):
        doing = dice.choice(World.DOINGS)
        doing(world)
        assert not wrong(), f"step {number}: {doing.__name__}"
        seen.add(tuple(Companion.objects.order_by("pk").values_list("passage_count", flat=True)))
    assert len(seen) > 3


def test_counts_are_what_readers_get(db):
    for word in ("Acme", "Beta"):
        make_entity(word)
    text = "Acme and Beta met.\n\nBeta and Acme met, and Beta again.\n\nBeta alone."
    article = make_article(text)
    make_article("Beta alone.", slug="other")
    assert (counts_of("acme"), counts_of("beta")) == ((1, 0), (2, 0))
    assert company_of("acme") == {"beta": 2} and company_of("beta") == {"acme": 2}
    assert Total.objects.named(["article", "statement"]) == {"article": 2, "statement": 0}
    assert Link.objects.exclude(day=article.sort_day.toordinal()).count() == 0


def test_a_passage_that_names_very_many_makes_no_companions(db, monkeypatch):
    monkeypatch.setattr(contributing, "MOST_TOGETHER", 2)
    monkeypatch.setattr("entities.counting.recounting.MOST_TOGETHER", 2)
    for word in WORDS[:3]:
        make_entity(word)
    make_article("Acme, Beta and Gamma.\n\nAcme and Beta.\n")
    assert company_of("acme") == {"beta": 1}
    assert not wrong()


def test_to_count_again_changes_nothing(built):
    before = list(Companion.objects.order_by("pk").values_list())
    keeping.count(Article.objects.values_list("pk", flat=True), [])
    assert list(Companion.objects.order_by("pk").values_list()) == before
    assert not wrong()


def test_the_counts_of_the_seeds_are_right(built, capsys):
    call_command("check_counts")
    assert capsys.readouterr().out == "All counts are right.\n"


def test_wrong_counts_are_told_and_mended(built, capsys):
    EntityCount.objects.filter(entity__slug="namibia").update(article_count=7)
    Companion.objects.filter(entity__slug="jogmec", other__slug="namibia").delete()
    Total.objects.filter(name="statement").update(number=F("number") + 1)
    Link.objects.filter(entity__slug="japan").update(day=1)
    CountedArticle.objects.first().delete()
    with pytest.raises(SystemExit):
        call_command("check_counts")
    told = capsys.readouterr().out
    namibia = Entity.objects.get(slug="namibia").pk
    assert f"article_count of entity {namibia}: kept 7, right 2\n" in told
    assert "statement: kept 61, right 60\n" in told
    assert "kept None, right" in told and "the day of link" in told
    assert "To mend them: manage.py check_counts --mend" in told
    call_command("check_counts", "--mend")
    assert "Mended: " in capsys.readouterr().out
    assert not wrong()


def test_what_was_held_before_there_were_counts_is_counted_by_the_build(built, capsys):
    for model in (CountedArticle, CountedStatement, Companion, EntityCount, Total):
        model.objects.all().delete()
    Link.objects.update(day=None)
    assert wrong()
    keeping.count_uncounted()
    assert not wrong()


def test_a_statement_counts_for_nothing_while_its_article_is_hidden(db):
    article = make_article("Acme met Beta.")
    make_evidence(article, "Acme met Beta.")
    for is_public, number in ((True, 1), (False, 0), (True, 1)):
        with transaction.atomic():
            Article.objects.update(is_public=is_public)
            article_changed.send(sender=None, article_ids=[article.pk])
        assert Total.objects.named(["article", "statement"]) == {
            "article": number, "statement": number,
        }  # fmt: skip
        assert not wrong()


def test_what_is_deleted_in_admin_counts_no_more(db, admin_client):
    both = [make_article(f"Acme met Beta {n}.", slug=f"text-{n}") for n in range(2)]
    statement = make_relationship(make_entity("Acme"), make_entity("Beta"))
    quotes = [make_evidence(one, "Acme met Beta", relationship=statement) for one in both]
    announcing.announce(**announcing.of_evidence(quotes))
    assert Total.objects.named(["statement", "quote"]) == {"statement": 1, "quote": 2}
    admin_client.post(url(quotes[0], "delete"), {"post": "yes"})
    assert Total.objects.named(["statement", "quote"]) == {"statement": 1, "quote": 1}
    act(admin_client, Relationship, "delete_selected", [statement], post="yes")
    assert Total.objects.named(["statement", "quote"]) == {"statement": 0, "quote": 0}
    assert counts_of("acme")[1] == 0
    assert not wrong()


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_lose_no_count_and_do_not_wait_for_each_other_for_ever():
    for word in WORDS[:4]:
        make_entity(word)
    ends = Entity.objects.order_by("pk")
    statements = [make_relationship(ends[0], ends[1]), make_relationship(ends[2], ends[3])]
    articles = [make_article(f"Text {number}.", slug=f"text-{number}") for number in range(2)]
    together = Barrier(2)

    def write(number: int) -> None:
        """What the one adds to first, the other adds to last."""
        try:
            for turn in range(times(6, 200)):
                together.wait(30)
                order = dict(zip(WORDS[:4], range(4), strict=True))
                words = sorted(order, key=order.get, reverse=number == turn % 2)
                with transaction.atomic():
                    for some in (words[:2], words[2:]):
                        make_article(f"{' and '.join(some)} met {turn}.", slug=f"text-{number}")
                        mine = statements[number]
                        mine.evidence.all().delete()
                        quote = make_evidence(articles[number], f"met {turn}", relationship=mine)
                        announcing.announce(**announcing.of_evidence([quote]))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(write, number) for number in range(2)]:
            done.result()
    assert not wrong()
    assert counts_of("acme")[1] == 1 and Total.objects.get(name="quote").number == 2
