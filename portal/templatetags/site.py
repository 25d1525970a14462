"""What the frame of every page needs."""

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

MOST_KEPT = 100


@register.simple_block_tag(end_name="endkept")
def kept(content):
    """What stands between the tags, kept by `as` a name: a block can be written out only once."""
    return content


@register.tag
def constant(parser, token):
    """What stands between the tags depends on nothing but the values named, and is written out
    once a process for each of them, the last MOST_KEPT; in development, each time."""
    _, *names = token.split_contents()
    content = parser.parse(("endconstant",))
    parser.delete_first_token()
    return Constant(content, [parser.compile_filter(name) for name in names])


class Constant(template.Node):
    def __init__(self, content: template.NodeList, varies: list):
        self.nodelist, self.varies = content, varies
        self.written: dict[tuple, SafeString] = {}

    def render(self, context):
        if context.template.engine.debug:
            return self.nodelist.render(context)
        key = tuple(one.resolve(context) for one in self.varies)
        if key not in self.written:
            if len(self.written) >= MOST_KEPT:
                # A host can be asked for by many names and ports.
                self.written.clear()
            self.written[key] = self.nodelist.render(context)
        return self.written[key]


@register.simple_tag(takes_context=True)
def nav_item(context, url, label, wide=False):
    """A place in the main navigation, marked where the reader is at it or below it."""
    path = context["request"].path
    shown = ' class="where-wide"' if wide else ""
    current = "page" if path == url else "true" if path.startswith(url) else ""
    here = f' aria-current="{current}"' if current else ""
    return mark_safe(f'<li{shown}><a href="{url}"{here}>{label}</a></li>')
