"""What curators changed lately, whatever it was."""

from django.views.generic import TemplateView

from articles.curating.goingback import moment_in
from articles.curating.recent import recent_changes
from entities.desk.screens import Screen

A_PAGE, ROWS = 30, 12


class RecentChanges(Screen, TemplateView):
    """Each curator sees the changes of what they may see; the list asks for no further right."""

    title = "Recent changes"
    template_name = "admin/recent.html"
    permission_required = ()

    def get_context_data(self, **kwargs):
        before = moment_in(self.request.GET.get("before", ""))
        changes = recent_changes(self.request.user, A_PAGE + 1, ROWS, before)
        more = changes[A_PAGE - 1].change.when if len(changes) > A_PAGE else None
        return super().get_context_data(changes=changes[:A_PAGE], older=more, **kwargs)
