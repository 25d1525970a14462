"""Whoever changes what readers search says so, and the index follows: every writer, one by one."""

import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Article, Passage
from entities import checking, linking
from entities.merging import merge as merging
from entities.merging import rewriting
from entities.merging import split as splitting
from entities.models import (
    Entity,
    Evidence,
    Link,
    Mention,
    MentionDecision,
    Name,
    Relationship,
    RelationType,
)
from entities.signals import knowledge_changed
from portal.search import indexing
from portal.search.backends import backend
from portal.search.contract import Search, Sort, Words
from portal.search.folding import stems
from tests.articles.test_admin import NEWS, act, submit, url
from tests.entities.test_admin import add_name
from tests.entities.test_validating import E, R, alter
from tests.makers import make_article, make_entity, make_evidence
from tests.portal.search.in_step import differences, noted

LOCATED = "lofdal--located-in--namibia"
INTRODUCTION = "rare-earths-special-focus-introduction"


@contextmanager
def followed():
    """What changes within is noted; taken up, it is found as it is now, and no more as it was."""
    with noted() as keys:
        yield keys
    indexing.catch_up()
    assert differences(backend(), only=keys.concerned) == []


def delete(client, row):
    assert client.post(url(row, "delete"), {"post": "yes"}).status_code == 302


def delete_all(client, rows):
    act(client, rows.model, "delete_selected", rows, post="yes")
    assert not rows.all().exists()


def entity(slug: str) -> Entity:
    return Entity.objects.get(slug=slug)


def found(words: str, sort: Sort = Sort.ARTICLE) -> set[int]:
    search = Search(required=((Words(tuple(stems(words).split())),),))
    return set(backend().search(sort, search, limit=1000).keys)


@pytest.fixture
def news(built) -> Article:
    return Article.objects.get(slug=NEWS)


@pytest.fixture
def located(built) -> Relationship:
    """Lofdal is located in Namibia: two quotes, one from each article."""
    return Relationship.objects.get(slug=LOCATED)


@pytest.fixture
def quotes_only(news) -> Article:
    """Of which readers get no more than the quotes."""
    Article.objects.filter(pk=news.pk).update(display="quotes")
    indexing.ensure(is_asked=True)
    return news


# --- the importer


def test_a_new_article(built):
    with followed() as keys:
        article = make_article("Wind\n\nNamibia builds windmills.", slug="wind")
    assert keys == {Sort.ARTICLE: {article.pk}, Sort.ENTITY: set(), Sort.STATEMENT: set()}
    assert found("windmill") == {article.pk}


def test_an_article_with_other_bytes(built):
    article = make_article("Wind\n\nNamibia builds windmills.", slug="wind")
    indexing.catch_up()
    with followed():
        make_article("Sun\n\nZambia builds panels. Zambia.", slug="wind")
    assert not found("windmill")
    assert article.pk in found("zambia panel")


def test_bytes_that_were_held_before(built):
    for text in ("Wind\n\nNamibia builds windmills.", "Sun\n\nZambia builds panels."):
        make_article(text, slug="wind")
    indexing.catch_up()
    with followed():
        make_article("Wind\n\nNamibia builds windmills.", slug="wind")


def test_other_metadata_of_an_article_that_statements_rest_on(built, seeds, tmp_path, located):
    folder = Path(shutil.copytree(seeds, tmp_path / "seeds"))
    alter(folder, "articles/articles.toml", 'publisher     = "unknown"', 'publisher = "Gazette"')
    with followed() as keys:
        call_command("import_articles", folder / "articles")
    assert Article.objects.filter(publisher="Gazette").exists()
    assert located.pk in keys[Sort.STATEMENT]


def test_an_article_imported_as_not_public(built, seeds, tmp_path, located):
    folder = Path(shutil.copytree(seeds, tmp_path / "seeds"))
    alter(folder, "articles/articles.toml", "title_source  =", "is_public = false\ntitle_source =")
    with followed():
        call_command("import_articles", folder / "articles")
    assert Article.objects.filter(is_public=False).exists()


# --- an article in admin


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "A treaty on minerals"},
        {"publisher": "Gazette"},
        {"language": "pt-BR"},
        {"published": "2019"},
        {"is_public": []},
        {"display": "quotes"},
        {"passages-1-kind": "promo"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_an_edited_article(news, admin_client, changes):
    with followed():
        assert submit(admin_client, url(news, "change"), changes).status_code == 302


def test_an_article_that_becomes_public_again(news, admin_client):
    submit(admin_client, url(news, "change"), {"is_public": []})
    indexing.catch_up()
    with followed():
        submit(admin_client, url(news, "change"), {"is_public": "on"})


def test_a_link_rejected_on_the_page_of_its_article(news, admin_client):
    row = list(news.links.values_list("entity__slug", flat=True)).index("china")
    with followed():
        submit(admin_client, url(news, "change"), {f"links-{row}-decision": "rejected"})


def test_a_link_added_on_the_page_of_an_article(news, admin_client):
    promethium = str(entity("promethium").pk)
    with followed():
        submit(admin_client, url(news, "change"), rows={"added_links": {"entity": promethium}})


def test_a_passage_read_otherwise_on_its_page_and_in_the_list(news, admin_client):
    first, second = Passage.objects.current().of_articles([news.pk])[1:3]
    with followed():
        submit(admin_client, url(first, "change"), {"kind": "notice"})
    with followed():
        act(admin_client, Passage, "mark_promo", [second])


def test_deleted_articles(built, admin_client):
    for number in range(3):
        make_article("Wind\n\nNamibia builds windmills.", slug=f"wind{number}")
    indexing.catch_up()
    with followed():
        delete(admin_client, Article.objects.get(slug="wind0"))
    with followed():
        delete_all(admin_client, Article.objects.filter(slug__startswith="wind"))
    assert not found("windmill")


# --- an entity


def test_a_renamed_entity_changes_the_statements_at_whose_ends_it_stands(located, admin_client):
    with followed() as keys:
        submit(admin_client, url(entity("namibia"), "change"), {"name": "Namibian Republic"})
    assert located.pk in keys[Sort.STATEMENT]
    assert not keys[Sort.ARTICLE]


@pytest.mark.parametrize(
    "changes",
    [{"description": "A desert."}, {"subtype": "republic"}, {"short_name": "NAM"}],
    ids=lambda changes: next(iter(changes)),
)
def test_what_is_said_of_an_entity(located, admin_client, changes):
    with followed() as keys:
        assert submit(admin_client, url(entity("namibia"), "change"), changes).status_code == 302
    assert not keys[Sort.ARTICLE]


def test_the_kind_of_an_entity_changes_the_articles_linked_to_it(news, admin_client):
    with followed() as keys:
        submit(admin_client, url(entity("critical-minerals"), "change"), {"kind": "application"})
    assert news.pk in keys[Sort.ARTICLE]


def test_the_symbol_of_an_element(built, admin_client):
    with followed():
        submit(admin_client, url(entity("dysprosium"), "change"), {"symbol": "Dp"})


def test_names_on_the_page_of_their_entity(news, admin_client):
    zambia = entity("zambia")
    with followed():
        add_name(admin_client, zambia, "heavy rare earth")
    with followed():
        submit(admin_client, url(zambia, "change"), {"names-0-text": "Zambia-Land"})
    with followed():
        submit(admin_client, url(zambia, "change"), {"names-0-DELETE": "on"})


def test_a_name_for_search_alone_changes_the_entity_and_no_article(built, admin_client):
    with followed() as keys:
        add_name(admin_client, entity("zambia"), "Northern Rhodesia", links="")
    assert not keys[Sort.ARTICLE]


def test_names_on_pages_of_their_own(news, admin_client):
    china, africa = entity("china"), entity("africa")
    data = {"entity": str(china.pk), "text": "mining firm", "language": "en", "links": "on"}
    with followed():
        assert submit(admin_client, url(Name, "add"), data).status_code == 302
    one = china.names.get(text="mining firm")
    with followed():
        submit(admin_client, url(one, "change"), {"text": "mining firms"})
    with followed() as keys:
        submit(admin_client, url(one, "change"), {"entity": str(africa.pk)})
    assert {china.pk, africa.pk} <= keys[Sort.ENTITY]
    with followed():
        delete(admin_client, one)
    with followed():
        delete_all(admin_client, china.names.all())


def test_deleted_entities(news, admin_client):
    """Nothing but links and mentions leads from an article to them, and these go along."""
    doomed = [make_entity(name, kind="concept") for name in ("Agreement", "Deposit", "Mining")]
    linking.link_all()
    by_hand = make_entity("Promise", names=())
    Link.objects.create(article=news, entity=by_hand, by_curator=True)
    indexing.ensure(is_asked=True)
    with followed() as keys:
        delete(admin_client, doomed[0])
    with followed() as keys:
        delete_all(admin_client, Entity.objects.filter(pk__in=[one.pk for one in doomed[1:]]))
    with followed() as keys:
        delete(admin_client, by_hand)
    assert keys[Sort.ARTICLE] == {news.pk}


# --- links and mentions


def test_links_on_pages_of_their_own(news, admin_client):
    data = {"article": str(news.pk), "entity": str(entity("promethium").pk)}
    with followed():
        assert submit(admin_client, url(Link, "add"), data).status_code == 302
    one = news.links.get(entity__slug="promethium")
    for decision in ("rejected", "accepted"):
        with followed():
            submit(admin_client, url(one, "change"), {"decision": decision})
    with followed():
        delete(admin_client, one)


def test_links_that_no_mention_bears_decided_and_deleted_in_the_list(news, admin_client):
    Link.objects.create(article=news, entity=entity("promethium"), by_curator=True)
    indexing.ensure(is_asked=True)
    chosen = news.links.filter(entity__slug="promethium")
    for action in ("reject", "take_back"):
        with followed():
            act(admin_client, Link, action, chosen)
    with followed():
        act(admin_client, Link, "delete_selected", chosen, post="yes")


def test_mentions_decided_on_their_page_and_in_the_list(news, admin_client):
    mention = Mention.objects.of_articles([news.pk]).filter(surface="China")[0]
    with followed():
        submit(admin_client, url(mention, "change"), {"decision": "rejected"})
    with followed():
        delete(admin_client, MentionDecision.objects.get())
    with followed():
        act(admin_client, Mention, "reject", Mention.objects.filter(surface="JOGMEC"))
    with followed():
        act(admin_client, MentionDecision, "delete_selected", MentionDecision.objects.all(),
            post="yes")  # fmt: skip


def test_linking_alone(news):
    Name.objects.filter(entity__slug="china").delete()
    with noted() as keys:
        linking.link_all()
        # By no writer of the portal's, so that nobody else tells of it.
        knowledge_changed.send(None, entity_ids=[entity("china").pk], relationship_ids=[],
                               article_ids=[])  # fmt: skip
    assert keys[Sort.ARTICLE] == {news.pk}


def test_linking_that_changes_nothing_notes_nothing(built):
    linking.link_all()
    checking.check_all()
    assert not indexing.IndexNote.objects.exists()


# --- statements and quotes


def test_the_wording_of_a_type_changes_all_its_statements(located, admin_client):
    with followed():
        submit(admin_client, url(located.type, "change"), {"label": "lies in"})
    with followed():
        submit(admin_client, url(located.type, "change"), {"inverse": "contains"})
    assert found("lofdal lies namibia", Sort.STATEMENT) >= {located.pk}


def test_a_type_of_which_there_are_no_statements(built, admin_client):
    RelationType.objects.create(slug="idle", label="idles", inverse="idled by",
                                subject_kinds=["country"], object_kinds=["country"])  # fmt: skip
    delete(admin_client, RelationType.objects.get(slug="idle"))
    assert not indexing.IndexNote.objects.exists()


def test_a_statement_that_is_added_changed_and_deleted(news, admin_client):
    ends = {"subject": str(entity("zambia").pk), "object": str(entity("africa").pk)}
    other = make_entity("Atlantis", kind="region")
    indexing.ensure(is_asked=True)
    kind = RelationType.objects.create(
        slug="lies", label="lies in", inverse="holds",
        subject_kinds=["country"], object_kinds=["region"],
    )  # fmt: skip
    quote = {"article": str(news.pk), "quote": "Zambia", "support": "explicit"}
    filled = {f"evidence-0-{name}": value for name, value in quote.items()}
    with followed():
        response = submit(admin_client, url(Relationship, "add"),
                          ends | filled | {"type": str(kind.pk), "claim": "reported"})  # fmt: skip
        assert response.status_code == 302
    one = Relationship.objects.get(type=kind)
    with followed():
        submit(admin_client, url(one, "change"), {"object": str(other.pk)})
    with followed():
        delete(admin_client, one)


def test_statements_deleted_in_the_list(quotes_only, admin_client):
    resting = Relationship.objects.filter(evidence__article=quotes_only)
    pks = list(resting.order_by("pk").values_list("pk", flat=True)[:3])
    with followed() as keys:
        delete_all(admin_client, Relationship.objects.filter(pk__in=pks))
    assert quotes_only.pk in keys[Sort.ARTICLE]


def test_quotes_on_the_page_of_their_statement(quotes_only, located, admin_client):
    page = url(located, "change")
    quote = {"article": str(quotes_only.pk), "quote": "Epangelo", "support": "explicit"}
    with followed() as keys:
        assert submit(admin_client, page, rows={"evidence": quote}).status_code == 302
    assert quotes_only.pk in keys[Sort.ARTICLE]
    with followed() as keys:
        submit(admin_client, page, {"evidence-2-quote": "Yasutoshi Nishimura"})
    assert quotes_only.pk in keys[Sort.ARTICLE]
    with followed() as keys:
        submit(admin_client, page, {"evidence-2-DELETE": "on"})
    assert quotes_only.pk in keys[Sort.ARTICLE]


def test_a_quote_that_is_taken_from_another_article(quotes_only, located, admin_client):
    other = make_article("Wind\n\nNamibia builds windmills.", slug="wind")
    one = located.evidence.get(article=quotes_only)
    indexing.catch_up()
    with followed() as keys:
        changes = {"article": str(other.pk), "quote": "Namibia builds windmills"}
        response = submit(admin_client, url(one, "change"), changes)
        assert response.status_code == 302
    assert {quotes_only.pk, other.pk} <= keys[Sort.ARTICLE]


def test_quotes_on_pages_of_their_own(quotes_only, located, admin_client):
    data = {"relationship": str(located.pk), "article": str(quotes_only.pk), "quote": "Zambia",
            "support": "explicit"}  # fmt: skip
    with followed():
        assert submit(admin_client, url(Evidence, "add"), data).status_code == 302
    one = located.evidence.get(quote="Zambia")
    with followed():
        submit(admin_client, url(one, "change"), {"quote": "Epangelo"})
    with followed():
        delete(admin_client, one)
    with followed():
        delete_all(admin_client, located.evidence.filter(article=quotes_only))


def test_a_quote_that_takes_over_the_characters_of_its_passage(built):
    article = make_article("Title\n\nJapan pays 10\u00a0000 dollars.", slug="wide")
    make_evidence(article, "Japan pays 10 000 dollars")
    Evidence.objects.filter(article=article).update(quote="Japan pays 10 000 dollars")
    indexing.ensure(is_asked=True)
    with followed():
        checking.check_all()
    assert found("10000 dollars", Sort.STATEMENT)


# --- the curation files


@pytest.fixture
def folder(built, seeds, tmp_path) -> Path:
    """A copy of the seeds, which the database holds already."""
    return Path(shutil.copytree(seeds, tmp_path / "curation"))


def test_the_first_load(seeds, db):
    call_command("import_articles", seeds / "articles")
    indexing.ensure()
    with followed() as keys:
        call_command("load_seeds", seeds)
    assert len(keys[Sort.ENTITY]) == Entity.objects.count()
    assert len(keys[Sort.STATEMENT]) == Relationship.objects.count()


@pytest.mark.parametrize(
    "file, old, new",
    [
        (E, 'name           = "Dysprosium"', 'name = "Dysprosiumoxide"'),
        (R, '"is located in"', '"lies in"'),
        (R, '"is the location of"', '"contains"'),
        (R, "the Lofdal deposit in northwestern Namibia", "the Lofdal deposit in northwestern"),
    ],
)
def test_a_changed_record(folder, file, old, new):
    alter(folder, file, old, new)
    with followed():
        call_command("load_seeds", folder)


def test_removed_records(folder, located):
    """A statement goes, and then the entity that stood only in it."""
    path = folder / R
    records = path.read_text().split("[[relationship]]")
    path.write_text("[[relationship]]".join(one for one in records if f'"{LOCATED}"' not in one))
    with followed() as keys:
        call_command("load_seeds", folder)
    assert located.pk in keys[Sort.STATEMENT]


def test_a_quote_taken_out_of_a_record(folder, quotes_only, located):
    text = (folder / R).read_text()
    quote = text[text.index("  [[relationship.evidence]]", text.index(f'"{LOCATED}"')) :]
    alter(folder, R, quote[: quote.index('support   = "explicit"\n') + 23], "")
    with followed() as keys:
        call_command("load_seeds", folder)
    assert not located.evidence.filter(article=quotes_only).exists()
    assert quotes_only.pk in keys[Sort.ARTICLE]


def test_an_entity_that_only_the_files_held_and_hold_no_more(folder):
    held = (folder / E).read_text()
    (folder / E).write_text(f"{held}\n{MADE_UP}")
    with followed():
        call_command("load_seeds", folder)
    alter(folder, E, MADE_UP, MADE_UP.replace("concept", "application"))
    with followed() as keys:
        call_command("load_seeds", folder)
    assert keys[Sort.ARTICLE] == {Article.objects.get(slug=NEWS).pk}
    (folder / E).write_text(held)
    with followed() as keys:
        call_command("load_seeds", folder)
    assert keys[Sort.ARTICLE] == {Article.objects.get(slug=NEWS).pk}


def test_links_by_hand_that_the_files_make_and_take_back(folder):
    held = (folder / E).read_text()
    (folder / E).write_text(f"{held}\n{MADE_UP}")
    call_command("load_seeds", folder)
    indexing.catch_up()
    elsewhere = MADE_UP.replace(NEWS, INTRODUCTION)
    (folder / E).write_text(f"{held}\n{elsewhere}")
    with followed() as keys:
        call_command("load_seeds", folder)
    assert len(keys[Sort.ARTICLE]) == 2


MADE_UP = f"""
[[entity]]
id = "diplomacy"
type = "concept"
name = "Diplomacy"
in_seeds = true
seeds = ["{NEWS}"]
"""


# --- merges and splits


def test_two_entities_made_one_and_two_again(built):
    RelationType.objects.update(subject_kinds=["country", "organization"])
    japan = entity("japan")
    ticks = [ask.name for ask in merging.plan_merge(entity("jogmec"), japan).asks]
    with followed() as keys:
        merge = merging.merge(entity("jogmec"), japan, by="kim", ticks=ticks)
    assert len(keys[Sort.ARTICLE]) == 2
    with followed():
        rewriting.undo(merge, by="kim")


def test_an_entity_split(built):
    japan, bank = entity("japan"), Entity(name="Bank", slug="bank", kind="country")
    chosen = {slug: {row.pk for row in rows} for slug, rows in splitting.rows_of(japan).items()}
    with followed():
        merge = splitting.split(japan, bank, chosen, by="kim")
    with followed():
        rewriting.undo(merge, by="kim")
