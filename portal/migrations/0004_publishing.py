"""Who may publish: curators."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

CURATORS, CODENAME = "Curators", "publish_edition"


def let_curators_publish(apps, schema_editor):
    """Permissions are made after all migrations: on a new database they are wanted earlier."""
    using = schema_editor.connection.alias
    create_permissions(installed.get_app_config("portal"), verbosity=0, using=using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    curators = apps.get_model("auth", "Group").objects.using(using).get(name=CURATORS)
    curators.permissions.add(*permissions.filter(codename=CODENAME))


class Migration(migrations.Migration):

    dependencies = [("portal", "0003_stored_texts"), ("entities", "0003_roles")]

    operations = [
        migrations.AlterModelOptions(
            name='indexstate',
            options={'permissions': [('publish_edition', 'Can publish editions and go back to earlier ones')]},
        ),
        migrations.RunPython(let_curators_publish, migrations.RunPython.noop, elidable=False),
    ]
