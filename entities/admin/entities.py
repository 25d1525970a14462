"""Entities in admin, with all that they are called and all the addresses they ever had."""

from django import forms
from django.contrib import admin
from django.db import transaction

from articles.admin import Kept, LinesField, counted, list_link
from articles.curating.curated import Curated
from articles.curating.lacking import Lacking
from entities import announcing
from entities.admin.announces import Announces
from entities.admin.merges import OneOrTwo
from entities.admin.relinking import LinksAnew
from entities.admin.tables.entities import EntityRows, NameRows, keep_address
from entities.admin.tables.tabling import Tabled
from entities.concern import Concern
from entities.models import Entity, FormerSlug, Identifier, Link, Mention, Name

# Fields that only some kinds have: folded away until one of them is filled.
KIND_FIELDS = {
    "Organizations and projects": ["country"],
    "People": ["family_name"],
    "Agreements": ["date", "date_note"],
    "Elements and their groups": [
        "symbol", "atomic_number", "parent_group", "members_total",
        "class_usgs", "class_eu", "class_geo3", "class_seeds", "uses",
    ],
}  # fmt: skip


def kind_fieldset(title: str, names: list[str], entity: Entity | None) -> tuple[str, dict]:
    is_filled = any(getattr(entity, name, None) for name in names)
    return title, {"fields": names, "classes": [] if is_filled else ["collapse"]}


class NameForm(forms.ModelForm):
    # A curator who adds a name mostly wants it found; search-only names are the rarer case.
    links = forms.BooleanField(
        label="links by itself", initial=True, required=False, help_text="Off: search only."
    )

    class Meta:
        model = Name
        fields = ["text", "language", "links", "used_from", "used_until"]
        widgets = {
            "text": forms.TextInput(attrs={"size": 40}),
            "language": forms.TextInput(attrs={"size": 6}),
            "used_from": forms.TextInput(attrs={"size": 10}),
            "used_until": forms.TextInput(attrs={"size": 10}),
        }


class NameInline(admin.TabularInline):
    model = Name
    form = NameForm
    extra = 1


class IdentifierInline(admin.TabularInline):
    model = Identifier
    extra = 0


class FormerSlugInline(admin.TabularInline):
    """Slugs never die: one can be added, none changed or taken away."""

    model = FormerSlug
    verbose_name_plural = "former addresses, which lead here for ever"
    can_delete = False
    extra = 0

    def has_change_permission(self, request, obj=None):
        return False


class EntityForm(forms.ModelForm):
    uses = LinesField(required=False, help_text="The curator's words, one use a line.")

    class Meta:
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "curator_hint": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }


class EntityLacks(Lacking):
    offered = {"description": ("a description", "undescribed")}


@admin.register(Entity)
class EntityAdmin(OneOrTwo, Tabled, Announces, LinksAnew, Curated):
    form = EntityForm
    resource_classes = [EntityRows]
    inlines = [NameInline, IdentifierInline, FormerSlugInline]
    list_display = ["name", "short_name", "kind", "subtype", "articles", "relationships"]
    list_filter = [EntityLacks, "kind", "subtype"]
    search_fields = ["name", "short_name", "names__text", "slug"]
    autocomplete_fields = ["country", "parent_group"]
    readonly_fields = ["mentions_found", "articles_linked", "one_or_two"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts()

    def get_fieldsets(self, request, obj=None):
        own = ["kind", "subtype", "name", "short_name", "slug", "description", "curator_hint"]
        found = self.readonly_fields if obj else []
        of_kinds = [kind_fieldset(*group, obj) for group in KIND_FIELDS.items()]
        return [(None, {"fields": [*own, *found]}), *of_kinds]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name"]}

    @admin.display(ordering="article_count")
    def articles(self, entity):
        return entity.article_count

    @admin.display(ordering="relationship_count")
    def relationships(self, entity):
        return entity.relationship_count

    def mentions_found(self, entity):
        label = counted(entity.mentions.count(), "mention")
        return list_link(Mention, label, entity__id__exact=entity.pk)

    def articles_linked(self, entity):
        label = counted(entity.links.count(), "article")
        return list_link(Link, label, entity__id__exact=entity.pk)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data:
            keep_address(obj, form.initial["slug"])

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        texts = touched_names(formsets)
        if "symbol" in form.changed_data:
            # A name that is the entity's symbol never links.
            texts |= set(form.instance.names.values_list("text", flat=True))
        if texts:
            concern = Concern.of(texts, [form.instance.pk])
            named = ", ".join(sorted(texts))
            self.link_anew(request, concern, f"Names of {form.instance}: {named}")
        if change and "kind" in form.changed_data:
            # Articles are found by the kinds of the entities they are linked to.
            same = Entity.objects.filter(pk=form.instance.pk)
            announcing.announce(**announcing.linked_to(same))

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        linked = announcing.linked_to(queryset)
        super().delete_queryset(request, queryset)
        announcing.announce(**linked)

    def concerned(self, rows):
        return {"entity_ids": announcing.keys_of(rows)}

    def concern_without(self, queryset):
        """Their mentions go with them: where these stood, other names may be found."""
        mentions = Mention.objects.filter(entity__in=announcing.keys_of(queryset)).order_by()
        articles = mentions.values_list("passage__version__article", flat=True)
        return Concern.of(articles=articles.distinct())


def touched_names(formsets) -> set[str]:
    """The names that were added, changed or taken away, as they read before and after."""
    forms = [form for formset in formsets if formset.model is Name for form in formset.forms]
    changed = [form for form in forms if form.has_changed()]
    before = {form.initial.get("text") for form in changed}
    return (before | {form.instance.text for form in changed}) - {None, ""}


@admin.register(Name)
class NameAdmin(Tabled, Announces, LinksAnew, Curated):
    resource_classes = [NameRows]
    list_display = ["text", "entity", "language", "links", "used_from", "used_until"]
    list_filter = ["links", "language", "entity__kind"]
    search_fields = ["text", "entity__name", "entity__short_name"]
    autocomplete_fields = ["entity"]
    list_select_related = ["entity"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        texts = {obj.text, form.initial.get("text", obj.text)}
        entities = {obj.entity_id, form.initial.get("entity", obj.entity_id)}
        self.link_anew(request, Concern.of(texts, entities), self.in_words([obj]))

    def concerned(self, rows):
        return {"entity_ids": set(rows.order_by().values_list("entity", flat=True))}

    def concern_without(self, queryset):
        names = list(queryset.values_list("text", "entity"))
        return Concern.of({text for text, _ in names}, {entity for _, entity in names})


@admin.register(Identifier)
class IdentifierAdmin(Curated):
    list_display = ["value", "scheme", "entity", "checks"]
    list_filter = ["scheme"]
    search_fields = ["value", "entity__name", "entity__short_name"]
    autocomplete_fields = ["entity"]
    list_select_related = ["entity"]


@admin.register(FormerSlug)
class FormerSlugAdmin(Kept, Curated):
    """Slugs never die: one can be added, none changed or taken away."""

    list_display = ["slug", "entity"]
    search_fields = ["slug", "entity__name", "entity__slug"]
    autocomplete_fields = ["entity"]
    list_select_related = ["entity"]

    def has_change_permission(self, request, obj=None):
        return False
