import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("articles", "0002_history"), ("portal", "0002_changes")]

    operations = [
        migrations.CreateModel(
            name='StoredText',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='stored_text', serialize=False, to='articles.article')),
                ('writers', models.CharField(help_text='See `writers_mark`.', max_length=16)),
                ('content', models.BinaryField(help_text='A compressed `writing.Text`.')),
            ],
        ),
    ]
