"""What can be asked of statements."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery

from entities.querysets.common import related
from entities.querysets.evidence import independent


class RelationshipQuerySet(models.QuerySet):
    def public(self):
        """Statements with at least one quote from an article that readers get."""
        quotes = related(self, "evidence").public().filter(relationship=OuterRef("pk"))
        return self.filter(Exists(quotes))

    def involving(self, entity):
        """Relationships with `entity` at either end."""
        return self.filter(Q(subject=entity) | Q(object=entity))

    def touching(self, entities):
        """Relationships with any of `entities` at either end."""
        return self.filter(Q(subject__in=entities) | Q(object__in=entities))

    def between(self, some, others):
        """Relationships with one of `some` at an end, and one of `others` at the other."""
        return self.filter(
            Q(subject__in=some, object__in=others) | Q(subject__in=others, object__in=some)
        )

    def among(self, entities):
        """Relationships with `entities` at both ends."""
        return self.filter(subject__in=entities, object__in=entities)

    def within(self, entity, steps):
        """Statements that involve `entity`, or, with two steps, also one that it is related to."""
        near = self.involving(entity)
        if steps < 2:
            return near
        ends = [near.order_by().values(end) for end in ("subject", "object")]
        reached = [Q(**{f"{end}__in": near}) for end in ("subject", "object") for near in ends]
        return self.filter(reduce(or_, reached, Q(pk=None)))

    def last_entered_first(self):
        """A statement has no date of its own: this is the order in which they came in."""
        return self.order_by("-pk")

    def lacking_note(self):
        """Claims that others dispute, or that nothing bears out, without the reason beside them."""
        return self.filter(claim__in=("disputed", "unverified"), notes=None)

    def lacking_quote(self):
        """Statements that nothing bears out: readers do not get them."""
        return self.filter(evidence=None)

    def with_one_article(self):
        """Statements all of whose quotes are from one article: no other bears them out."""
        return self.filter(pk__in=borne_out_once(related(self, "evidence")))

    def with_one_public_article(self):
        """Statements for which readers get the words of one article alone."""
        return self.filter(pk__in=borne_out_once(related(self, "evidence").public()))

    def supported_by(self, article):
        """Relationships that rest on a quote from `article`."""
        quotes = related(self, "evidence").filter(article=article, relationship=OuterRef("pk"))
        return self.filter(Exists(quotes))

    def with_quotes(self):
        """With both ends, and the quotes that readers get."""
        quotes = Prefetch("evidence", related(self, "evidence").for_list(), to_attr="quotes")
        return self.select_related("subject", "type", "object").prefetch_related(quotes)

    def with_soundness(self):
        """Adds `is_sound`: whether a quote that readers get is found in its context."""
        sound = related(self, "evidence").public().filter(relationship=OuterRef("pk"), state="ok")
        return self.annotate(is_sound=Exists(sound))

    def with_quote_count(self):
        """Adds `quote_count` independent quotes."""
        quotes = related(self, "evidence").public().filter(relationship=OuterRef("pk")).counted()
        return self.annotate(quote_count=Subquery(quotes.values("quote_count")))

    def joins(self):
        """Each that readers get, as keys: itself, its subject and its object; and its independent
        quotes. Joined, not asked for each: a database that knows nothing of the rows yet would
        look through all of them for every one."""
        quoted = self.filter(evidence__article__is_public=True).order_by()
        ends = quoted.values_list("pk", "subject", "object")
        return ends.annotate(quote_count=independent("evidence__"))

    def unsound(self):
        """Statements whose source changed, in all of their quotes."""
        return self.with_soundness().filter(is_sound=False)

    def for_list(self):
        """With all that a statement shows wherever it shows: both ends, badges, quotes, notes."""
        qualifiers = related(self, "qualifiers").select_related("entity")
        return (
            self.with_quotes()
            .with_soundness()
            .prefetch_related(
                Prefetch("qualifiers", qualifiers, to_attr="qualified_by"),
                Prefetch("notes", to_attr="curator_notes"),
            )
        )


def borne_out_once(quotes):
    """The keys of statements whose quotes, among these, are all from one article."""
    counted = quotes.order_by().values("relationship").annotate(n=Count("article", distinct=True))
    return counted.filter(n=1).values("relationship")
