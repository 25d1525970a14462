"""Decide conflicts between the files and the curators, and link and anchor what follows of it."""

from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from entities import checking, relinking
from entities.loading import Loader, Report
from entities.models import Evidence, SeedConflict
from entities.seeds import SeedReader, Seeds
from entities.stores import Writing
from entities.validating import Corpus
from entities.wording import Wording


@transaction.atomic
def settle(
    folder: Path, *, theirs: Iterable[SeedConflict] = (), ours: Iterable[SeedConflict] = ()
) -> Report:
    """Take the file's side in some conflicts and the curator's in others.

    The folder is that of the curation files. What they said when they were loaded counts; they
    are read again only for the places of their quotes.
    Raises BadSeeds, having written nothing.
    """
    before = Wording.now()
    places = SeedReader(folder).read_statements().places
    loader = Loader(Writing(Seeds(places=places), Corpus.of(folder)))
    loader.settle(theirs, ours)
    report = loader.finish()
    changes = Wording.now().changes_since(before)
    relinking.link_or_queue(changes, what="Conflicts with the files, decided")
    statements = {one.key for one in theirs if one.kind == "relationship"}
    evidence = Evidence.objects.filter(relationship__slug__in=statements)
    checking.check_articles(list(evidence.values_list("article", flat=True)))
    return report
