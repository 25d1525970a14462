import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
import uuid
from django.db import migrations, models

# One for the words of each sort, which a search asks for by these very terms: no other index fits
# them. And one for the beginning of a word, whatever the collation.
INDEXES = {
    **{
        f"indexed_{sort}": f"portal_indexeddocument USING gin (vector) WHERE sort || '' = '{sort}'"
        for sort in ("article", "entity", "statement")
    },
    "vocabulary_prefix": "portal_vocabularyword (sort, word varchar_pattern_ops)",
}


def add_indexes(apps, schema_editor):
    """Only PostgreSQL has these indexes, and only its backend fills the tables."""
    if schema_editor.connection.vendor == "postgresql":
        for name, definition in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {definition}")


def drop_indexes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('entities', '0001_knowledge'),
    ]

    operations = [
        migrations.CreateModel(
            name='IndexNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('article', 'article'), ('entity', 'entity'), ('statement', 'statement')], max_length=10)),
                ('keys', models.JSONField(help_text='Primary keys of the rows.')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='IndexState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('database', models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name='IndexedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('article', 'article'), ('entity', 'entity'), ('statement', 'statement')], max_length=10)),
                ('key', models.BigIntegerField()),
                ('vector', django.contrib.postgres.search.SearchVectorField(help_text='All that it is found by: see `lexemes`.')),
                ('plain', models.TextField(help_text='Each plain word once.')),
                ('day', models.IntegerField()),
                ('word_count', models.PositiveIntegerField()),
                ('title_word_count', models.PositiveIntegerField()),
                ('mention_count', models.PositiveIntegerField()),
                ('entities', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('publishers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('years', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
            ],
            options={
                'indexes': [models.Index(fields=['sort', 'day', 'key'], name='indexed_newest')],
                'constraints': [models.UniqueConstraint(fields=('sort', 'key'), name='document_indexed_once')],
            },
        ),
        migrations.CreateModel(
            name='IndexedSort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('article', 'article'), ('entity', 'entity'), ('statement', 'statement')], max_length=10, unique=True)),
                ('format', models.PositiveIntegerField()),
                ('stamp', models.CharField(max_length=100)),
                ('document_count', models.PositiveBigIntegerField(default=0)),
                ('word_count', models.PositiveBigIntegerField(default=0)),
                ('title_word_count', models.PositiveBigIntegerField(default=0)),
                ('mention_count', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='VocabularyWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('article', 'article'), ('entity', 'entity'), ('statement', 'statement')], max_length=10, blank=True)),
                ('word', models.CharField(max_length=500)),
                ('count', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sort', 'word'), name='word_counted_once')],
            },
        ),
        migrations.CreateModel(
            name='NameKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(db_index=True, max_length=400)),
                ('is_symbol', models.BooleanField(default=False)),
                ('entity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='name_keys', to='entities.entity')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entity', 'key', 'is_symbol'), name='entity_found_by_key_once')],
            },
        ),
        migrations.RunPython(add_indexes, drop_indexes),
    ]
