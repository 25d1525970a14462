"""Look for every quote again in its article, and list those that need a person."""

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from articles.models import Article
from articles.progress import progress
from entities import checking
from entities.models import Evidence, EvidenceState

PROPOSED = {"elsewhere": "the very words, to be confirmed,", "altered": "closest,"}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "slugs", nargs="*", metavar="SLUG", help="an article's (default: all articles)"
        )
        parser.add_argument(
            "--fail", action="store_true", help="exit with 1 if a quote is not found in its context"
        )

    def handle(self, *, slugs, fail, **options):
        articles = articles_named(slugs)
        changed = checking.check_all(self.watch, articles)
        evidence = Evidence.objects.filter(article__in=articles)
        self.say_counts(evidence, changed)
        unsound = evidence.unsound().for_desk()
        for one in unsound.iterator(chunk_size=500):
            self.say(one)
        if fail and unsound.exists():
            raise SystemExit(1)

    def watch(self, batches):
        return progress(batches, "Checking", total=len(batches), stream=self.stderr._out)

    def say_counts(self, evidence, changed: int) -> None:
        counts = evidence.by_state()
        total = sum(counts.values())
        listed = ", ".join(f"{counts.get(state, 0):,} {state.label}" for state in EvidenceState)
        self.stdout.write(f"{total:,} quotes: {listed}. {changed:,} moved or changed.")

    def say(self, one: Evidence) -> None:
        lines = [
            f"{one.relationship.slug}: {one.get_state_display()}, in {one.article.slug}",
            f"  quote: “{one.quote}”",
        ]
        if found := checking.proposals_for(one):
            passage, proposal = found[0]
            lines += [
                f"  {PROPOSED[proposal.kind]} in passage {passage.position}: {proposal.as_text}"
            ]
        self.stdout.write(self.style.WARNING(lines[0]))
        self.stdout.write("\n".join(lines[1:]))


def articles_named(slugs: list[str]) -> QuerySet:
    """The articles to check; an unknown slug is an error, before anything is written."""
    if not slugs:
        return Article.objects.all()
    articles = Article.objects.filter(slug__in=slugs)
    if unknown := sorted(set(slugs) - set(articles.values_list("slug", flat=True))):
        raise CommandError(f"There is no article with the slug: {', '.join(unknown)}.")
    return articles
