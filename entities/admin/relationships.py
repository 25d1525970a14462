"""Relationships in admin, with their quotes, qualifiers and notes."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q

from articles.admin import FixedSlug, InOrder, LinesField, list_link
from articles.curating.curated import Curated
from articles.curating.lacking import Lacking
from entities import announcing, kinds
from entities.admin.announces import Announces
from entities.admin.evidence import EvidenceInline
from entities.admin.tables.statements import StatementRows
from entities.admin.tables.tabling import Tabled
from entities.models import (
    Claim,
    EvidenceState,
    Qualifier,
    Relationship,
    RelationshipNote,
    RelationType,
)
from entities.models.relationship import NEEDS_NOTE
from entities.qualifying import QualifierForms


class KindsField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(choices=kinds.choices, **kwargs)


class RelationTypeForm(forms.ModelForm):
    subject_kinds = KindsField()
    object_kinds = KindsField()
    aligned = LinesField(
        required=False, help_text="Near equivalents elsewhere, one a line; ~ means only similar."
    )


@admin.register(RelationType)
class RelationTypeAdmin(Announces, FixedSlug, Curated):
    form = RelationTypeForm
    fields = ["label", "inverse", "slug", "symmetric", "subject_kinds", "object_kinds", "aligned"]
    list_display = ["label", "inverse", "subjects", "objects", "symmetric", "relationships"]
    list_filter = ["symmetric"]
    search_fields = ["label", "inverse", "slug"]
    ordering = ["label"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(relationship_count=Count("relationships"))

    def concerned(self, rows):
        statements = Relationship.objects.filter(type__in=announcing.keys_of(rows))
        return {"relationship_ids": announcing.keys_of(statements)}

    def subjects(self, relation):
        return labels(relation.subject_kinds)

    def objects(self, relation):
        return labels(relation.object_kinds)

    @admin.display(ordering="relationship_count")
    def relationships(self, relation):
        return list_link(
            Relationship, str(relation.relationship_count), type__id__exact=relation.pk
        )


def labels(slugs: list[str]) -> str:
    return ", ".join(kinds.kind_of(slug).label for slug in slugs)


class RelationshipForm(forms.ModelForm):
    slug = forms.SlugField(
        required=False, max_length=300,
        help_text="Left blank, it is made of subject, type and object. It never changes.",
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        ends = [data.get(name) for name in ("subject", "type", "object")]
        if "slug" in data and not data["slug"] and all(ends):
            data["slug"] = "--".join(end.slug.replace("_", "-") for end in ends)
        return data


class QualifierForm(forms.ModelForm):
    class Meta:
        model = Qualifier
        fields = ["relationship", "key", "value", "date", "entity", "remark"]
        widgets = {
            "value": forms.TextInput(attrs={"size": 18}),
            "date": forms.TextInput(attrs={"size": 10}),
            "remark": forms.TextInput(attrs={"size": 14}),
        }

    def clean(self):
        data = super().clean()
        # Without a key there is nothing that the values could be held against.
        return data if "key" in data else {}


class QualifierInline(admin.TabularInline):
    model = Qualifier
    form = QualifierForm
    formset = QualifierForms
    autocomplete_fields = ["entity"]
    extra = 0


class NotesFormSet(InOrder):
    def clean(self):
        super().clean()
        if self.instance.claim in NEEDS_NOTE and not any(map(self.has_note, self.forms)):
            label = Claim(self.instance.claim).label
            raise ValidationError(f"A claim that is {label} needs a note that says why.")

    def has_note(self, form) -> bool:
        given = getattr(form, "cleaned_data", {})
        return bool(given.get("note")) and not self._should_delete_form(form)


class RelationshipNoteInline(admin.TabularInline):
    model = RelationshipNote
    formset = NotesFormSet
    verbose_name = "note beside the claim"
    verbose_name_plural = "notes beside the claim"
    fields = ["position", "note"]
    autocomplete_fields = ["note"]
    extra = 0


class RelationshipRows(StatementRows):
    statement_form = RelationshipForm


class RelationshipLacks(Lacking):
    offered = {
        "quote": ("a quote", "lacking_quote"),
        "note": ("the note that its claim needs", "lacking_note"),
        "second_source": ("a second source", "with_one_article"),
    }


@admin.register(Relationship)
class RelationshipAdmin(Tabled, Announces, FixedSlug, Curated):
    form = RelationshipForm
    resource_classes = [RelationshipRows]
    inlines = [EvidenceInline, QualifierInline, RelationshipNoteInline]
    fields = ["subject", "type", "object", "claim", "slug"]
    list_display = ["__str__", "claim", "quotes", "sound"]
    list_filter = [RelationshipLacks, "claim", "evidence__state", "type"]
    search_fields = ["slug", "subject__name", "object__name", "type__label"]
    ordering = ["slug"]
    autocomplete_fields = ["subject", "type", "object"]

    def get_queryset(self, request):
        relationships = super().get_queryset(request).select_related("subject", "type", "object")
        return relationships.annotate(
            quote_count=Count("evidence", distinct=True),
            sound_count=Count(
                "evidence", distinct=True, filter=Q(evidence__state=EvidenceState.OK)
            ),
        )

    def concerned(self, rows):
        return announcing.of_relationships(rows)

    @admin.display(ordering="quote_count")
    def quotes(self, relationship):
        return relationship.quote_count

    @admin.display(boolean=True, ordering="sound_count")
    def sound(self, relationship):
        return relationship.sound_count > 0


@admin.register(Qualifier)
class QualifierAdmin(Curated):
    form = QualifierForm
    list_display = ["key", "value", "date", "entity", "remark", "relationship"]
    list_filter = ["key"]
    search_fields = ["value", "remark", "relationship__slug", "entity__name"]
    autocomplete_fields = ["relationship", "entity"]
    list_select_related = [
        "entity", "relationship__subject", "relationship__type", "relationship__object",
    ]  # fmt: skip
