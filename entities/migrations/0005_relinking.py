from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("entities", "0004_counts")]

    operations = []
