"""Addresses that lead to another page now."""

from django.shortcuts import redirect


def leads_to(row):
    response = redirect(row, permanent=True)
    # Browsers would keep it for ever, and a merge can be undone: they ask each time.
    response["Cache-Control"] = "no-cache"
    return response
