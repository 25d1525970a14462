from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("articles", "0002_history"), ("portal", "0002_changes")]

    operations = []
