import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("articles", "0002_history"), ("entities", "0003_roles")]

    operations = [
        migrations.CreateModel(
            name="CountedArticle",
            fields=[
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("record", models.TextField()),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="CountedStatement",
            fields=[
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("record", models.TextField()),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Total",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="EntityCount",
            fields=[
                ("entity", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="counts", serialize=False, to="entities.entity")),
                ("article_count", models.IntegerField(default=0)),
                ("relationship_count", models.IntegerField(default=0)),
            ],
            options={
                "indexes": [models.Index(fields=["-relationship_count", "-article_count"], name="entity_most_connected")],
            },
        ),
        migrations.CreateModel(
            name="Companion",
            fields=[
                ("pk", models.CompositePrimaryKey("entity", "other", blank=True, editable=False, primary_key=True, serialize=False)),
                ("passage_count", models.IntegerField()),
                ("entity", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="companions", to="entities.entity")),
                ("other", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="company", to="entities.entity")),
            ],
            options={
                "indexes": [models.Index(fields=["entity", "-passage_count", "other"], name="companion_closest")],
            },
        ),
        migrations.AddField(
            model_name="link",
            name="day",
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(condition=models.Q(("day__isnull", False)), fields=["entity", "-day", "-article"], name="link_newest_first"),
        ),
        migrations.AddIndex(
            model_name="relationship",
            index=models.Index(fields=["claim"], name="relationship_by_claim"),
        ),
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(fields=["kind", "name"], name="entity_by_kind"),
        ),
    ]
