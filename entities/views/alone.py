"""Pictures served alone: they bring their own style, and open anywhere."""

import re
from functools import cache
from pathlib import Path

from csp.decorators import csp_update
from django.contrib.staticfiles import finders
from django.utils.decorators import method_decorator

# What XML cannot hold, whatever a name has in it.
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@cache
def style_of(*sheets: str) -> str:
    """The site's own style sheets, one after another."""
    return "\n".join(Path(finders.find(f"css/{sheet}.css")).read_text() for sheet in sheets)


class AlonePicture:
    """Makes of a page's view one that answers with the picture only, in the style of `sheets`."""

    content_type = "image/svg+xml"
    sheets: tuple[str, ...] = ()

    @method_decorator(csp_update({"style-src": "'unsafe-inline'"}))
    def dispatch(self, *args, **kwargs):
        return super().dispatch(*args, **kwargs)

    def get_context_data(self, **kwargs):
        style = style_of("tokens", "kinds", "pictures", *self.sheets)
        return super().get_context_data(style=style, **kwargs)

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs).render()
        response.content = NOT_XML.sub("", response.text)
        return response
