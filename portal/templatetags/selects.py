"""Write out a list to choose from: strings put together, for it has hundreds of choices."""

from html import escape

from django import template
from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
def select(field: BoundField):
    """A field that takes one of its choices, as its widget writes it; none of them in groups."""
    attributes = flatatt({**field.build_widget_attrs({}), "id": field.auto_id})
    chosen = str(field.value() or "")
    options = "".join(
        f"\n  {option(str(value), str(label), chosen)}\n"
        for value, label in field.field.widget.choices
    )
    return mark_safe(f'<select name="{field.html_name}"{attributes}>{options}\n</select>')


def option(value: str, label: str, chosen: str) -> str:
    selected = " selected" if value == chosen else ""
    return f'<option value="{escape(value)}"{selected}>{escape(label)}</option>'
