"""Relationships as a table, a row a quote: a statement rests on the quotes that its rows bring.

Statement and quote are checked by the forms of admin, and the quote is found in its article as
it is there. Qualifiers and notes have no columns: they stay as they are.
"""

from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from import_export import fields

from articles.models import Article
from articles.whitespace import fold
from entities import announcing, checking
from entities.admin.evidence import EvidenceForm
from entities.admin.tables.rows import REASON, Rows, by_slug, listed
from entities.models import Claim, Entity, Evidence, Relationship, RelationType, Support
from entities.models.relationship import NEEDS_NOTE
from entities.quoting import as_typed

ENDS = {
    "subject": (Entity, "entity"), "type": (RelationType, "type"), "object": (Entity, "entity"),
}  # fmt: skip
ARTICLE = {"article": (Article, "article")}
CLAIM_ONCE = "Row {} of the file says “{}” of the same statement; a statement has one claim."


def shown_as(name: str, attribute: str, **more) -> fields.Field:
    return fields.Field(attribute=attribute, column_name=name, **more)


class StatementRows(Rows):
    subject = shown_as("subject", "relationship__subject__slug")
    type = shown_as("type", "relationship__type__slug")
    object = shown_as("object", "relationship__object__slug")
    claim = shown_as("claim", "relationship__claim")
    article = shown_as("article", "article__slug")
    quote = shown_as("quote", "quote")
    passage = shown_as("passage", "passage__position", dehydrate_method="needed_passage")
    support = shown_as("support", "support")
    reads_as = shown_as("reads_as", "reads_as")

    key = ("subject", "type", "object", "article", "quote")
    hints = (
        "A row is a quote. It changes the quote that is held, or adds it, and makes the "
        "relationship where that is not held.",
        "subject, type, object and article: their slugs.",
        f"claim: {listed(Claim.choices)}; the same in all rows of a relationship.",
        f"support: {listed(Support.choices)}; coreference needs reads_as.",
        "passage may be empty: its number tells where a quote stands that is in several.",
        "Qualifiers and notes have no columns, and stay as they are.",
    )

    class Meta:
        model = Evidence
        fields = [
            "subject", "type", "object", "claim", "article", "quote", "passage", "support",
            "reads_as",
        ]  # fmt: skip
        skip_unchanged = True
        name = "relationships"

    # Its own form of the statement is what the page of a relationship uses.
    statement_form: type

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.claims: dict[tuple, tuple[int, str]] = {}

    def get_queryset(self):
        return Evidence.objects.select_related(
            "relationship__subject", "relationship__type", "relationship__object", "article",
            "passage__version",
        ).defer("passage__version__content", "article__imported")  # fmt: skip

    def filter_export(self, queryset, **kwargs):
        quotes = self.get_queryset().filter(relationship__in=queryset.order_by().values("pk"))
        return quotes.order_by("relationship__slug", "pk")

    def needed_passage(self, evidence: Evidence) -> str:
        """The passage of a quote that stands in several, by which it is told apart."""
        is_needed = evidence.is_repeated and evidence.is_sound and evidence.passage
        return str(evidence.passage.position) if is_needed else ""

    def before_import_row(self, row, row_number=None, **kwargs):
        super().before_import_row(row, row_number=row_number, **kwargs)
        ends = tuple(row[name] for name in ENDS)
        first, claim = self.claims.setdefault(ends, (row_number, row["claim"]))
        if claim != row["claim"]:
            raise ValidationError({"claim": CLAIM_ONCE.format(first + 1, claim)})

    def get_instance(self, instance_loader, row):
        words = as_typed(fold(row["quote"]).text)[0]
        held = self.get_queryset().filter(
            article__slug=row["article"],
            **{f"relationship__{name}__slug": row[name] for name in ENDS},
        )
        same = (one for one in held if as_typed(fold(one.quote).text)[0] == words)
        return next(same, None)

    def import_instance(self, instance, row, **kwargs):
        held = found(row, ENDS | ARTICLE)
        instance.relationship = self.statement(held, row["claim"])
        form = EvidenceForm(self.given(instance, held["article"], row), instance=instance)
        if not form.is_valid():
            errors = form.errors.as_data()
            errors["passage"] = errors.pop("passage_number", [])
            raise ValidationError({name: some for name, some in errors.items() if some})
        form.save(commit=False)

    def statement(self, held: dict, claim: str) -> Relationship:
        """The statement, made or given another claim where need be; a fault undoes the import."""
        ends = {name: held[name] for name in ENDS}
        one = Relationship.objects.filter(**ends).first() or Relationship()
        if one.pk and one.claim == claim:
            return one
        form_of = modelform_factory(
            Relationship, form=self.statement_form, fields=[*ENDS, "claim", "slug"]
        )
        keys = {name: row.pk for name, row in ends.items()}
        form = form_of({**keys, "claim": claim, "slug": one.slug}, instance=one)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        if claim in NEEDS_NOTE and not (one.pk and one.notes.exists()):
            label = Claim(claim).label
            says = f"A claim that is {label} needs a note that says why: give both on its page."
            raise ValidationError({"claim": says})
        one._change_reason = REASON
        return form.save()

    def given(self, instance: Evidence, article: Article, row: dict) -> dict:
        return {
            "relationship": instance.relationship.pk, "article": article.pk,
            "quote": row["quote"], "support": row["support"], "reads_as": row["reads_as"],
            "passage_number": "" if stands_there(instance, row["passage"]) else row["passage"],
        }  # fmt: skip

    def skip_row(self, instance, original, row, import_validation_errors=None):
        is_same = super().skip_row(instance, original, row, import_validation_errors)
        return is_same and checking.values_of(instance) == checking.values_of(original)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """The form has done so, unless it never came to that."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def follow(self, written):
        announcing.announce(**announcing.of_evidence([row.instance for row in written]))


def found(row: dict, columns: dict) -> dict:
    """What the slugs of a row name; ValidationError with all that are none."""
    held, errors = {}, {}
    for name, (model, label) in columns.items():
        try:
            held[name] = by_slug(model, row[name], label)
        except ValueError as error:
            errors[name] = str(error)
    if errors:
        raise ValidationError(errors)
    return held


def stands_there(evidence: Evidence, number: str) -> bool:
    """Whether the quote is held at that passage already: then its place is no news."""
    passage = evidence.passage if evidence.pk and evidence.is_sound else None
    return bool(passage and passage.version.is_current and str(passage.position) == number)
