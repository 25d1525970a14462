"""Notes, sources and figures in admin."""

from decimal import Decimal

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Max

from articles.admin import (
    ADDRESSES,
    ArticleFilter,
    FixedSlug,
    InOrder,
    Kept,
    ReadOnly,
    list_link,
    page_link,
)
from articles.curating.curated import Curated
from articles.models import Article, Passage
from entities import announcing
from entities.admin.announces import Announces
from entities.checking import passage_at
from entities.models import (
    Anchor,
    Note,
    NoteSource,
    Observation,
    Relationship,
    RelationshipNote,
    Source,
)

PLACE = RegexValidator(r"^p?[1-9]\d{0,8}\Z", "Write a line, such as 11, or a passage: p6.")


class NoteSourceInline(admin.TabularInline):
    model = NoteSource
    formset = InOrder
    verbose_name = "source"
    fields = ["position", "source"]
    autocomplete_fields = ["source"]
    extra = 0


class AnchorForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].validators.append(PLACE)

    def clean(self):
        data = super().clean()
        moved = {"article", "place"} & set(self.changed_data)
        if moved and data.get("article") and data.get("place"):
            try:
                self.instance.passage = find_passage(data["article"], data["place"])
            except ValidationError as error:
                self.add_error("place", error)
        return data


def find_passage(article: Article, place: str) -> Passage:
    """The passage of the article proper at a place; ValidationError where there is none."""
    version = article.versions.current().without_content().first()
    passage = passage_at(version, place) if version else None
    if passage is None:
        raise ValidationError(f"There is no passage at {place} in “{article}”.")
    if not passage.is_linkable:
        label = passage.get_kind_display()
        raise ValidationError(f"At {place} stands a {label}, which is not the article proper.")
    return passage


class AnchorInline(admin.TabularInline):
    model = Anchor
    form = AnchorForm
    verbose_name_plural = "passages it stands beside"
    fields = ["article", "place", "is_contrast", "stands_beside"]
    readonly_fields = ["stands_beside"]
    autocomplete_fields = ["article"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("article", "passage")

    def stands_beside(self, anchor):
        return page_link(anchor.passage) if anchor.passage else "-"


class StatementInline(ReadOnly, admin.TabularInline):
    model = RelationshipNote
    verbose_name_plural = "relationships it stands beside"
    fields = ["relationship"]

    def get_queryset(self, request):
        ends = [f"relationship__{end}" for end in ("subject", "type", "object")]
        return super().get_queryset(request).select_related("note", *ends)


@admin.register(Note)
class NoteAdmin(FixedSlug, Curated):
    inlines = [NoteSourceInline, AnchorInline, StatementInline]
    fields = ["verdict", "text", "as_of", "slug"]
    list_display = ["slug", "verdict", "text", "as_of"]
    list_filter = ["verdict"]
    search_fields = ["slug", "text", "sources__title", "sources__publisher"]


@admin.register(NoteSource)
class NoteSourceAdmin(Curated):
    list_display = ["note", "source", "position"]
    search_fields = ["note__slug", "source__title", "source__publisher"]
    autocomplete_fields = ["note", "source"]
    list_select_related = ["note", "source"]


@admin.register(Anchor)
class AnchorAdmin(Curated):
    form = AnchorForm
    list_display = ["note", "article", "place", "is_contrast"]
    list_filter = ["is_contrast", ArticleFilter]
    search_fields = ["note__slug", "article__title", "place"]
    autocomplete_fields = ["note", "article"]
    list_select_related = ["note", "article"]


@admin.register(RelationshipNote)
class RelationshipNoteAdmin(Kept, Announces, Curated):
    """For those who set notes beside claims that are not theirs to change.

    A note is taken away on the page of the relationship, which knows whether it needs one.
    """

    fields = ["relationship", "note"]
    list_display = ["note", "relationship", "position"]
    autocomplete_fields = ["relationship", "note"]
    search_fields = ["note__slug", "relationship__slug"]
    list_select_related = [
        "note", "relationship__subject", "relationship__type", "relationship__object",
    ]  # fmt: skip

    def get_readonly_fields(self, request, obj=None):
        return ["relationship"] if obj else []

    def save_model(self, request, obj, form, change):
        if not change:
            held = obj.relationship.relationshipnote_set.aggregate(last=Max("position"))
            obj.position = (held["last"] or 0) + 1
        super().save_model(request, obj, form, change)

    def concerned(self, rows):
        beside = Relationship.objects.filter(relationshipnote__in=announcing.keys_of(rows))
        return announcing.of_relationships(beside)


@admin.register(Source)
class SourceAdmin(FixedSlug, Curated):
    formfield_overrides = ADDRESSES
    list_display = ["title", "publisher", "grade", "date", "note_count", "figure_count"]
    list_filter = ["grade"]
    search_fields = ["title", "publisher", "slug", "doi", "url"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts()

    @admin.display(description="notes", ordering="note_count")
    def note_count(self, source):
        return list_link(Note, str(source.note_count), sources__id__exact=source.pk)

    @admin.display(description="figures", ordering="figure_count")
    def figure_count(self, source):
        return list_link(Observation, str(source.figure_count), source__id__exact=source.pk)


@admin.register(Observation)
class ObservationAdmin(Curated):
    list_display = [
        "measure_label",
        "subject",
        "period",
        "figure",
        "basis",
        "status",
        "source__slug",
    ]
    list_filter = ["measure", "status", "source"]
    search_fields = ["subject", "entity__name", "iso3", "measure"]
    autocomplete_fields = ["entity", "source"]
    list_select_related = ["source"]
    fieldsets = [
        ("What", {"fields": ["measure", "subject", "entity", "iso3", "period", "edition"]}),
        ("Figure", {"fields": ["value", ("low", "high"), "unit", "basis", "status"]}),
        ("Where from", {"fields": ["source", "remark"]}),
    ]

    def figure(self, observation):
        bounds = [observation.value, observation.low, observation.high]
        values = "–".join(plain(value) for value in bounds if value is not None)
        return f"{values} {observation.unit}" if values else None


def plain(value: Decimal) -> str:
    return f"{value.normalize():,f}"
