"""What the frame of every page needs."""

from django import template

register = template.Library()


@register.simple_block_tag(end_name="endkept")
def kept(content):
    """What stands between the tags, kept by `as` a name: a block can be written out only once."""
    return content
