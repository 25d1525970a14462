import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entities", "0004_counts")]

    operations = [
        migrations.CreateModel(
            name="Relinking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=500, verbose_name="what changed")),
                ("asked_by", models.CharField(blank=True, max_length=150, verbose_name="by")),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="finished"),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="entities.relinking",
                        help_text=(
                            "A later change of the same names, which does what was left to do."
                        ),
                    ),
                ),
                ("names", models.JSONField(default=list)),
                ("entities", models.JSONField(default=list, help_text="Primary keys.")),
                (
                    "articles",
                    models.JSONField(
                        default=list, help_text="Primary keys of some of the articles."
                    ),
                ),
                (
                    "gone",
                    models.JSONField(default=list, help_text="Names of entities that are no more."),
                ),
                ("is_rule", models.BooleanField(default=False)),
                ("is_all", models.BooleanField(default=False)),
                ("last", models.PositiveBigIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0, verbose_name="articles done")),
                (
                    "total",
                    models.PositiveIntegerField(
                        help_text="Not known at first.", null=True, verbose_name="articles"
                    ),
                ),
                (
                    "found_in",
                    models.PositiveIntegerField(default=0, verbose_name="articles altered"),
                ),
                ("made", models.PositiveIntegerField(default=0, verbose_name="mentions made")),
                ("lost", models.PositiveIntegerField(default=0, verbose_name="mentions removed")),
            ],
            options={
                "verbose_name": "change of names worked off",
                "verbose_name_plural": "changes of names worked off",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_at", None)),
                        fields=["id"],
                        name="relinking_waits",
                    ),
                ],
            },
        ),
    ]
