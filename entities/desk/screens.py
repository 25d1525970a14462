"""What every screen of the desk is: a page of the admin site, for those with the right to it."""

from django.contrib import admin
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic.base import ContextMixin


class Screen(PermissionRequiredMixin, ContextMixin):
    """Comes before Django's own view; `title` and `permission_required` are the screen's own.

    Whoever is logged in and lacks the right gets 403; `admin_view` sends the others to log in.
    """

    title = ""
    raise_exception = True

    def get_context_data(self, **kwargs):
        site = admin.site.each_context(self.request)
        return super().get_context_data(**{**site, "title": self.title, **kwargs})

    @classmethod
    def as_screen(cls, **initkwargs):
        """The view, behind the login of the admin site."""
        return admin.site.admin_view(cls.as_view(**initkwargs))
