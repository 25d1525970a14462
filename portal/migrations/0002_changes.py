from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("portal", "0001_search")]

    operations = [
        migrations.CreateModel(
            name='ChangeCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField()),
            ],
        ),
    ]
