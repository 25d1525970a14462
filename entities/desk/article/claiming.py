"""Say what words of an article name: an entity that is held, or a new one."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from articles.models import Article
from entities import linking, relinking
from entities.announcing import announce
from entities.concern import Concern
from entities.desk.article.statements import SelectionForm
from entities.desk.picking import EntityField
from entities.linking import Outcome
from entities.models import (
    Decision,
    Entity,
    Mention,
    MentionStatus,
    Name,
    Relinking,
    UnclaimedName,
)
from entities.models.entity import LANGUAGE_TAG


class WordsForm(SelectionForm):
    """The words that name something, and how they are to be found elsewhere."""

    text = forms.CharField(label="name", max_length=300)
    language = forms.CharField(max_length=35, validators=[LANGUAGE_TAG])
    links = forms.BooleanField(label="links by itself", required=False, initial=True)

    def __init__(self, *args, article, **kwargs):
        initial = {"language": article.language or "en"} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, article=article, initial=initial, **kwargs)

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())

    def wording(self, entity: Entity) -> Name:
        data = self.cleaned_data
        return Name(
            entity=entity, text=data["text"], language=data["language"], links=data["links"]
        )


class NameForm(WordsForm):
    """These words name an entity that is held."""

    entity = EntityField()

    def clean(self):
        data = super().clean()
        if not self.errors:
            self.clean_symbol(data["entity"])
        return data

    def clean_symbol(self, entity: Entity) -> None:
        try:
            self.wording(entity).clean()
        except ValidationError as error:
            self.add_error("text", error.messages)


class NewEntityForm(WordsForm, forms.ModelForm):
    """These words name something that is not held yet."""

    class Meta:
        model = Entity
        fields = ["name", "kind", "slug", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}


@transaction.atomic
def give_name(form: NameForm, by: str) -> Outcome | Relinking:
    """Make the words a name of the entity, and link every article anew that may hold them."""
    entity, wanted = form.cleaned_data["entity"], form.wording(form.cleaned_data["entity"])
    held = Name.objects.filter(entity=entity, text=wanted.text).first()
    if held is None:
        wanted.save()
    elif wanted.links and not held.links:
        held.links = True
        held.save()
    UnclaimedName.objects.filter(text=wanted.text).delete()
    announce(entity_ids=[entity.pk])
    done = link_everywhere(form, [wanted.text], entity, by)
    if mention := mention_at(form, entity):
        settle(mention, by)
    return done


def link_everywhere(
    form: WordsForm, names: list[str], entity: Entity, by: str
) -> Outcome | Relinking:
    """The article at hand at once, whatever is left to the queue."""
    here = linking.link_articles([form.article.pk])
    what = f"Names of {entity}: {', '.join(names)}"
    done = relinking.link_or_queue(Concern.of(names, [entity.pk]), what=what, by=by)
    if isinstance(done, Outcome):
        done += here
    return done


def settle(mention: Mention, by: str) -> None:
    """Between several entities of one name, the curator has just chosen."""
    if mention.status in (MentionStatus.AMBIGUOUS, MentionStatus.REJECTED):
        linking.decide_mention(mention, Decision.ACCEPTED, by)


@transaction.atomic
def make_entity(form: NewEntityForm, by: str) -> tuple[Entity, Outcome | Relinking]:
    """A new entity, called by its name and by the words of the article."""
    entity = form.save()
    words = form.wording(entity)
    words.save()
    if entity.name != words.text:
        Name.objects.create(
            entity=entity, text=entity.name, language=words.language, links=words.links
        )
    UnclaimedName.objects.filter(text__in={words.text, entity.name}).delete()
    announce(entity_ids=[entity.pk])
    return entity, link_everywhere(form, [words.text, entity.name], entity, by)


def mention_at(form: WordsForm, entity: Entity) -> Mention | None:
    """The mention of the entity at the selected words, if they are one now."""
    selected = form.selected()
    return selected and mentions_of(form.article).filter(
        passage__position=selected.passage, start=selected.start, entity=entity
    ).first()  # fmt: skip


def mentions_of(article: Article):
    mentions = Mention.objects.of_articles([article.pk]).filter(passage__version__is_current=True)
    related = mentions.select_related("entity", "passage__version__article")
    return related.defer("passage__version__content", "passage__version__article__imported")


def namesakes(text: str, entity: Entity) -> list[Entity]:
    """Other entities that these words are a name of: their mentions wait for a curator."""
    others = Entity.objects.filter(names__in=Name.objects.linking().filter(text=text))
    return list(others.exclude(pk=entity.pk).distinct())
