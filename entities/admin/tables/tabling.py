"""Import and export of tables in admin: what a file would change is shown before it is done, and
done whole or not at all."""

import base64
import hashlib
import json

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.response import TemplateResponse
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.results import Result, RowResult
from import_export.tmp_storages import BaseStorage

from entities.admin.tables.cells import MOST_BYTES, BadTable, Table

SALT = "entities.tables"
CHANGED = (
    "Nothing is saved yet: the knowledge was changed meanwhile, and the file would no longer do "
    "what you saw. Look at it as it is now, and confirm again if it is still right."
)


class InPage(BaseStorage):
    """Keeps the file in the page between preview and confirmation, signed, and nowhere else."""

    def save(self, data):
        content = base64.b64encode(data).decode()
        self.name = signing.dumps(content, salt=SALT, compress=True)

    def read(self):
        raw = base64.b64decode(signing.loads(self.name, salt=SALT))
        return raw.decode(self.encoding)

    def remove(self):
        pass


class TableForm(ImportForm):
    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise ValidationError(f"{file.size:,} bytes, more than {MOST_BYTES:,}; split the file.")
        return file


class ConfirmForm(ConfirmImportForm):
    # What the curator saw the file do.
    seen = forms.CharField(widget=forms.HiddenInput)

    def clean_import_file_name(self):
        try:
            signing.loads(self.cleaned_data["import_file_name"], salt=SALT)
        except signing.BadSignature:
            raise ValidationError("This page is not as it was sent; begin anew.") from None
        return self.cleaned_data["import_file_name"]


class Tabled(ImportExportMixin):
    """For rows that come and go as tables; `resource_classes` says how."""

    formats = [Table]
    to_encoding = "utf-8-sig"
    import_form_class, confirm_form_class = TableForm, ConfirmForm
    export_form_class, skip_export_form = ExportForm, True
    import_template_name = "admin/table.html"
    tmp_storage_class = InPage

    def has_import_permission(self, request):
        models = {self.model, self.resource_classes[0]._meta.model}
        wanted = [
            f"{model._meta.app_label}.{action}_{model._meta.model_name}"
            for model in models
            for action in ("add", "change")
        ]
        return request.user.has_perms(wanted)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def add_data_read_fail_error_to_form(self, form, e):
        form.add_error("import_file", list(faults_of(e)))

    def get_import_data_kwargs(self, **kwargs):
        known = super().get_import_data_kwargs(**kwargs)
        return known | {"rollback_on_validation_errors": True}

    def import_action(self, request, **kwargs):
        response = super().import_action(request, **kwargs)
        known = getattr(response, "context_data", {})
        if "confirm_form" in known:
            known["confirm_form"].initial["seen"] = digest(known["result"])
        known |= self.known_of_table()
        return response

    def process_dataset(self, dataset, form, request, **kwargs):
        with transaction.atomic():
            result = super().process_dataset(dataset, form, request, **kwargs)
            result.is_stale = digest(result) != form.cleaned_data["seen"]
            if result.is_stale:
                transaction.set_rollback(True)
        return result

    def process_result(self, result, request):
        is_sound = not result.has_errors() and not result.has_validation_errors()
        if is_sound and not result.is_stale:
            return super().process_result(result, request)
        if is_sound:
            messages.warning(request, CHANGED)
        return self.show_again(result, request, is_sound)

    def show_again(self, result: Result, request, is_sound: bool):
        form = self.create_import_form(request)
        known = {name: request.POST[name] for name in ConfirmForm.base_fields}
        confirm = ConfirmForm(initial=known | {"seen": digest(result)}) if is_sound else None
        context = self.admin_site.each_context(request) | {
            "opts": self.opts, "result": result, "confirm_form": confirm,
            "form": type(form)(self.formats, self.resource_classes),
        }  # fmt: skip
        known = context | self.known_of_table()
        return TemplateResponse(request, [self.import_template_name], known)

    def known_of_table(self) -> dict:
        table = self.resource_classes[0]()
        title = f"Import {self.opts.verbose_name_plural}"
        return {"title": title, "columns": table.columns(), "hints": table.hints}

    def add_success_message(self, result, request):
        totals = result.totals
        messages.success(
            request,
            f"Imported: {totals[RowResult.IMPORT_TYPE_NEW]} new, "
            f"{totals[RowResult.IMPORT_TYPE_UPDATE]} changed, "
            f"{totals[RowResult.IMPORT_TYPE_SKIP]} as before.",
        )


def faults_of(error: Exception) -> tuple[str, ...]:
    if isinstance(error, BadTable):
        return error.faults
    if isinstance(error, UnicodeDecodeError):
        byte = f"byte {error.object[error.start]:#04x} at byte offset {error.start}"
        return (f"Not UTF-8: {byte}. Save the file as “CSV UTF-8”.",)
    return (f"The file cannot be read as a table: {error}.",)


def digest(result: Result) -> str:
    """A sum of what a file does, cell by cell: it is another once somebody changed the same."""
    done = [
        [row.import_type, [[cell.before, cell.after] for cell in row.diff or ()]]
        for row in result.rows
    ]
    return hashlib.sha256(json.dumps(done).encode()).hexdigest()
