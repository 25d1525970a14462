"""Import articles from files and folders of .txt, .md and .html."""

from django.core.management.base import BaseCommand, CommandError

from articles.importing import MAX_BYTES, Importer
from articles.progress import progress
from articles.storing import Report


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file or a folder")
        parser.add_argument("--encoding", default="utf-8", help="of the files (default: utf-8)")
        parser.add_argument(
            "--max-bytes", type=int, default=MAX_BYTES, help=f"per file (default: {MAX_BYTES:,})"
        )

    def handle(self, *, paths, encoding, max_bytes, **options):
        check_encoding(encoding)
        if max_bytes < 1:
            raise CommandError("--max-bytes: must be 1 or more")
        importer = Importer(encoding=encoding, max_bytes=max_bytes)
        report = importer.run(
            paths,
            lambda files, total: progress(files, "Importing", total=total, stream=self.stderr._out),
        )
        self.say(report)
        if report.failed:
            raise SystemExit(1)

    def say(self, report: Report):
        for warning in report.warnings:
            self.stderr.write(self.style.WARNING(f"Note: {warning}"))
        for fault in report.failed:
            self.stderr.write(self.style.ERROR(f"Not imported: {fault}"))
        self.stdout.write(
            f"{report.created} created, {report.updated} updated, "
            f"{report.unchanged} unchanged, {len(report.failed)} failed."
        )


def check_encoding(encoding: str):
    try:
        "".encode(encoding)
    except (LookupError, UnicodeError):
        raise CommandError(
            f"--encoding: there is no encoding “{encoding}”; try utf-8, cp1252 or latin-1"
        ) from None
