"""Answer HEAD as GET, without a view that refers to itself."""


class Headed:
    """By Django's own way a view refers to its own method: then it waits for the garbage collector,
    and with it all that is on its page, to a tenth of what the page costs."""

    def head(self, request, *args, **kwargs):
        return self.get(request, *args, **kwargs)
