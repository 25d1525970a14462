"""What every table of the knowledge shares: its columns, its cells, and what a row changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from import_export import fields, resources, widgets
from import_export.results import RowResult

from entities.admin.tables.cells import BadTable
from entities.models import Entity, FormerSlug

REASON = "Imported from a table"


@dataclass(frozen=True)
class Cell:
    """A cell of a row, as it was and as it is to be; those of the key tell which row it is."""

    name: str
    before: str
    after: str
    is_key: bool

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


class Difference(resources.Diff):
    """What a row changes, cell by cell. Markup is the template's, and without styles of its own."""

    def __init__(self, resource, instance, new):
        super().__init__(resource, instance, new)
        self.names, self.key = resource.columns(), resource.key

    def as_html(self) -> list[Cell]:
        return [
            Cell(name, "" if self.new else str(before), str(after), name in self.key)
            for name, before, after in zip(self.names, self.left, self.right, strict=True)
        ]


class Rows(resources.ModelResource):
    """A table of one model; `key` names the columns that tell its rows apart."""

    key: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    # What a curator must know to write a row.
    hints: tuple[str, ...] = ()

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seen: dict[tuple, int] = {}

    @classmethod
    def get_diff_class(cls):
        return Difference

    def columns(self) -> list[str]:
        return [field.column_name for field in self.get_import_fields()]

    def before_import(self, dataset, **kwargs):
        columns = self.columns()
        missing = [one for one in columns if one not in {*dataset.headers, *self.optional}]
        unknown = [one for one in dataset.headers if one not in columns]
        faults = []
        if missing:
            faults.append(
                f"Missing: {quoted(missing)}. Add {'it' if len(missing) == 1 else 'them'}."
            )
        if unknown:
            faults.append(f"Unknown: {quoted(unknown)}. The columns are {quoted(columns)}.")
        if faults:
            # Without rows, each of them does not complain of the same again.
            dataset.wipe()
            raise BadTable(*faults)

    def before_import_row(self, row, row_number=None, **kwargs):
        for name in row:
            row[name] = row[name].strip()
        known = tuple(row[name] for name in self.key)
        first = self.seen.setdefault(known, row_number)
        if first != row_number:
            raise ValidationError(
                f"Row {first + 1} of the file is about the same; leave one of them."
            )

    def before_save_instance(self, instance, row, **kwargs):
        instance._change_reason = REASON

    def after_import(self, dataset, result, dry_run=False, **kwargs):
        is_sound = not result.has_errors() and not result.has_validation_errors()
        written = [row for row in result.rows if row.import_type != RowResult.IMPORT_TYPE_SKIP]
        if is_sound and written and not dry_run:
            self.follow(written)

    def follow(self, written: list[RowResult]) -> None:
        """Let index and links follow, within the transaction."""
        raise NotImplementedError


def listed(choices: Iterable[tuple[str, str]]) -> str:
    return ", ".join(value for value, _ in choices)


def quoted(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


class SlugWidget(widgets.Widget):
    """A row of another model, by its slug; `limits` narrows which of them."""

    def __init__(self, model, label: str, **limits):
        super().__init__()
        self.model, self.label, self.limits = model, label, limits

    def clean(self, value, row=None, **kwargs):
        return by_slug(self.model, value, self.label, **self.limits) if value else None

    def render(self, value, obj=None, **kwargs):
        return value.slug if value else ""


def by_slug(model, slug: str, label: str, **limits):
    """The row; ValueError says where it is to be found, or that it is not held."""
    if found := model.objects.filter(slug=slug, **limits).first():
        return found
    former = FormerSlug.objects.filter(slug=slug).first() if model is Entity else None
    if former:
        raise ValueError(f"“{slug}” is a former address: write “{former.entity.slug}”.")
    raise ValueError(
        f"No {label} “{slug}” is held. Correct the slug; what another row brings must stand above."
    )


class WholeNumber(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        if not value:
            return None
        if not value.isdecimal():
            raise ValueError(f"“{value}” is not a whole number.")
        return int(value)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)


class YesNo(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        if value.lower() not in ("yes", "no"):
            raise ValueError(f"“{value}”: write yes or no.")
        return value.lower() == "yes"

    def render(self, value, obj=None, **kwargs):
        return "yes" if value else "no"


class Lines(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return [line.strip() for line in value.splitlines() if line.strip()]

    def render(self, value, obj=None, **kwargs):
        return "\n".join(value or ())


def column(name: str, widget: widgets.Widget) -> fields.Field:
    return fields.Field(attribute=name, column_name=name, widget=widget)
