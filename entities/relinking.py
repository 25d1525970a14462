"""Link anew what a change of names concerns: at once where that is little, else batch by batch.

A change that concerns many articles is queued in its own transaction, so that both are there or
neither. The queue is worked off by the server and by `manage.py relink`, a batch a transaction that
also notes how far it came: killed anywhere, it goes on there. Until an article's turn, its page
shows the links it had; and to link it twice is harmless, since names and decisions are always read
as they are now. Who works takes the job's row under a lock, so that two do not do the same batch.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.batching import SIZE
from entities import linking
from entities.concern import Concern
from entities.linking import Outcome
from entities.models import Relinking
from entities.signals import relinking_queued

# So many articles are linked anew within a second or two, which a curator may wait.
MOST_AT_ONCE = 200
MOST_SAID = Relinking._meta.get_field("what").max_length


@transaction.atomic
def link_or_queue(concern: Concern, *, what: str, by: str = "") -> Outcome | Relinking:
    """Link anew what is concerned, or leave it to the queue; within the change's transaction."""
    articles = linking.concerned(concern, in_haste=True)
    if articles is None or len(articles) > MOST_AT_ONCE:
        return queue(concern, what=what, by=by, total=articles and len(articles))
    return linking.link_batches(articles)


@transaction.atomic
def queue(concern: Concern, *, what: str, by: str = "", total: int | None = None) -> Relinking:
    """Leave it to the queue. What a change of the same names has left to do goes along with it."""
    earlier = [one for one in at_rest() if concern.is_all or concern.overlaps(one.concern)]
    job = Relinking(what=what[:MOST_SAID], asked_by=by, total=None if earlier else total)
    job.concern = reduce(or_, (one.concern for one in earlier), concern)
    job.save()
    taken_over = Relinking.objects.filter(pk__in=[one.pk for one in earlier])
    taken_over.update(finished_at=timezone.now(), superseded_by=job)
    relinking_queued.send(sender=None)
    return job


def at_rest() -> list[Relinking]:
    """Those at which nobody works this moment: the others go on beside what comes after them."""
    return list(locking(Relinking.objects.unfinished().order_by("pk")))


def in_words(done: Outcome | Relinking) -> str:
    """What became of a change, for whoever made it."""
    if isinstance(done, Outcome):
        return str(done)
    count = "Many" if done.total is None else f"{done.total:,}"
    return (
        f"{count} articles may be concerned: they are linked anew one after the other, as “Changes "
        "of names worked off” shows. Until then their pages show the links they had."
    )


class Worker:
    """Works the queue off, a batch at a time."""

    def __init__(self):
        self.job: int | None = None
        self.articles: list[int] = []

    def step(self) -> Relinking | None:
        """Do a batch, and tell of which job; None where nothing is to do, or others do it."""
        for key in Relinking.objects.unfinished().order_by("pk").values_list("pk", flat=True):
            self.look_up(key)
            if job := self.do_batch(key):
                return job
        self.job, self.articles = None, []
        return None

    def look_up(self, key: int) -> None:
        """Have the articles of the job, of which the names stand by now."""
        if key != self.job:
            self.articles = linking.concerned(Relinking.objects.get(pk=key).concern)
            self.job = key

    @transaction.atomic
    def do_batch(self, key: int) -> Relinking | None:
        job = locked(key)
        if job is None:
            return None
        first = bisect_right(self.articles, job.last)
        batch = self.articles[first : first + SIZE]
        outcome = linking.link_articles(batch) if batch else Outcome()
        note(job, batch, outcome, left=len(self.articles) - first - len(batch))
        return job


def locked(key: int) -> Relinking | None:
    """The job, for this transaction alone; None where it is done, or in other hands."""
    return locking(Relinking.objects.unfinished().filter(pk=key)).first()


def locking(jobs: QuerySet[Relinking]) -> QuerySet[Relinking]:
    return jobs.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)


def note(job: Relinking, batch: list[int], outcome: Outcome, *, left: int) -> None:
    job.done += len(batch)
    job.last = batch[-1] if batch else job.last
    job.total = job.done + left
    job.found_in += outcome.articles
    job.made += outcome.made
    job.lost += outcome.lost
    job.finished_at = None if left else timezone.now()
    job.save(update_fields=["done", "last", "total", "found_in", "made", "lost", "finished_at"])


def unwatched(batches: Iterable, jobs: list[Relinking]) -> Iterable:
    return batches


def work_off(watch: Callable = unwatched) -> list[Relinking]:
    """Do all that is queued and not in other hands; the jobs that were done."""
    jobs = list(Relinking.objects.unfinished())
    done = {job.pk: job for job in watch(iter(Worker().step, None), jobs)}
    return [done[key] for key in sorted(done)]
