"""Evidence in admin: a quote is saved only where it stands in the article."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.html import format_html
from rapidfuzz import fuzz, process

from articles.admin import ArticleFilter, page_link
from articles.models import Article, Passage
from articles.whitespace import fold
from entities import anchoring, announcing, checking
from entities.admin.announces import Announces
from entities.anchoring import CLOSE, Place
from entities.models import Evidence, EvidenceState, Relationship, Support


@dataclass(frozen=True)
class Found:
    """The one place of a quote; `is_repeated` where the same words stand elsewhere too."""

    passage: Passage
    place: Place
    is_repeated: bool

    @property
    def quote(self) -> str:
        return self.passage.text[self.place.start : self.place.end]


def find_quote(quote: str, article: Article, number: int | None = None) -> Found:
    """Find the quote in the article's current version; ValidationError says what is wrong."""
    passages = checking.current_passages([article.pk])[article.pk]
    everywhere = anchoring.locate(quote, [passage.text for passage in passages])
    if not everywhere:
        raise ValidationError(why_absent(quote, article, passages))
    numbers = [passages[place.index].position for place in everywhere]
    places = [
        place
        for place, position in zip(everywhere, numbers, strict=True)
        if number in (None, position)
    ]
    if len(places) == 1:
        return Found(passages[places[0].index], places[0], len(everywhere) > 1)
    raise ValidationError(why_unclear(numbers, number))


def why_absent(quote: str, article: Article, passages: list[Passage]) -> str:
    left_out = Passage.objects.current().of_articles([article.pk]).exclude(
        pk__in=[passage.pk for passage in passages]
    )  # fmt: skip
    for passage in left_out:
        if anchoring.locate(quote, [passage.text]):
            return (
                f"The quote stands in passage {passage.position}, which is a "
                f"{passage.get_kind_display()} and carries no evidence."
            )
    closest = process.extractOne(
        quote, [passage.text for passage in passages], scorer=fuzz.partial_ratio,
        score_cutoff=CLOSE,
    )  # fmt: skip
    if closest is None:
        return "The quote does not stand in the article, nor anything close to it."
    text, _, index = closest
    return (
        "The quote does not stand in the article. The closest passage is "
        f"{passages[index].position}: “{text}”"
    )


def why_unclear(numbers: list[int], number: int | None) -> str:
    listed = ", ".join(str(one) for one in sorted(set(numbers)))
    if number is not None and number not in numbers:
        return f"The quote does not stand in passage {number}. It stands in: {listed}."
    if number is None and len(set(numbers)) > 1:
        return (
            f"The quote stands in several passages: {listed}. Give the number of one, or quote "
            "more words."
        )
    return f"The quote stands more than once in passage {listed}. Quote more words around it."


class EvidenceForm(forms.ModelForm):
    passage_number = forms.IntegerField(
        required=False,
        min_value=1,
        help_text="To choose where the quote stands in several passages, or to confirm the place "
        "of one that needs a person.",
    )
    found: Found | None = None

    class Meta:
        model = Evidence
        fields = ["relationship", "article", "quote", "support", "reads_as"]
        widgets = {"quote": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}

    def clean(self):
        data = super().clean()
        if data.get("support") == Support.COREFERENCE and not data.get("reads_as"):
            self.add_error("reads_as", "Say how the quote is to be read: “the country”: Namibia.")
        if data.get("article") and data.get("quote"):
            self.clean_place(data)
        return data

    def clean_place(self, data: dict) -> None:
        if not self.is_put_anew(data):
            # A browser sends line breaks of its own; the stored ones are the article's.
            data["quote"] = self.instance.quote
            return
        try:
            self.found = find_quote(data["quote"], data["article"], data.get("passage_number"))
        except ValidationError as error:
            self.add_error("quote", error)
        else:
            data["quote"] = self.found.quote

    def is_put_anew(self, data: dict) -> bool:
        held = self.instance
        is_same_quote = fold(data["quote"]).text == fold(held.quote).text
        return bool(
            held._state.adding
            or data.get("passage_number")
            or data["article"].pk != held.article_id
            or not is_same_quote
        )

    def save(self, commit=True):
        if self.found:
            checking.put(self.instance, self.found.passage, self.found.place)
            self.instance.state = EvidenceState.OK
            self.instance.is_repeated = self.found.is_repeated
        return super().save(commit)


class EvidenceFormSet(forms.BaseInlineFormSet):
    default_error_messages = {
        "too_few_forms": "A relationship rests on at least one quote: give one, or keep one."
    }


class ShowsPlace:
    """The state of a quote and its place, which are found and never written by hand."""

    readonly_fields = ["found_as", "stands_in"]

    @admin.display(description="state", ordering="state")
    def found_as(self, evidence):
        return evidence.get_state_display() if evidence.pk else "-"

    def stands_in(self, evidence):
        return page_link(evidence.passage) if evidence.passage else "-"


class EvidenceInline(ShowsPlace, admin.StackedInline):
    model = Evidence
    form = EvidenceForm
    formset = EvidenceFormSet
    verbose_name = "quote"
    verbose_name_plural = "evidence"
    fields = [
        "quote",
        ("article", "passage_number"),
        ("support", "reads_as"),
        ("found_as", "stands_in"),
    ]
    autocomplete_fields = ["article"]
    min_num = 1
    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, validate_min=True, **kwargs)

    def get_queryset(self, request):
        return with_places(super().get_queryset(request))


def with_places(evidence):
    related = evidence.select_related("article", "passage__version__article")
    return related.defer(
        "article__imported", "passage__version__content", "passage__version__article__imported"
    )


@admin.register(Evidence)
class EvidenceAdmin(Announces, ShowsPlace, admin.ModelAdmin):
    form = EvidenceForm
    list_display = ["__str__", "statement", "support", "found_as"]
    list_filter = ["state", "support", "relationship__claim", ArticleFilter]
    search_fields = ["quote", "relationship__slug", "article__title"]
    fields = ["relationship", *EvidenceInline.fields]
    autocomplete_fields = ["relationship", "article"]

    def get_queryset(self, request):
        evidence = with_places(super().get_queryset(request))
        ends = [f"relationship__{end}" for end in ("subject", "type", "object")]
        return evidence.select_related(*ends)

    def concerned(self, rows):
        return announcing.of_evidence(rows)

    def get_readonly_fields(self, request, obj=None):
        # Moved to another relationship, it might leave the first without any.
        return [*self.readonly_fields, *(["relationship"] if obj else [])]

    @admin.display(description="relationship", ordering="relationship__slug")
    def statement(self, evidence):
        return page_link(evidence.relationship)

    def get_deleted_objects(self, objs, request):
        """A relationship's last quote goes only with the relationship."""
        *rest, protected = super().get_deleted_objects(objs, request)
        bereft = [format_html("Relationship: {}", page_link(one)) for one in resting_only_on(objs)]
        return *rest, [*protected, *bereft]


def resting_only_on(evidence) -> list[Relationship]:
    doomed = [one.pk for one in evidence]
    others = Evidence.objects.filter(relationship=OuterRef("pk")).exclude(pk__in=doomed)
    resting = Relationship.objects.filter(~Exists(others), evidence__in=doomed).distinct()
    return list(resting.select_related("subject", "type", "object"))
