from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("articles", "0002_history"), ("entities", "0003_roles")]

    operations = []
