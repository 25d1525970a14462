"""Entities and names as tables: what a row brings, and the rules it keeps.

The rules are those of the forms in admin. Nothing is ever deleted by a table, and a row that
changes nothing writes nothing.
"""

from django.core.exceptions import ValidationError
from import_export import fields

from entities import announcing, kinds, relinking
from entities.admin.tables.rows import Lines, Rows, SlugWidget, WholeNumber, YesNo, column, listed
from entities.concern import Concern
from entities.models import ElementClass, Entity, FormerSlug, Name


class EntityRows(Rows):
    """Entities by their slugs. `new_slug` renames one; its old address leads to it for ever."""

    country = column("country", SlugWidget(Entity, "country", kind="country"))
    parent_group = column(
        "parent_group", SlugWidget(Entity, "group of elements", kind="element_group")
    )
    atomic_number = column("atomic_number", WholeNumber())
    members_total = column("members_total", WholeNumber())
    uses = column("uses", Lines())
    new_slug = fields.Field(column_name="new_slug")

    key = ("slug",)
    optional = ("new_slug",)
    hints = (
        "A row changes the entity with its slug, or makes one.",
        f"kind: {listed(kinds.choices())}.",
        f"The classes: {listed(ElementClass.choices)}, or empty. date: EDTF. uses: one a line.",
        "country and parent_group: the slugs of other entities.",
        "new_slug may be left out: it renames, and the old address leads to the entity for ever.",
    )

    class Meta:
        model = Entity
        import_id_fields = ["slug"]
        fields = [
            "slug", "kind", "subtype", "name", "short_name", "description", "curator_hint",
            "country", "parent_group", "family_name", "date", "date_note", "symbol",
            "atomic_number", "class_usgs", "class_eu", "class_geo3", "class_seeds",
            "members_total", "uses", "new_slug",
        ]  # fmt: skip
        skip_unchanged = clean_model_instances = True
        name = "entities"

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.before: dict[int, tuple[str, str]] = {}

    def get_queryset(self):
        return Entity.objects.select_related("country", "parent_group")

    def get_export_fields(self, selected_fields=None):
        exported = super().get_export_fields(selected_fields)
        return [field for field in exported if field.column_name != "new_slug"]

    def before_import_row(self, row, **kwargs):
        super().before_import_row(row, **kwargs)
        former = FormerSlug.objects.filter(slug=row["slug"]).select_related("entity").first()
        if former and not Entity.objects.filter(slug=row["slug"]).exists():
            now = former.entity.slug
            raise ValidationError({"slug": f"A former address: write “{now}” instead."})

    def import_instance(self, instance, row, **kwargs):
        if instance.pk:
            self.before[instance.pk] = (instance.kind, instance.symbol)
        super().import_instance(instance, row, **kwargs)
        instance.slug = row.get("new_slug") or instance.slug

    def after_save_instance(self, instance, row, **kwargs):
        if instance.slug != row["slug"]:
            keep_address(instance, row["slug"])

    def follow(self, written):
        entities = [row.instance for row in written]
        announcing.announce(entity_ids=[one.pk for one in entities])
        before = {one.pk: self.before.get(one.pk, (one.kind, one.symbol)) for one in entities}
        of_kind = [one.pk for one in entities if one.kind != before[one.pk][0]]
        # Articles are found by the kinds of the entities they are linked to.
        announcing.announce(**announcing.linked_to(Entity.objects.filter(pk__in=of_kind)))
        # A name that is the entity's symbol never links.
        of_symbol = [one.pk for one in entities if one.symbol != before[one.pk][1]]
        texts = Name.objects.filter(entity__in=of_symbol).values_list("text", flat=True)
        if of_symbol:
            relinking.link_or_queue(Concern.of(texts, of_symbol), what="A table of entities")


def keep_address(entity: Entity, old: str) -> None:
    """The address that the entity had leads to it from now on."""
    entity.former_slugs.filter(slug=entity.slug).delete()
    entity.former_slugs.get_or_create(slug=old)


class NameRows(Rows):
    """Names by entity and wording: another wording is another name."""

    entity = column("entity", SlugWidget(Entity, "entity"))
    links = column("links", YesNo())

    key = ("entity", "text")
    hints = (
        "entity: its slug. A row changes the name with this entity and text, or makes one.",
        "links: yes, where the name links by itself; no, where it only serves search.",
        "used_from and used_until: EDTF dates, or empty.",
    )

    class Meta:
        model = Name
        import_id_fields = ["entity", "text"]
        fields = ["entity", "text", "language", "links", "used_from", "used_until"]
        skip_unchanged = clean_model_instances = True
        name = "names"

    def get_queryset(self):
        return Name.objects.select_related("entity")

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related("entity").order_by("entity__slug", "-links", "pk")

    def before_import_row(self, row, **kwargs):
        # As the model keeps it, by which it is found again.
        row["text"] = " ".join(row["text"].split())
        super().before_import_row(row, **kwargs)

    def get_instance(self, instance_loader, row):
        return self.get_queryset().filter(entity__slug=row["entity"], text=row["text"]).first()

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        if instance.entity_id is None:
            # Nothing of the name can be held against an entity that is not there.
            errors = import_validation_errors or {"entity": ["Name the entity by its slug."]}
            raise ValidationError(errors)
        super().validate_instance(instance, import_validation_errors, validate_unique)

    def follow(self, written):
        names = [row.instance for row in written]
        entities = {one.entity_id for one in names}
        announcing.announce(entity_ids=entities)
        concern = Concern.of({one.text for one in names}, entities)
        relinking.link_or_queue(concern, what="A table of names")
