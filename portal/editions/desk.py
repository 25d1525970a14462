"""The curators' screen for publishing: what will change, the button, and the way back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import TemplateView

from articles.models import Article
from entities.desk.attention import Screen as Listed
from entities.desk.screens import Screen
from portal.editions import publishing, reporting, shelf, starting, wording
from portal.editions.manifest import BadManifest
from portal.editions.publishing import NotPublished
from portal.editions.views import listed

PERMISSION = "portal.publish_edition"
LISTED = Listed(
    "Publish", "Make an edition of what is held now, for the public sites.", "desk_editions",
    PERMISSION, "p",
)  # fmt: skip
# With more articles, what will change is found out by a process of its own.
SMALL = 2_000


class PublishDesk(Screen, TemplateView):
    title = "Publish"
    permission_required = PERMISSION
    template_name = "admin/desk/editions.html"

    def get_context_data(self, **kwargs):
        is_publishing = publishing.is_publishing()
        changes, fault = (None, "") if is_publishing else what_will_change()
        return super().get_context_data(
            is_publishing=is_publishing,
            report=reporting.last(),
            sentences=wording.sentences(changes) if changes else (),
            changes=changes,
            is_small=is_small(),
            fault=fault,
            current=shelf.current(),
            editions=listed(shelf.kept()),
            **kwargs,
        )

    def post(self, request):
        action = request.POST.get("action")
        if action == "publish":
            self.tell(starting.publish(), "Published.")
        elif action == "compare":
            self.tell(starting.compare(), "Compared.")
        elif action == "rollback":
            self.roll_back(request.POST.get("from", ""))
        return redirect("desk_editions")

    def tell(self, fault: str, success: str) -> None:
        if fault:
            messages.error(self.request, fault.removeprefix("CommandError: "))
        elif publishing.is_publishing():
            messages.info(self.request, "It goes on by itself; this page says how far it is.")
        else:
            messages.success(self.request, success)

    def roll_back(self, seen: str) -> None:
        """Only from the edition that the curator saw as the current one."""
        try:
            current = shelf.current()
            if not current or current.name != seen:
                raise NotPublished("Readers get another edition meanwhile: look again.")
            made = publishing.roll_back()
            messages.success(self.request, f"Readers get edition {made.number} again.")
        except NotPublished as error:
            messages.error(self.request, str(error))


def is_small() -> bool:
    return not Article.objects.order_by("pk")[SMALL : SMALL + 1].exists()


def what_will_change() -> tuple[dict | None, str]:
    """Against the current edition, as far as it is known, and why it is not."""
    try:
        if is_small():
            return publishing.preview(), ""
        found, current = starting.compared(), shelf.current_manifest()
        return (found, "") if found and current and found["since"] == current.name else (None, "")
    except (NotPublished, BadManifest) as error:
        return None, str(error)
