"""What a curator sees of a quote that is not found in its context."""

import hashlib
from functools import cached_property

from articles.models import Passage
from entities import checking
from entities.models import Evidence, EvidenceState
from entities.resembling import Proposal

# So much of a passage stands around the words proposed.
AROUND = 120


class Offer:
    """A proposal, with what stands around it in its passage."""

    def __init__(self, passage: Passage, proposal: Proposal):
        self.passage, self.proposal = passage, proposal
        place = proposal.place
        self.stretch = f"{passage.pk}:{place.start}:{place.end}"
        self.before = passage.text[max(0, place.start - AROUND) : place.start]
        self.after = passage.text[place.end : place.end + AROUND]


class Doubt:
    """A quote in doubt: why it is, and where it may belong."""

    def __init__(self, evidence: Evidence):
        self.evidence = evidence

    @property
    def seen(self) -> str:
        """What tells whether anybody changed it since it was shown."""
        values = [getattr(self.evidence, name) for name in ("state", "quote", "start", "end")]
        return hashlib.sha256(repr([*values, self.evidence.passage_id]).encode()).hexdigest()[:16]

    @cached_property
    def offers(self) -> list[Offer]:
        return [Offer(*found) for found in checking.proposals_for(self.evidence)]

    @property
    def is_last(self) -> bool:
        return not self.evidence.relationship.evidence.exclude(pk=self.evidence.pk).exists()

    @property
    def why(self) -> str:
        one = self.evidence
        exact = sum(offer.proposal.kind == "elsewhere" for offer in self.offers)
        if one.state == EvidenceState.BROKEN:
            return "Nothing close to these words stands in the article any more."
        if one.passage and one.passage.version.is_current and not one.passage.is_linkable:
            return (
                f"Its passage is now a {one.passage.get_kind_display()}, which is left out of the "
                "article and carries no evidence."
            )
        if exact > 1:
            return "The words stand in more than one place, and nothing tells which is meant."
        if exact:
            return "The words stand in the article, but not for certain in the context they had."
        return "Only an altered wording is found."
