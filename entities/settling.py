"""Decide conflicts between the files and the curators, and link and anchor what follows of it."""

from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from entities import checking, linking
from entities.loading import Loader, Report
from entities.models import Entity, Evidence, Name, SeedConflict
from entities.seeds import DECISION_KEYS, SeedReader, Seeds
from entities.stores import Writing
from entities.validating import Corpus


@transaction.atomic
def settle(
    folder: Path, *, theirs: Iterable[SeedConflict] = (), ours: Iterable[SeedConflict] = ()
) -> Report:
    """Take the file's side in some conflicts and the curator's in others.

    The folder is that of the curation files. What they said when they were loaded counts; they
    are read again only for the places of their quotes.
    Raises BadSeeds, having written nothing.
    """
    entities = {one.key for one in theirs if one.kind == "entity"}
    before = names_of(entities)
    places = SeedReader(folder).read_statements().places
    loader = Loader(Writing(Seeds(places=places), Corpus.of(folder)))
    loader.settle(theirs, ours)
    report = loader.finish()
    if texts := {text for text, *_ in before ^ names_of(entities)}:
        linking.link_named(texts, Entity.objects.filter(slug__in=entities).values_list("pk"))
    if any(one.kind in DECISION_KEYS for one in theirs):
        linking.link_all()
    statements = {one.key for one in theirs if one.kind == "relationship"}
    evidence = Evidence.objects.filter(relationship__slug__in=statements)
    checking.check_articles(list(evidence.values_list("article", flat=True)))
    return report


def names_of(entities: Iterable[str]) -> set[tuple]:
    names = Name.objects.filter(entity__slug__in=entities)
    return set(names.values_list("text", "links", "entity__slug"))
