"""Small makers of real data: what they make goes through the portal's own code."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from articles.importing import Importer
from articles.models import Article, Passage
from articles.storing import Report
from entities import checking
from entities.counting import recounting
from entities.models import Entity, Evidence, Name, Relationship, RelationType


def import_paths(*paths: Path, **options) -> Report:
    """Run the importer as the command does."""
    return Importer(**options).run([str(path) for path in paths])


def make_article(text: str | bytes, *, slug: str = "text", suffix: str = ".txt", **options):
    """An article imported from a file `slug` + `suffix`; the same slug again is a re-import."""
    raw = text.encode() if isinstance(text, str) else text
    with TemporaryDirectory() as folder:
        path = Path(folder, slug + suffix)
        path.write_bytes(raw)
        report = import_paths(path, **options)
    if report.failed:
        raise report.failed[0]
    return Article.objects.get(versions__file_name=path.name, versions__is_current=True)


def make_entity(
    name: str,
    *,
    kind: str = "organization",
    names: Iterable[str] | None = None,
    slug: str = "",
    **fields,
) -> Entity:
    """An entity with names that link by themselves (by default its own)."""
    slug = slug or name.lower().replace(" ", "-")
    entity = Entity.objects.create(slug=slug, name=name, kind=kind, **fields)
    linking = [name] if names is None else names
    Name.objects.bulk_create(Name(entity=entity, text=text, links=True) for text in linking)
    return entity


def make_relationship(subject: Entity, object: Entity, *, type: str = "knows") -> Relationship:
    relation, _ = RelationType.objects.get_or_create(
        slug=type,
        defaults={
            "label": type,
            "inverse": f"{type} inversely",
            "subject_kinds": [subject.kind],
            "object_kinds": [object.kind],
        },
    )
    return Relationship.objects.create(
        slug=f"{subject.slug}--{type}--{object.slug}", subject=subject, type=relation, object=object
    )


def make_evidence(
    article: Article, quote: str, *, relationship: Relationship | None = None, line: int = 0
) -> Evidence:
    """A quote from an article; `line` puts it there as load_seeds does, else it is looked for."""
    if relationship is None:
        number = Relationship.objects.count()
        ends = [make_entity(f"{end} {number}", names=()) for end in ("Subject", "Object")]
        relationship = make_relationship(*ends)
    one = Evidence(
        relationship=relationship, article=article, quote=quote, support="explicit", state="broken"
    )
    if line:
        put_on_line(one, line)
    one.save()
    checking.check_articles([article.pk])
    one.refresh_from_db()
    return one


def put_on_line(evidence: Evidence, line: int) -> None:
    from entities import anchoring

    passage = checking.passage_at(evidence.article.versions.current().get(), str(line))
    (place,) = anchoring.locate(evidence.quote, [passage.text])
    checking.put(evidence, passage, place)


def current_passages(article: Article) -> list[Passage]:
    return list(Passage.objects.current().of_articles([article.pk]))


def texts_of(article: Article) -> list[str]:
    return [passage.text for passage in current_passages(article)]


def kinds_of(article: Article) -> list[str]:
    return [passage.kind for passage in current_passages(article)]


def lines(*parts: str) -> str:
    return "\n".join(parts)


def write_files(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files by their path below `folder`, and make the folders they need."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def messages(faults: Sequence) -> str:
    return "\n".join(map(str, faults))


def recount() -> None:
    """Bring the counts up to date with a change that went past the portal's writers."""
    for _ in recounting.recount(mend=True):
        pass
