"""What can be asked of the knowledge, in its own words. Visibility is said here and only here."""

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce


def related(queryset: models.QuerySet, name: str) -> models.Manager:
    """The manager of the model at the other end of a relation: no module needs another's import."""
    return queryset.model._meta.get_field(name).related_model.objects


def count_of(queryset: models.QuerySet, key: str) -> Coalesce:
    """A subquery that counts the rows of `queryset` whose `key` is the outer row."""
    rows = queryset.filter(**{key: OuterRef("pk")}).order_by().values(key)
    return Coalesce(
        Subquery(rows.annotate(n=Count("pk")).values("n")), 0, output_field=models.IntegerField()
    )


class EntityQuerySet(models.QuerySet):
    def with_counts(self):
        """Adds `article_count` and `relationship_count`, as readers see them."""
        public = related(self, "relations_from").public()
        return self.annotate(
            article_count=count_of(related(self, "links").public(), "entity"),
            relationship_count=count_of(public, "subject") + count_of(public, "object"),
        )

    def for_list(self):
        return self.only("slug", "kind", "subtype", "name", "short_name", "description", "symbol")

    def for_page(self):
        return self.select_related("country", "parent_group").prefetch_related(
            "names", "identifiers"
        )

    def named(self):
        """Entities that an article readers get is linked to."""
        return self.filter(Exists(related(self, "links").public().filter(entity=OuterRef("pk"))))

    def related(self):
        """Entities that stand at an end of a statement readers get."""
        public = related(self, "relations_from").public()
        return self.filter(
            Exists(public.filter(subject=OuterRef("pk")))
            | Exists(public.filter(object=OuterRef("pk")))
        )

    def undescribed(self):
        return self.filter(description="")

    def elements(self):
        return self.filter(kind="element").order_by("atomic_number")

    def most_connected(self):
        return (
            self.with_counts().for_list().order_by("-relationship_count", "-article_count", "name")
        )

    def named_in(self, article):
        """Entities the article is linked to, with `mention_count`."""
        links = related(self, "links").public().filter(article=article, entity=OuterRef("pk"))
        return (
            self.filter(Exists(links))
            .annotate(mention_count=Subquery(links.values("mention_count")))
            .order_by("-mention_count", "name")
        )

    def named_together_with(self, entity):
        """Entities that stand in a passage with `entity`, with `passage_count`."""
        passages = related(self, "mentions").public().filter(entity=entity).values("passage")
        together = Q(mentions__passage__in=passages) & Q(mentions__status__in=SHOWN)
        return (
            self.exclude(pk=entity.pk)
            .filter(together)
            .annotate(passage_count=Count("mentions__passage", distinct=True))
            .order_by("-passage_count", "name")
        )


class NameQuerySet(models.QuerySet):
    def linking(self):
        """Names that find mentions. A symbol never does: Y and Er stand in too many words."""
        return self.filter(links=True).exclude(text=F("entity__symbol"))


SHOWN = ("found", "accepted")


class MentionQuerySet(models.QuerySet):
    def shown(self):
        return self.filter(status__in=SHOWN)

    def for_text(self):
        """With what a link in running text needs of its entity."""
        return self.select_related("entity").only(
            "passage", "start", "end", "entity__slug", "entity__kind", "entity__name",
            "entity__short_name",
        )  # fmt: skip

    def public(self):
        return self.shown().filter(
            passage__version__is_current=True, passage__version__article__is_public=True
        )

    def of_articles(self, article_ids):
        return self.filter(passage__version__article__in=article_ids)


class LinkQuerySet(models.QuerySet):
    def public(self):
        """Found or made by hand, not rejected, in an article that readers get."""
        holds = Q(mention_count__gt=0) | Q(by_curator=True) | Q(decision="accepted")
        return self.filter(holds, article__is_public=True).exclude(decision="rejected")


class RelationshipQuerySet(models.QuerySet):
    def public(self):
        """Statements with at least one quote from an article that readers get."""
        quotes = related(self, "evidence").public().filter(relationship=OuterRef("pk"))
        return self.filter(Exists(quotes))

    def involving(self, entity):
        """Relationships with `entity` at either end."""
        return self.filter(Q(subject=entity) | Q(object=entity))

    def lacking_note(self):
        """Claims that others dispute, or that nothing bears out, without the reason beside them."""
        return self.filter(claim__in=("disputed", "unverified"), notes=None)

    def lacking_quote(self):
        """Statements that nothing bears out: readers do not get them."""
        return self.filter(evidence=None)

    def with_one_source(self):
        """Statements all of whose quotes are from one article: no other bears them out."""
        counted = related(self, "evidence").order_by().values("relationship")
        articles = counted.annotate(n=Count("article", distinct=True))
        return self.filter(pk__in=articles.filter(n=1).values("relationship"))

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

    def unsound(self):
        """Statements whose source changed, in all of their quotes."""
        return self.with_soundness().filter(is_sound=False)

    def for_list(self):
        """With all that a statement shows wherever it shows: both ends, badges, quotes, notes."""
        return (
            self.with_quotes()
            .with_soundness()
            .prefetch_related("qualifiers__entity", Prefetch("notes", to_attr="curator_notes"))
        )


class EvidenceQuerySet(models.QuerySet):
    def public(self):
        return self.filter(article__is_public=True)

    def unsound(self):
        """Quotes that are not found in their context any more."""
        return self.exclude(state="ok")

    def unsound_first(self):
        """What needs a person before what does not, by article in reading order."""
        is_sound = Case(When(state="ok", then=1), default=0)
        return self.order_by(
            is_sound, "article__title", "article", "passage__position", "start", "pk"
        )

    def with_places(self):
        """With the article and the passage, but not all their text."""
        related = self.select_related("article", "passage__version")
        return related.defer("article__imported", "passage__version__content")

    def with_statements(self):
        """With the statements that rest on them."""
        ends = [f"relationship__{end}" for end in ("subject", "type", "object")]
        return self.select_related(*ends)

    def for_desk(self):
        """With all that a curator needs to decide where a quote belongs."""
        return self.unsound_first().with_places().with_statements()

    def by_state(self):
        """How many quotes are in each state."""
        return dict(self.order_by().values_list("state").annotate(n=Count("pk")))

    def by_article(self):
        """How many quotes an article has, and how many are unsound; the most unsound first."""
        unsound = Count("pk", filter=~Q(state="ok"))
        counts = self.order_by().values("article__slug", "article__title")
        return counts.annotate(quote_count=Count("pk"), unsound_count=unsound).order_by(
            "-unsound_count", "-quote_count", "article__title"
        )

    def for_list(self):
        return self.public().with_places()


class NoteQuerySet(models.QuerySet):
    def public(self):
        """Notes beside something that readers get, and those that stand beside nothing yet."""
        anchors, statements = related(self, "anchors"), related(self, "relationships").public()
        here = Q(anchors__article__is_public=True) | Q(relationships__in=statements)
        beside_nothing = ~Exists(anchors.filter(note=OuterRef("pk"))) & Q(relationships=None)
        return self.filter(here | beside_nothing).distinct()

    def for_list(self):
        anchors, relationships = related(self, "anchors"), related(self, "relationships")
        return self.prefetch_related(
            "sources",
            Prefetch(
                "anchors",
                anchors.filter(article__is_public=True).select_related("article", "passage"),
                to_attr="places",
            ),
            Prefetch(
                "relationships",
                relationships.public().with_soundness().select_related("subject", "type", "object"),
                to_attr="statements",
            ),
        )

    def beside(self, article):
        """Notes anchored in `article`, or attached to a statement that rests on it."""
        return self.filter(
            Q(anchors__article=article) | Q(relationships__evidence__article=article)
        ).distinct()


class SourceQuerySet(models.QuerySet):
    def with_counts(self):
        return self.annotate(
            note_count=count_of(
                related(self, "notesource").filter(note__in=related(self, "notes").public()),
                "source",
            ),
            figure_count=count_of(related(self, "observations").all(), "source"),
        )
