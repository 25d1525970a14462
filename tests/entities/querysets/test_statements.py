"""What can be asked of statements."""

import pytest

from entities.models import Relationship
from tests.makers import make_article, make_entity, make_evidence, make_relationship

pytestmark = pytest.mark.django_db


def test_how_many_articles_bear_a_statement_out_differs_for_readers():
    """Two quotes from one article count once, and a kept-back article only for curators."""
    open_one, kept = (make_article(f"Acme met Bolt {slug}.", slug=slug) for slug in ("one", "two"))
    acme = make_entity("Acme", names=())
    once, twice = (make_relationship(acme, make_entity(name, names=())) for name in ("Bolt", "Cog"))
    for statement, quote in ((once, "Acme met"), (once, "met Bolt"), (twice, "Acme met")):
        make_evidence(open_one, quote, relationship=statement)
    make_evidence(kept, "Acme met", relationship=twice)
    type(kept).objects.filter(pk=kept.pk).update(is_public=False)
    assert set(Relationship.objects.with_one_article()) == {once}
    assert set(Relationship.objects.with_one_public_article()) == {once, twice}
