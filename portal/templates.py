"""Django's templates, whose contexts are let go of as soon as a page is written out."""

from django.template.backends.django import DjangoTemplates, Template, reraise
from django.template.context import make_context
from django.template.exceptions import TemplateDoesNotExist


class Templates(DjangoTemplates):
    def get_template(self, template_name):
        return Written(super().get_template(template_name).template, self)


class Written(Template):
    """A context refers to itself: left alone, it waits for the garbage collector with all that is
    on its page, to a tenth of what the page costs."""

    def render(self, context=None, request=None):
        autoescape = self.backend.engine.autoescape
        context = make_context(context, request, autoescape=autoescape)
        try:
            return self.template.render(context)
        except TemplateDoesNotExist as error:
            reraise(error, self.backend)
        finally:
            context.dicts.clear()
