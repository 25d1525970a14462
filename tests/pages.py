"""Fetch a page as a reader gets it."""

from html import unescape

from django.utils.html import strip_tags


def page(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def text_of(html: str) -> str:
    """The words of the markup, white space folded."""
    return unescape(" ".join(strip_tags(html).split()))
