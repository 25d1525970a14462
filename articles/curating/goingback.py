"""The history of a row in admin, and the way back: the form as it stood, to be saved again."""

from copy import copy
from datetime import datetime

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst

from articles.curating import sending
from articles.curating.changes import DELETED, Part, changes_in, rows_at
from articles.curating.differing import differences
from articles.curating.pages import Opened, Page, is_tracked, part_of
from articles.history import latest_records

# The hidden fields of a form that shows a former state: the moment, and the row to bring back.
AS_OF, KEY = "_as_of", "_key"
CHANGES_A_PAGE = 50


class Unsaved:
    """A form that is only shown: valid or not, its place is the screen."""

    def is_valid(self):
        super().is_valid()
        return False


class GoesBack:
    # Whether a deleted row is whole again once its fields are.
    can_come_back = True

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_return"
        view = self.admin_site.admin_view(self.return_view)
        return [path("<path:object_id>/return/", view, name=name), *super().get_urls()]

    def address(self, page: str, *args) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    # What was changed

    def parts(self, request, obj) -> list[Part]:
        inlines = self.get_inline_instances(request, obj)
        rows = {part_of(inline) for inline in inlines if is_tracked(inline.model)}
        return [Part(self.model), *sorted(rows, key=lambda part: part.model.__name__)]

    def history_view(self, request, object_id, extra_context=None):
        if not is_tracked(self.model):
            return super().history_view(request, object_id, extra_context)
        obj = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        key = self.key_of(object_id)
        parts = self.parts(request, obj)
        hidden = {part.path for part in parts}
        records = [record for part in parts for record in part.records_of(key)]
        if obj is None and not records:
            raise Http404
        page = Paginator(changes_in(records, hidden), CHANGES_A_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {self.opts.verbose_name}",
            "subtitle": str(obj) if obj else self.name_of_gone(key),
            "opts": self.opts, "object": obj, "changes": page, "key": key,
            "may_return": self.may_return(request, obj),
            "latest": page.paginator.object_list[0].when if page.paginator.count else None,
            **(extra_context or {}),
        }  # fmt: skip
        return TemplateResponse(request, "admin/changes.html", context)

    def key_of(self, object_id: str) -> int:
        try:
            return self.model._meta.pk.to_python(unquote(object_id))
        except ValidationError as error:
            raise Http404 from error

    def name_of_gone(self, key: int) -> str:
        return str(latest_records(self.model, [key])[key].history_object)

    def history_of_gone(self, object_id: str) -> str:
        """Where the history of a deleted row is; empty for one that never was."""
        key = self.key_of(object_id)
        known = is_tracked(self.model) and key in latest_records(self.model, [key])
        return self.address("history", key) if known else ""

    # And back

    def may_return(self, request, obj) -> bool:
        if obj is not None:
            return self.has_change_permission(request, obj)
        return self.can_come_back and self.has_add_permission(request)

    def return_view(self, request, object_id):
        """The page with its fields and rows as they stood at a moment: saving it goes back."""
        obj = self.get_object(request, unquote(object_id))
        if not is_tracked(self.model):
            raise Http404
        if not self.may_return(request, obj):
            raise PermissionDenied
        key, at = self.key_of(object_id), self.moment_asked(request)
        former = rows_at(Part(self.model), key, at).get(key)
        if former is None:
            raise Http404
        page = Page.opened(self, request, obj)
        post = page.former(former, key, at)
        sending.write_values(post, {AS_OF: [at.isoformat()], KEY: ["" if obj else str(key)]})
        shown = self.showing(request, post)
        return self._changeform_view(
            shown, object_id if obj else None,
            self.address("change", key) if obj else self.address("add"),
            {"title": f"Go back: {capfirst(self.opts.verbose_name)}", "as_of": at,
             "key": "" if obj else key, **self.what_returns(page, at, shown)},
        )  # fmt: skip

    def moment_asked(self, request) -> datetime:
        at = moment_in(request.GET.get("at", ""))
        if at is None:
            raise Http404
        return at

    def showing(self, request, post):
        """The request as if this had been posted, for a form that is shown and not saved."""
        # Both are read before the copy, which would look for them in the body of the request.
        _ = request.POST, request.FILES
        shown = copy(request)
        shown.method, shown.POST, shown.is_shown = "POST", post, True
        return shown

    def what_returns(self, page: Page, at: datetime, shown) -> dict:
        if page.obj is None:
            return {"returning": []}
        now, (own, parts) = page.sent(), page.posted(shown.POST)
        then = type(now)(own, {prefix: part.held for prefix, part in parts.items()})
        for prefix, part in parts.items():
            for row in part.deleted:
                del then.rows[prefix][row]
        return {"returning": differences(page, now, then, at), "seen": Opened.now(now).packed(),
                "back_again": sum(len(part.added) for part in parts.values())}  # fmt: skip

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if not getattr(request, "is_shown", False):
            return form

        class ShownForm(Unsaved, form):
            pass

        return ShownForm

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST":
            if at := moment_in(request.POST.get(AS_OF, "")):
                request.reason_of_change = f"back to {at:%Y-%m-%d %H:%M}"
            if object_id and self.may_write_again(request, object_id):
                return self.offer_again(request, self.key_of(object_id))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def may_write_again(self, request, object_id: str) -> bool:
        """Whether it was deleted while somebody wrote on it."""
        is_gone = self.get_object(request, unquote(object_id)) is None
        return is_gone and self.may_return(request, None) and self.is_gone(self.key_of(object_id))

    def offer_again(self, request, key: int):
        """What was written on a row that is gone, on the page that adds one."""
        record = latest_records(self.model, [key])[key]
        page = Page.opened(self, request)
        former = sending.values_of(type(page.form)(instance=record.history_object))
        post = page.as_new(request.POST, former)
        sending.write_values(post, {KEY: [str(key)]})
        shown = self.showing(request, post)
        return self._changeform_view(
            shown, None, self.address("add"), {"deleted": record, "key": key}
        )  # fmt: skip

    def save_form(self, request, form, change):
        """A row that is brought back takes its old key, and with it its history."""
        obj = super().save_form(request, form, change)
        key = request.POST.get(KEY, "")
        if not change and key.isdecimal() and self.is_gone(int(key)):
            obj.pk = int(key)
        return obj

    def is_gone(self, key: int) -> bool:
        record = latest_records(self.model, [key]).get(key) if is_tracked(self.model) else None
        return bool(record) and record.history_type == DELETED


def moment_in(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at and at.tzinfo else None
