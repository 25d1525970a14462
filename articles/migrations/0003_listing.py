from django.db import migrations, models

ORDER = ["-sort_day", "title", "slug"]


class Migration(migrations.Migration):

    dependencies = [("articles", "0002_history")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(condition=models.Q(("is_public", True)), fields=ORDER, name="article_newest_first"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(condition=models.Q(("is_public", True), ("publisher", "")), fields=ORDER, name="article_unpublished"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(condition=models.Q(("author", ""), ("is_public", True)), fields=ORDER, name="article_unsigned"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(condition=models.Q(("is_public", True), ("published", "")), fields=ORDER, name="article_undated"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(condition=models.Q(("is_public", True), ("rights", "")), fields=ORDER, name="article_unlicensed"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(condition=models.Q(("is_public", True), ("published_earliest__isnull", False)), fields=["-published_earliest", "slug"], name="article_dated_newest_first"),
        ),
    ]
