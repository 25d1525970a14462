"""Every component in every state, with the tokens it is made of: what the portal looks like."""

from django.http import Http404
from django.views.generic import TemplateView

from entities.views.alone import AlonePicture
from portal.pages import palette, samples
from portal.pages.sample_figures import FIGURES, sample_sections, sample_table
from portal.pages.sample_pictures import SAMPLES, sample_map

# Each colour is measured against what it stands on.
COLOURS = {
    "Text and ground": ("paper", ["ink", "ink-second", "link", "field-edge", "rule"]),
    "Text on a card": ("card", ["ink", "ink-second", "link"]),
    "Text that is marked": ("mark", ["ink"]),
    "Kinds of entity": (
        "paper",
        ["neodymium", "thulium", "praseodymium", "holmium", "erbium", "europium", "terbium",
         "neutral"],
    ),
    "Series of a chart": ("paper", [f"chart-{n}" for n in range(1, 4)]),
    "Land, sea and grid": ("paper", ["land", "sea", "grid"]),
}  # fmt: skip
STEPS = range(1, 6)
SIZES = (
    ("size-h1", "Rare earths", "A page’s title"),
    ("size-h2", "What the articles say", "A section’s title"),
    ("size-lede", "Heavy rare earth deposit in north-western Namibia.", "What a page is about"),
    ("size-strong", "JOGMEC takes part in the development of Lofdal", "A statement"),
    ("size-text", "Namibia is home to one of the world’s deposits.", "Text to read"),
    ("size-note", "Published: not stated in the text", "Tables, lists and forms"),
    ("size-small", "Passage 6", "Captions and counts"),
)
SPACES = ("gap", "space-wide", "space-section")


class DesignPage(TemplateView):
    template_name = "pages/design.html"

    def get_context_data(self, **kwargs):
        modes = palette.values(palette.TOKENS.read_text())
        return super().get_context_data(
            colours=[(title, ground, measured(modes, names, ground))
                     for title, (ground, names) in COLOURS.items()],
            steps=[palette.colour(modes, f"shade-{n}") for n in STEPS],
            sizes=[(name, modes["light"][name], words, use) for name, words, use in SIZES],
            spaces=[(name, modes["light"][name]) for name in SPACES],
            kinds=samples.kinds(),
            statements=samples.statements(),
            notes=samples.NOTES,
            article=samples.Article(),
            **kwargs,
        )  # fmt: skip


class PicturesPage(TemplateView):
    template_name = "pages/design_pictures.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(pictures=SAMPLES, **sample_map(), **kwargs)


class ChartsPage(TemplateView):
    template_name = "pages/design_charts.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            sections=sample_sections(), figures=FIGURES, **sample_table(), **kwargs
        )


class ReadingPage(TemplateView):
    template_name = "pages/design_reading.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            entity=samples.LOFDAL,
            kinds=samples.kinds(),
            marks=samples.marks(),
            shares=samples.SHARES,
            **kwargs,
        )


class SamplePicture(AlonePicture, TemplateView):
    """A sample served alone, so that the page needs the style of no picture."""

    template_name = "design/alone.svg"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if kwargs["name"] not in SAMPLES:
            raise Http404
        self.sample = SAMPLES[kwargs["name"]]
        self.sheets = self.sample.sheets

    def get_context_data(self, **kwargs):
        return super().get_context_data(sample=self.sample, **self.sample.made(), **kwargs)


def measured(modes, names, ground):
    return [palette.colour(modes, name, ground) for name in names]
