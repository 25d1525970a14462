"""Write out what a list can be narrowed by: strings put together, for a page has more than a
hundred options.
"""

from collections.abc import Sequence
from html import escape

from django import template
from django.template.defaultfilters import capfirst
from django.utils.safestring import mark_safe

from entities.figures.measures import written
from entities.templatetags.knowledge import kind_mark
from portal.search.facets import Facet, Option, Options

register = template.Library()


@register.simple_tag
def facet_options(part: Options, group: str):
    """What there is to choose from, the most frequent of it at once; of entities under the word
    of their kind."""
    head = kind_head(part) if group == Facet.ENTITY else ""
    return mark_safe(f"{head}{choices(part.at_once)}\n  {further(part.more)}\n  {unlisted(part)}")


def kind_head(part: Options) -> str:
    return f'<h4 class="kind-head">{kind_mark(part.name)} {escape(capfirst(part.label))}</h4>\n  '


def further(options: Sequence[Option]) -> str:
    if not options:
        return ""
    summary = f"<summary>{len(options)} more</summary>"
    return f'<details class="more">{summary}\n  {choices(options)}</details>'


def unlisted(part: Options) -> str:
    return f'<p class="meta">{written(part.rest)} more are not listed.</p>' if part.rest else ""


def choices(options: Sequence[Option]) -> str:
    return f'<ul class="facet">{"".join(map(choice, options))}</ul>\n'


def choice(option: Option) -> str:
    label, url, count, is_chosen = option
    current, take = (' aria-current="true"', TAKE) if is_chosen else ("", "")
    return (
        f'<li><a rel="nofollow" href="{escape(url)}"{current}><span>{escape(label)}{take}</span>'
        f' <span class="count">{written(count)}</span></a></li>\n'
    )


TAKE = ' <span class="take">take away</span>'
