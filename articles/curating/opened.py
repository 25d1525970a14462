"""Two curators on one page: the second to save is told what the first changed."""

from dataclasses import dataclass

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.db import transaction

from articles.curating.changes import RowChange
from articles.curating.differing import differences
from articles.curating.pages import Opened, Page, part_of

# The hidden field that says what the page held when it was opened.
SEEN = "_seen"


@dataclass
class Meanwhile:
    """What others changed since the page was opened."""

    rows: list[RowChange]
    opened: Opened

    @property
    def message(self) -> str:
        names = " and ".join(sorted({row.who for row in self.rows if row.who}))
        by = f" by {names}" if names else ""
        return (
            f"Nothing is saved yet: this page was changed{by} while you had it open. What you "
            "wrote stands below; save again if it still holds."
        )


class Told:
    """A form that is not saved before whoever sent it knows what others changed."""

    meanwhile: Meanwhile

    def clean(self):
        data = super().clean()
        self.add_error(None, ValidationError(self.meanwhile.message))
        return data


class TellsOfOthers:
    """Compares what stands with what stood when the page was opened, in the saving transaction.

    Only what curators write on the page counts: a machine that links or checks trips nobody.
    """

    change_form_template = "admin/curated_form.html"

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if obj := self.held(request, object_id):
                self.catch_up(request, obj)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def held(self, request, object_id: str):
        """The object, locked together with its rows until the transaction ends."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_change_permission(request, obj):
            return None
        held = self.model._base_manager.select_for_update().filter(pk=obj.pk)
        if not held.values_list("pk"):
            return None
        for inline in self.get_inline_instances(request, obj):
            part = part_of(inline)
            rows = part.model._base_manager.select_for_update(of=("self",))
            list(rows.filter(**{part.path: obj.pk}).only("pk"))
        return self.get_object(request, unquote(object_id))

    def catch_up(self, request, obj) -> None:
        """Put what was typed on what stands by now, and remember what is to be told."""
        try:
            opened = Opened.unpacked(request.POST.get(SEEN, ""))
        except BadSignature:
            # Sent by something else than the page.
            return
        page = Page.opened(self, request, obj)
        now = page.sent()
        if now == opened.sent:
            return
        rows = differences(page, opened.sent, now, opened.at, request.POST)
        request.POST = page.rebased(request.POST, opened.sent, now)
        if rows:
            request.meanwhile = Meanwhile(rows, Opened.now(now))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if not getattr(request, "meanwhile", None):
            return form

        class ToldForm(Told, form):
            meanwhile = request.meanwhile

        return ToldForm

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and self.has_change_permission(request, obj):
            context.setdefault("seen", self.seen(request, context, obj))
            context["meanwhile"] = getattr(request, "meanwhile", None)
            if context["meanwhile"] and len(context["errors"]) == 1:
                # It says so itself, and there is nothing to correct.
                context["errors"] = []
        return super().render_change_form(request, context, add, change, form_url, obj)

    def seen(self, request, context, obj) -> str:
        if meanwhile := getattr(request, "meanwhile", None):
            return meanwhile.opened.packed()
        if request.method == "POST":
            return request.POST.get(SEEN, "")
        form = context["adminform"].form
        pairs = [(one.formset, one.opts) for one in context["inline_admin_formsets"]]
        return Opened.now(Page.of(self, request, obj, form, pairs).sent()).packed()
