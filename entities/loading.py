"""Write the curation files into the database: all of it or nothing, and never over a curator."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from articles.threeway import MISSING
from entities import announcing, conflicts, models
from entities.conflicts import Sides
from entities.seeds import Problem, SeedReader
from entities.stores import STORES, NotHeld, Store, Unquoted, Writing
from entities.validating import FILES, Corpus, Validator


class BadSeeds(Exception):
    """The files cannot be loaded; `problems` says everything that is wrong."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


@dataclass
class Report:
    """What a load did, by keys, and the conflicts that are open: there a curator's word stands."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    conflicts: list[models.SeedConflict] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        return bool(self.created or self.updated or self.removed)


def load_seeds(folder: Path, *, theirs: Iterable[str] = (), ours: Iterable[str] = ()) -> Report:
    """Load a folder of curation files. Raises BadSeeds, having written nothing.

    `theirs` names conflicts that are decided for the file, `ours` those decided for the curator;
    a name that names none raises UnknownConflicts, and nothing is written either.
    """
    seeds = SeedReader(folder).read()
    corpus = Corpus.of(folder)
    if problems := Validator(seeds, corpus).validate():
        raise BadSeeds(problems)
    with transaction.atomic():
        loader = Loader(Writing(seeds, corpus))
        loader.load()
        for_curator = conflicts.named(ours)
        # The curator's word stands where both are asked for: all for the file, but for this.
        for_file = [one for one in conflicts.named(theirs) if one not in for_curator]
        loader.settle(for_file, for_curator)
        return loader.finish()


@dataclass
class Plan:
    """What is to be written of one kind; None in `before` where the record is new."""

    changed: list[tuple[str, dict]] = field(default_factory=list)
    new: set[str] = field(default_factory=set)
    doomed: list[str] = field(default_factory=list)

    def add(self, key: str, have, want) -> None:
        if want is MISSING and have is not MISSING:
            self.doomed.append(key)
        elif want != have:
            self.changed.append((key, want))
            if have is MISSING:
                self.new.add(key)


class Loader:
    """Merges every record of the files with what the database holds, kind by kind."""

    def __init__(self, writing: Writing):
        self.writing = writing
        self.report = Report()
        self.problems: list[Problem] = []
        self.failed: set[str] = set()
        self.doomed: list[tuple[Store, str, str]] = []

    def load(self) -> None:
        for kind, store in STORES.items():
            self.merge(kind, store(self.writing))
        self.remove_doomed()

    def merge(self, kind: str, store: Store) -> None:
        """Merge and write the records of one kind."""
        base = {seed.key: seed for seed in models.SeedRecord.objects.filter(kind=kind)}
        ours, theirs = store.read_all(), self.writing.seeds.records[kind]
        plan, found, after = Plan(), {}, {}
        for key in [*theirs, *(key for key in base if key not in theirs)]:
            before = base[key].content if key in base else MISSING
            have, want = ours.get(key, MISSING), theirs.get(key, MISSING)
            after[key], found[key] = store.merge(before, have, want)
            plan.add(key, have, after[key])
        self.write(kind, store, plan)
        conflicts.keep(kind, ours | after, theirs, found)
        remember(kind, base, theirs)

    def write(self, kind: str, store: Store, plan: Plan) -> None:
        if store.is_rested_on:
            store.make_room(plan.changed, plan.doomed)
            self.doomed += [(store, kind, key) for key in plan.doomed]
        else:
            # First, so that the same statement may come back under another id.
            for key in plan.doomed:
                self.remove(store, kind, key)
        self.refuse_moved(kind, store, plan)
        for key, record in plan.changed:
            (self.report.created if key in plan.new else self.report.updated).append(
                f"{kind} {key}"
            )
            with self.reporting(kind, key):
                self.writing.concern(store.concerned(key))
                store.write(key, record)
        for key, record in plan.changed:
            if key in self.failed:
                continue
            with self.reporting(kind, key):
                store.join(key, record)
                self.writing.concern(store.concerned(key))

    def refuse_moved(self, kind: str, store: Store, plan: Plan) -> None:
        """A record that was made one with another would stand beside its own redirect."""
        for key in plan.new:
            if place := store.moved_to(key):
                self.fail(
                    kind, key, f"its address leads to {place} since the two were made one; undo "
                    "that merge first, or take the record out of the file",
                )  # fmt: skip
        plan.changed = [(key, record) for key, record in plan.changed if key not in self.failed]

    def remove_doomed(self) -> None:
        # What rests on others goes before what it rests on.
        for store, kind, key in reversed(self.doomed):
            self.remove(store, kind, key)
        self.doomed = []

    def remove(self, store: Store, kind: str, key: str) -> None:
        with self.reporting(kind, key):
            self.writing.concern(store.concerned(key), store.bereft(key))
            store.delete(key)
            self.report.removed.append(f"{kind} {key}")

    def settle(
        self, theirs: Iterable[models.SeedConflict], ours: Iterable[models.SeedConflict]
    ) -> None:
        """Write the file's value where it is to count; what is decided is no conflict any more."""
        by_kind: dict = defaultdict(lambda: defaultdict(list))
        for conflict in theirs:
            by_kind[conflict.kind][conflict.key].append(conflict.path)
        for kind, store in STORES.items():
            if by_kind[kind]:
                self.take_theirs(kind, store(self.writing), by_kind[kind])
        self.remove_doomed()
        for conflict in [*theirs, *ours]:
            models.SeedConflict.objects.filter(pk=conflict.pk).delete()

    def take_theirs(self, kind: str, store: Store, paths: dict[str, list[str]]) -> None:
        plan, held = Plan(), store.read(paths)
        after: dict = {}
        for key in paths:
            sides = Sides(held.get(key, MISSING), conflicts.file_says(kind, key))
            for path in paths[key]:
                sides = Sides(sides.settled(path), sides.file)
            after[key] = sides.ours
            plan.add(key, held.get(key, MISSING), sides.ours)
        self.write(kind, store, plan)
        for conflict in models.SeedConflict.objects.filter(kind=kind, key__in=paths):
            file = conflicts.file_says(kind, conflict.key)
            conflicts.update(conflict, Sides(after[conflict.key], file))

    def finish(self) -> Report:
        """Tell history and the index of all that was written, or say why none of it can be."""
        if self.problems:
            raise BadSeeds(self.problems)
        self.writing.saving.tell()
        announcing.announce(**self.writing.concerned)
        self.report.conflicts = list(models.SeedConflict.objects.all())
        return self.report

    @contextmanager
    def reporting(self, kind: str, key: str) -> Iterator[None]:
        """Turn what a curator's changes have made impossible into a problem of the record."""
        try:
            with transaction.atomic():
                yield
        except NotHeld as error:
            # What rests on a record that failed is no fault of its own.
            if error.slug not in self.failed:
                self.fail(kind, key, str(error))
        except Unquoted as error:
            self.fail(kind, key, str(error))
        except ProtectedError as error:
            resting = ", ".join(sorted({f"{type(one).__name__} {one}" for one in error.args[1]}))
            self.fail(kind, key, f"taken out, but these rest on it: {resting}")
        except IntegrityError as error:
            self.fail(kind, key, f"clashes with what a curator entered: {error}")

    def fail(self, kind: str, key: str, told: str) -> None:
        self.failed.add(key)
        self.problems.append(Problem(FILES[kind], key, "-", told))


def remember(kind: str, base: dict, theirs: dict) -> None:
    """Keep what the files say now, as the base of the next merge."""
    gone = [seed.pk for key, seed in base.items() if key not in theirs]
    models.SeedRecord.objects.filter(pk__in=gone).delete()
    models.SeedRecord.objects.bulk_create(
        models.SeedRecord(kind=kind, key=key, content=content)
        for key, content in theirs.items()
        if key not in base
    )
    changed = []
    for key, seed in base.items():
        if key in theirs and seed.content != theirs[key]:
            seed.content = theirs[key]
            changed.append(seed)
    models.SeedRecord.objects.bulk_update(changed, ["content"], batch_size=500)
