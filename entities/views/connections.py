"""How two entities are connected: the question, the paths that answer it, and their pictures."""

from collections.abc import Iterator

from django.views.generic import TemplateView

from entities import kinds
from entities.claims import counted, doubts
from entities.connections.asking import End, Question, examples
from entities.connections.reading import Connection, Hop, connections
from entities.connections.searching import MOST_PATHS, MOST_STEPS
from entities.models import Entity
from entities.pictures.path import parts as path
from entities.pictures.path.abreast import abreast
from entities.pictures.path.down import down
from entities.views.notes import notes_of

HUBS_FAULT = "“{}” is no answer to whether to go through hubs. Write hubs=yes, or leave it out."


class ConnectionsPage(TemplateView):
    template_name = "entities/connections.html"

    def get_context_data(self, **kwargs):
        question = Question.of(self.request.GET)
        answer = answered(question) if question.is_clear else {"examples": examples()}
        return super().get_context_data(
            canonical=self.request.build_absolute_uri(question.url),
            question=question,
            faults=list(faults_of(question)),
            unclear=[(end, meanings(question, end)) for end in question.ends if end.is_unclear],
            hub_kinds=kinds.HUBS,
            most_steps=MOST_STEPS,
            most_paths=MOST_PATHS,
            **answer,
            **kwargs,
        )


def faults_of(question: Question) -> Iterator[str]:
    for end in question.ends:
        if end.typed and not end.entities:
            yield f"No entity held is called “{end.typed}”."
    if question.is_of_one:
        yield f"Both are {question.start.entity}. A connection takes two entities."
    if question.hubs not in ("", "yes"):
        yield HUBS_FAULT.format(question.hubs)


def meanings(question: Question, end: End) -> list[tuple[Entity, str]]:
    return [(entity, question.meaning(end, entity).url) for entity in end.entities]


def answered(question: Question) -> dict:
    pair = [end.entity for end in question.ends]
    found = connections(*pair, () if question.through_hubs else kinds.HUB_KINDS)
    if not found:
        held = Entity.objects.related().filter(pk__in=[entity.pk for entity in pair])
        return {"unsaid": [entity for entity in pair if entity not in set(held)]}
    statements = {said.statement for one in found for hop in one for said in hop.said}
    routes = [route(one) for one in found]
    return {
        "connections": list(zip(found, map(down, routes), strict=True)),
        "picture": abreast(routes),
        "statement_count": len(statements),
        "notes": notes_of(statements),
    }


def route(connection: Connection) -> path.Route:
    stops = [connection[0].here, *(hop.there for hop in connection)]
    return path.Route([stop(entity) for entity in stops], [leg(hop) for hop in connection])


def stop(entity: Entity) -> path.Stop:
    return path.Stop(str(entity), entity.kind, entity.get_absolute_url())


def leg(hop: Hop) -> path.Leg:
    """The strongest statement, which leads to its quotes on the page."""
    one, words = hop.strongest.statement, hop.strongest.words
    in_doubt = [doubt.words for doubt in doubts(one)]
    doubt = f" ({', '.join(in_doubt)})" if in_doubt else ""
    others = f", and {len(hop.said) - 1} more" if len(hop.said) > 1 else ""
    return path.Leg(
        words + doubt + others,
        f"{hop.here} {words} {hop.there.in_sentence}{doubt}{others}, {counted(one.quote_count)}",
        one.claim if one.is_sound else f"{one.claim} changed",
        f"#{one.slug}",
        one.quote_count,
    )
