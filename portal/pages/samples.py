"""Samples of what pages show, made without the database: plain values of the shapes they expect."""

from dataclasses import dataclass, field, replace

from entities.kinds import KINDS
from entities.models import Claim, Entity, Verdict

NEWS = "/articles/japan-namibia-rare-earths-exploration-deal/"


@dataclass
class Article:
    title: str = "Japan, Namibia sign rare earths exploration deal"
    genre: str = "news report"
    language: str = "en"
    published: str = "2023-08"
    publisher: str = ""
    entity_count: int = 24
    shows_full_text: bool = True

    def get_absolute_url(self) -> str:
        return NEWS


@dataclass
class Passage:
    position: int
    anchor: str = "p6"


@dataclass
class Quote:
    quote: str
    article: Article = field(default_factory=Article)
    passage: Passage = field(default_factory=lambda: Passage(6))
    is_sound: bool = True
    reads_as: str = ""
    source_url: str = f"{NEWS}#p6"
    article_id: int = 1


@dataclass
class Type:
    label: str


@dataclass
class Source:
    title: str
    publisher: str

    def get_absolute_url(self) -> str:
        return "/sources/"


@dataclass
class Note:
    slug: str
    verdict: str
    text: str
    as_of: str = "2026-02-06"
    rests_on: list[Source] = field(
        default_factory=lambda: [
            Source("Mineral Commodity Summaries 2026", "U.S. Geological Survey")
        ]
    )

    def get_absolute_url(self) -> str:
        return f"/notes/#{self.slug}"

    def get_verdict_display(self) -> str:
        return Verdict(self.verdict).label


@dataclass
class Statement:
    slug: str
    subject: Entity
    type: Type
    object: Entity
    quotes: list[Quote]
    claim: str = Claim.REPORTED
    is_sound: bool = True
    curator_notes: list[Note] = field(default_factory=list)
    qualified_by: list = field(default_factory=list)

    def get_absolute_url(self) -> str:
        return "/relationships/jogmec--participates-in--lofdal/"


def entity(slug: str, name: str, kind: str) -> Entity:
    return Entity(slug=slug, name=name, kind=kind)


JOGMEC = entity("jogmec", "JOGMEC", "organization")
LOFDAL = entity("lofdal", "Lofdal", "project")
LOFDAL.description = "Heavy rare earth deposit and development project."
LOFDAL.article_count, LOFDAL.relationship_count = 2, 10
DYSPROSIUM = entity("dysprosium", "Dysprosium", "element")
PARTNERSHIP = Quote(
    "JOGMEC is already involved in a partnership with Namibia Critical Metals Inc. for the "
    "development of the Lofdal deposit"
)
SOURCE_OF = Quote(
    "has the potential for substantial production of dysprosium and terbium",
    reads_as="the subject “This deposit” is Lofdal",
)
CHANGED = Quote("Supported by a long-standing partnership with JOGMEC", is_sound=False)


@dataclass
class Mark:
    """The number of a statement beside the passage that bears it out."""

    number: int
    statement: "Statement"
    spans: tuple = ()


def marks() -> list[Mark]:
    return [Mark(n, replace(one, slug="margin")) for n, one in enumerate(statements()[:3], 1)]


NOTES = [
    Note("sample-supported", Verdict.SUPPORTED, "An outside work says the same."),
    Note("sample-needs-context", Verdict.NEEDS_CONTEXT, "No production was found in any source."),
    Note("sample-disputed", Verdict.DISPUTED, "Another report names the other side otherwise."),
    Note("sample-unverified", Verdict.UNVERIFIED, "Nothing was found that says the same."),
]


def statements() -> list[Statement]:
    """One of each claim, and one whose source changed."""
    takes_part, might_yield = Type("takes part in the development of"), Type("is a source of")
    return [
        Statement("sample-reported", JOGMEC, takes_part, LOFDAL, [PARTNERSHIP]),
        Statement(
            "sample-promotional", LOFDAL, might_yield, DYSPROSIUM, [SOURCE_OF],
            claim=Claim.PROMOTIONAL, curator_notes=[NOTES[1]],
        ),
        Statement(
            "sample-disputed-claim", LOFDAL, might_yield, DYSPROSIUM, [SOURCE_OF],
            claim=Claim.DISPUTED, curator_notes=[NOTES[2]],
        ),
        Statement(
            "sample-unverified-claim", LOFDAL, might_yield, DYSPROSIUM, [SOURCE_OF],
            claim=Claim.UNVERIFIED, curator_notes=[NOTES[3]],
        ),
        Statement("sample-changed", JOGMEC, takes_part, LOFDAL, [CHANGED], is_sound=False),
    ]  # fmt: skip


# How many of a hundred have what is asked of them.
SHARES = ((100, "All have it"), (62, "38 lack it"), (0, "Nobody has it"))


def kinds() -> list:
    return list(KINDS.values())
