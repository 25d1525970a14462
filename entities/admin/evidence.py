"""Evidence in admin: a quote is saved only where it stands in the article."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.html import format_html

from articles.admin import ArticleFilter, page_link
from articles.curating.curated import Curated
from articles.curating.goingback import AS_OF, KEY, moment_in
from articles.whitespace import fold
from entities import announcing, checking, restoring
from entities.admin.announces import Announces
from entities.models import Evidence, EvidenceState, Relationship, Support
from entities.quoting import Found, find_quote

GIVEN_ALREADY = "This statement rests on these words of the article already."


class EvidenceForm(forms.ModelForm):
    passage_number = forms.IntegerField(
        required=False,
        min_value=1,
        help_text="To choose where the quote stands in several passages, or to confirm the place "
        "of one that needs a person.",
    )
    # Where it is put: to a place found for it, or to the one that it had before.
    found: Found | None = None
    stood: Evidence | None = None

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
        if not data.get("passage_number"):
            self.stood = self.as_it_stood(data)
        try:
            self.found = find_quote(data["quote"], data["article"], data.get("passage_number"))
        except ValidationError as error:
            # Words that stand nowhere any more only come back with a quote that was deleted.
            if not self.stood or (error.code == "absent" and not self.comes_back):
                self.add_error("quote", error)
        if placed := self.stood or self.found:
            data["quote"] = placed.quote

    def is_put_anew(self, data: dict) -> bool:
        held = self.instance
        is_same_quote = fold(data["quote"]).text == fold(held.quote).text
        return bool(
            held._state.adding
            or data.get("passage_number")
            or data["article"].pk != held.article_id
            or not is_same_quote
        )

    def as_it_stood(self, data: dict) -> Evidence | None:
        """Words that the statement had before have their place, and do not settle elsewhere."""
        key = self.statement_in(data)
        former = self.data.get(KEY, "")
        if not key and not former.isdecimal():
            return None
        at = moment_in(self.data.get(AS_OF, "")) or timezone.now()
        return restoring.as_it_stood(key or int(former), data["article"].pk, data["quote"], at)

    def statement_in(self, data: dict) -> int | None:
        given = data.get("relationship")
        return given.pk if given else self.instance.relationship_id

    @property
    def comes_back(self) -> bool:
        return self.instance._state.adding and (AS_OF in self.data or KEY in self.data)

    def save(self, commit=True):
        if self.stood:
            for name in checking.SELECTORS:
                setattr(self.instance, name, getattr(self.stood, name))
        elif self.found:
            checking.put(self.instance, self.found.passage, self.found.place)
            self.instance.state = EvidenceState.OK
            self.instance.is_repeated = self.found.is_repeated
        return super().save(commit)


class OneQuoteForm(EvidenceForm):
    """A quote on a page of its own; on its statement's page, the formset compares it."""

    def clean_place(self, data: dict) -> None:
        super().clean_place(data)
        if "quote" not in data:
            return
        one = Evidence(
            pk=self.instance.pk, relationship_id=self.statement_in(data),
            article=data["article"], quote=data["quote"],
        )  # fmt: skip
        if one.repeats_another():
            self.add_error("quote", GIVEN_ALREADY)


class EvidenceFormSet(forms.BaseInlineFormSet):
    default_error_messages = {
        "too_few_forms": "A relationship rests on at least one quote: give one, or keep one."
    }

    def clean(self):
        super().clean()
        given = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if form in self.deleted_forms or not (data.get("article") and data.get("quote")):
                continue
            words = data["article"].pk, fold(data["quote"]).text
            if words in given:
                form.add_error("quote", GIVEN_ALREADY)
            given.add(words)


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
class EvidenceAdmin(Announces, ShowsPlace, Curated):
    form = OneQuoteForm
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
