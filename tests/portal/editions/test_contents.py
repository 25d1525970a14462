"""An edition holds what readers get and nothing else, down to the bytes of its files."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from articles.models import (
    AnnouncedPiece,
    Article,
    ArticleVersion,
    CandidateOrigin,
    Collection,
    Membership,
    Passage,
)
from entities.models import (
    Anchor,
    FormerStatement,
    Identifier,
    Link,
    Mention,
    MentionDecision,
    NameRule,
    Note,
    NoteSource,
    Qualifier,
    RelationshipNote,
    SeedRecord,
    Source,
    UnclaimedName,
)
from portal.editions import publishing
from portal.editions.connecting import connection_to, reading_by
from portal.editions.publishing import publish
from portal.pages.models import StoredText
from portal.pages.writing import Text
from portal.search import indexing
from portal.search.backends import opened
from portal.search.contract import Sort
from portal.search.indexing import note
from tests.makers import current_passages, make_article, make_entity, make_evidence
from tests.makers import make_relationship as relate
from tests.pages import page
from tests.portal.test_crawl import DESIGNED, crawl
from tests.soaking import IS_SOAK

NEWS = "japan-namibia-rare-earths-exploration-deal"
PLANTED = [
    "/articles/quotes-only/", "/articles/quotes-only/versions/", "/articles/former/",
    "/articles/former/versions/?from=1&to=2", "/entities/zqopenentity/", "/entities/zqopenother/",
    "/collections/zqopencollection/", "/search/?q=zqopenentity", "/articles/?entity=zqopenentity",
]  # fmt: skip
SECRET = re.compile(rb"zqsecret\w+", re.IGNORECASE)


def plant() -> None:
    """A word of its own in every place that readers do not get, and some where they do."""
    entity = make_entity("Zqopenentity", curator_hint="zqsecrethint", description="zqopendescribed")
    other = make_entity("Zqopenother")
    plant_hidden_article(entity, other)
    plant_quotes_only(entity, other)
    plant_former_version()
    plant_remarks(entity)
    indexing.ensure(is_asked=True)


def plant_hidden_article(entity, other) -> None:
    hidden = make_article("Zqsecrettitle\n\nzqsecretbody on Zqopenentity.", slug="hidden")
    Article.objects.filter(pk=hidden.pk).update(
        slug="zqsecretslug", author="zqsecretauthor", references_not_held=["zqsecretreference"]
    )
    CandidateOrigin.objects.create(article=hidden, url="https://zqsecretorigin/", status="x")
    statement = relate(other, entity, type="zqopentype")
    make_evidence(hidden, "zqsecretbody on Zqopenentity.", relationship=statement)
    FormerStatement.objects.create(slug="zqsecretformer", relationship=statement)
    Qualifier.objects.create(relationship=statement, key="share", value="zqsecretqualifier")
    note_ = Note.objects.create(slug="zqsecretnote", verdict="supported", text="zqsecretnotetext")
    source = Source.objects.first()
    NoteSource.objects.create(note=note_, source=source)
    Anchor.objects.create(note=note_, article=hidden, place="1")
    RelationshipNote.objects.create(relationship=statement, note=note_)
    collection = Collection.objects.create(slug="zqopencollection", title="t", introduction=hidden)
    Membership.objects.create(collection=collection, article=hidden, position=1)
    AnnouncedPiece.objects.create(
        collection=collection, position=1, line=1, about="zqopenabout", words="zqsecretwords"
    )
    with transaction.atomic():
        Article.objects.filter(pk=hidden.pk).update(is_public=False)
        note(Sort.ARTICLE, [hidden.pk])


def plant_quotes_only(entity, other) -> None:
    text = "Zqopenquotes\n\nZqsecretbefore it. Zqopenentity has zqopenquote. Zqsecretafter it."
    article = make_article(text + "\n\nzqsecretpassage on Zqopenother.", slug="quotes-only")
    make_evidence(article, "Zqopenentity has zqopenquote.", relationship=relate(entity, other))
    Mention.objects.filter(passage__version__article=article).update(surface="zqsecretsurface")
    Article.objects.filter(pk=article.pk).update(display="quotes")
    StoredText.objects.filter(article=article).delete()


def plant_former_version() -> None:
    article = make_article("Former\n\nzqopenformerbody\n\nzqsecretformerpromo", slug="former")
    *_, last = current_passages(article)
    Passage.objects.filter(pk=last.pk).update(kind="promo")
    make_article("Former\n\nSomething else by now.", slug="former")


def plant_remarks(entity) -> None:
    news = Article.objects.get(slug=NEWS)
    Article.objects.filter(pk=news.pk).update(
        site_markers=["zqsecretmarker"], imported={"x": "zqsecretimported"}
    )
    ArticleVersion.objects.filter(article=news).update(content=b"zqsecretbytes")
    Collection.objects.update(imported={"x": "zqsecretcollected"})
    Source.objects.filter(pk=Source.objects.first().pk).update(seen_as="zqsecretseen")
    Identifier.objects.update(checks=3)
    passage = current_passages(news)[2]
    for number, status in enumerate(("rejected", "ambiguous")):
        Mention.objects.create(
            passage=passage, entity=entity, start=number, end=9, status=status,
            surface=f"zqsecret{status}",
        )  # fmt: skip
    Link.objects.create(article=news, entity=entity, decision="rejected", mention_count=1)
    MentionDecision.objects.create(
        article=news, entity=entity, surface="zqsecretdecided", verdict="rejected",
        decided_by="zqsecretcurator",
    )  # fmt: skip
    NameRule.objects.create(text="zqsecretrule", entity=entity, verdict="rejected")
    UnclaimedName.objects.create(text="zqsecretunclaimed", article_count=1, mention_count=1)
    SeedRecord.objects.create(kind="entity", key="zqsecretkey", content={})
    User.objects.create_user("zqsecretuser", password="x")


@pytest.fixture
def planted(live):
    plant()
    return publish()


def bytes_of(made) -> bytes:
    folder = publishing.shelf.edition(made.name).folder
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_no_byte_of_an_edition_says_what_readers_do_not_get(planted, live):
    wal = live.with_name(f"{live.name}-wal")
    assert len(set(SECRET.findall(live.read_bytes() + wal.read_bytes()))) > 25
    held = bytes_of(planted)
    assert set(SECRET.findall(held)) == set()
    for word in ("entity", "described", "quote", "formerbody", "about"):
        assert f"zqopen{word}".encode() in held.lower(), word


def test_nor_does_what_is_compressed_in_it(planted):
    edition = publishing.shelf.edition(planted.name)
    engine = opened("tantivy", edition.search)
    assert engine.vocabulary("zqopen", limit=99)
    assert engine.vocabulary("zqsecret", limit=99) == []
    with reading_by(connection_to(edition.database)):
        texts = list(StoredText.objects.values_list("content", flat=True))
        assert Identifier.objects.exclude(checks=None).count() == 0
        assert not Link.objects.filter(decision="rejected").exists()
        assert Collection.objects.get(slug="zqopencollection").introduction is None
        written = [repr(Text.unpacked(text)).encode() for text in texts]
    assert written and not any(SECRET.search(one) for one in written)


def test_every_page_is_the_same_from_the_edition_as_from_the_live_database(planted, settings):
    live = read_pages(Client())
    settings.READS_EDITIONS = True
    edition = publishing.shelf.edition(planted.name)
    with reading_by(connection_to(edition.database)):
        published = read_pages(Client())
    assert live.keys() == published.keys()
    for address, html in live.items():
        assert without_edition(published[address]) == without_edition(html), address


def read_pages(client) -> dict[str, str]:
    """One page of each kind and all that is planted; at length, every page there is."""
    found = crawl(client) if IS_SOAK else {one: page(client, one) for one in [*DESIGNED, *PLANTED]}
    del found["/editions/"]
    return found


def without_edition(html: str) -> str:
    return re.sub(r'<span class="edition-shown">.*?</span>', "", html)
