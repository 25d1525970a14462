"""Keep the index in step with the database: note what changes, take the notes up, make all anew.

So that nothing is lost between the two:

1. A writer notes the rows in the transaction that changes them (`note`): both are there or neither.
2. After its commit it takes up what is noted (`catch_up`), under the right to write, which one
   process has at a time: it reads notes, then the rows, writes the documents, and only once the
   index has them for good deletes the notes it read. Killed anywhere before that, it leaves notes
   that are taken up again, which comes to the same documents. A row that changes after it was read
   has a note that was not among those read.
3. Who does not get the right in time goes away: whoever has it looks again after giving it back,
   and by then sees the notes of all who came in vain.
4. The start takes up what is left, and makes all anew where the index cannot be used (`ensure`).
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.transaction import TransactionManagementError

from articles.batching import in_batches
from entities.relinking import Worker
from portal.cache.counting import move_on
from portal.search.backends import backend
from portal.search.contract import Backend, Rebuilding, Sort, State, Unavailable
from portal.search.documents import all_keys, documents, names_of, portions, rows
from portal.search.following import Follower
from portal.search.models import IndexNote, IndexState, NameKey

log = logging.getLogger(__name__)

MOST_KEYS = 1_000  # of a note, and indexed together
MOST_NOTES = 200  # read together
# Seconds that whoever saved waits for the index; it follows all the same.
PATIENCE = 5.0
# So many rows are noted before the index follows an import: to commit costs it as much as many
# rows, so that following each batch would take as long as all the rest.
PORTION = 5_000

PLURALS = {Sort.ARTICLE: "articles", Sort.ENTITY: "entities", Sort.STATEMENT: "statements"}

Watch = Callable[..., Iterable]  # items and what they are, with `total`: `articles.progress`
Note = tuple[int, str, list[int]]  # primary key, sort, keys


def unwatched(items: Iterable, what: str, *, total: int) -> Iterable:
    return items


# --- noting


class Portions(threading.local):
    """How many rows this thread noted and left for later, while it changes many articles."""

    is_open = False
    noted = 0

    def begin(self) -> None:
        self.is_open, self.noted = True, 0

    def end(self) -> None:
        is_due = self.noted > 0
        self.is_open, self.noted = False, 0
        if is_due:
            follow_after_commit()

    def is_due(self) -> bool:
        return not self.is_open or self.noted >= PORTION


PORTIONS = Portions()


def note(sort: Sort, keys: Iterable[int]) -> None:
    """Within the transaction that changes these rows, note that they are to be indexed anew."""
    keys = sorted(set(keys))
    if not keys:
        return
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("A note is made in the transaction that changes the rows.")
    batches = in_batches(keys, MOST_KEYS)
    IndexNote.objects.bulk_create(IndexNote(sort=sort, keys=batch) for batch in batches)
    PORTIONS.noted += len(keys)
    if PORTIONS.is_due():
        follow_after_commit()


def follow_after_commit() -> None:
    """Have the index follow once, however much a transaction notes."""
    # Django takes a hook out with the savepoint that it was made in, so that one that is still
    # there outlives whatever this note does.
    if not any(hook is follow for _, hook, _ in transaction.get_connection().run_on_commit):
        transaction.on_commit(follow)


def follow() -> None:
    """Bring the index up to date after a commit. What was saved stays saved, whatever happens."""
    PORTIONS.noted = 0
    try:
        if FOLLOWER.is_alive():
            FOLLOWER.ask(PATIENCE)
        else:
            catch_up(wait=PATIENCE)
    except Exception:
        log.exception("The search index could not follow; what changed stays noted")


# --- taking up


def catch_up(*, wait: float | None = None, watch: Watch = unwatched) -> int:
    """Index what is noted; the number of rows.

    Does nothing while there is no index of this database, or where another process writes for
    longer than `wait` seconds (None: as long as it takes).
    """
    engine, count = backend(), 0
    while is_ready(engine) and IndexNote.objects.exists():
        with engine.writing(wait=wait) as is_ours:
            if not is_ours:
                break
            count += take_up(engine, watch)
    return count


def is_ready(engine: Backend) -> bool:
    """Whether there is an index, and one that was made from this database."""
    stamp = engine.stamp()
    return bool(stamp) and stamp == stamp_held()


def stamp_held() -> str:
    return str(IndexState.objects.first() or "")


def take_up(engine: Backend, watch: Watch = unwatched) -> int:
    """Index what is noted until nothing is. Only under the right to write."""
    total = IndexNote.objects.count()
    return sum(watch(each_taken_up(engine), "Indexing changes", total=total))


def each_taken_up(engine: Backend) -> Iterator[int]:
    """The number of rows of each note, once it is done with."""
    while waiting := list(IndexNote.objects.values_list("pk", "sort", "keys")[:MOST_NOTES]):
        for notes in together(waiting):
            # From here on the rows are read: what changes them has a later note.
            for sort, keys in rows_noted(notes).items():
                index(engine, sort, sorted(keys))
            forget(pk for pk, _, _ in notes)
            yield from (len(keys) for _, _, keys in notes)


def together(notes: list[Note]) -> Iterator[list[Note]]:
    """Notes whose rows are indexed together."""
    batch: list[Note] = []
    for one in notes:
        if batch and sum(len(keys) for _, _, keys in [*batch, one]) > MOST_KEYS:
            yield batch
            batch = []
        batch.append(one)
    yield batch


def rows_noted(notes: list[Note]) -> dict[Sort, set[int]]:
    noted = defaultdict(set)
    for _, sort, keys in notes:
        noted[Sort(sort)].update(keys)
    return noted


def index(engine: Backend, sort: Sort, keys: list[int]) -> None:
    """Write the documents of these rows, and take away those of rows that must not have any."""
    for portion in portions(sort, keys):
        made = documents(sort, portion)
        if sort is Sort.ENTITY:
            write_names(portion)
        engine.write(sort, made, sorted(set(portion) - {one.key for one in made}))


@transaction.atomic
def write_names(entity_ids: list[int]) -> None:
    """Bring the keys by which queries find these entities up to date."""
    wanted = names_of(entity_ids)
    held = {
        (one.entity_id, one.key, one.is_symbol): one.pk
        for one in NameKey.objects.filter(entity__in=entity_ids)
    }
    NameKey.objects.filter(pk__in=[held[key] for key in held.keys() - wanted]).delete()
    NameKey.objects.bulk_create(
        NameKey(entity_id=entity, key=key, is_symbol=is_symbol)
        for entity, key, is_symbol in sorted(wanted - held.keys())
    )


def forget(notes: Iterable[int]) -> None:
    """Delete exactly these notes. Readers find other things from here on."""
    with transaction.atomic():
        for batch in in_batches(list(notes), MOST_KEYS):
            IndexNote.objects.filter(pk__in=batch).delete()
        move_on()


# --- making anew


@dataclass(frozen=True)
class Done:
    """What it took: the number of noted rows indexed, and why all was made anew, if it was."""

    changed: int
    reason: str


def ensure(
    *,
    is_asked: bool = False,
    watch: Watch = unwatched,
    say: Callable[[str], object] = log.info,
) -> Done:
    """Bring the index to where the database is, whatever state it is in; the database stays.

    Made anew where it cannot be used, or `is_asked`; until that is done, the old one serves.
    """
    engine, changed = backend(), 0
    with in_turn(engine, say):
        # Asked only now: another process may have mended it while this one waited.
        reason = "it was asked for" if is_asked else fault_of(engine)
        if not reason:
            try:
                changed = take_up(engine, watch)
                reason = shortfall(engine)
            except Unavailable as error:
                reason = f"it could not be written to ({error})"
        if reason:
            say(f"The search index is made anew: {reason}.")
            make_anew(engine, watch)
    return Done(changed + catch_up(watch=watch), reason)


@contextmanager
def in_turn(engine: Backend, say: Callable[[str], object]) -> Iterator[None]:
    """The right to write, however long it takes to get it."""
    with engine.writing(wait=0) as is_ours:
        if is_ours:
            yield
            return
    say("Another process writes to the search index; waiting for it.")
    with engine.writing(wait=None):
        yield


def fault_of(engine: Backend) -> str:
    """Why the index cannot be used; empty where it can."""
    state = engine.state()
    if state is not State.GOOD:
        return f"it was {state}"
    return "" if is_ready(engine) else "it was made from another database"


def shortfall(engine: Backend) -> str:
    """Whether the index holds another number of rows than it must; under the right to write."""
    sizes = engine.sizes()
    held = {sort: rows(sort).count() for sort in Sort}
    # Looked for last, so that the note of whatever was counted is seen.
    if sizes == held or IndexNote.objects.exists():
        return ""
    return "it did not hold all that the database holds"


def make_anew(engine: Backend, watch: Watch = unwatched) -> None:
    # By their own keys: one that is committed meanwhile may have a lower key than these.
    noted = list(IndexNote.objects.values_list("pk", flat=True))
    state, _ = IndexState.objects.get_or_create(pk=1)
    with engine.rebuild(str(state)) as anew:
        for sort in Sort:
            fill(anew, sort, watch)
        # Killed before it forgets the notes, it leaves one: readers are told by who takes it up.
        noted.append(IndexNote.objects.create(sort=Sort.ARTICLE, keys=[]).pk)
    forget(noted)


def fill(anew: Rebuilding, sort: Sort, watch: Watch) -> None:
    keys = watch(all_keys(sort), f"Indexing {PLURALS[sort]}", total=rows(sort).count())
    for portion in portions(sort, keys):
        if sort is Sort.ENTITY:
            write_names(portion)
        anew.add(sort, documents(sort, portion))


# --- following, while the portal is served

IS_DOUBTFUL = threading.Event()


def keep_up() -> bool:
    """Take up what is noted, and a batch of what is queued; whether more of that is due."""
    catch_up_or_mend()
    return WORKER.step() is not None


def catch_up_or_mend() -> None:
    """Take up what is noted; make all anew where the index is gone, or was found to be broken."""
    if IS_DOUBTFUL.is_set() or not is_ready(backend()):
        IS_DOUBTFUL.clear()
        ensure()
    else:
        catch_up()


def report_doubt() -> None:
    """A reader's search could not use the index: have it looked at, without waiting."""
    IS_DOUBTFUL.set()
    wake()


def wake() -> None:
    """Have the follower look, without waiting for it."""
    if FOLLOWER.is_alive():
        FOLLOWER.ask(0)


# Links anew what changes of names concern, where that was too much for a request.
WORKER = Worker()
# Started by the server alone: a command indexes before it ends.
FOLLOWER = Follower(begin=ensure, go_on=keep_up)
