"""The two roles of the desk, as groups with their permissions."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

CURATORS, REVIEWERS = "Curators", "Reviewers"
APPS = ("articles", "entities")
# Of the review queue and of the notes; what a page only shows is only viewed.
REVIEWED = {
    "articles": {
        "article": ["view"],
        "articleversion": ["view"],
        "candidateorigin": ["view"],
        "collection": ["view"],
        "passage": ["view"],
    },
    "entities": {
        "entity": ["view"],
        "name": ["view"],
        "identifier": ["view"],
        "formerslug": ["view"],
        "mention": ["view", "change"],
        "link": ["view", "change"],
        "mentiondecision": ["view", "add", "change", "delete"],
        "namerule": ["view", "add", "change", "delete"],
        "note": ["view", "add", "change"],
        "notesource": ["view", "add", "change", "delete"],
        "anchor": ["view", "add", "change", "delete"],
        "source": ["view"],
        "relationship": ["view"],
        "relationtype": ["view"],
        "relationshipnote": ["view", "add", "change"],
        "relinking": ["view"],
        "evidence": ["view"],
        "qualifier": ["view"],
    },
}


def make_roles(apps, schema_editor):
    """Permissions are made after all migrations: on a new database they are wanted earlier."""
    using = schema_editor.connection.alias
    for label in APPS:
        create_permissions(installed.get_app_config(label), verbosity=0, using=using)
    groups, permissions = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    curators, _ = groups.objects.using(using).get_or_create(name=CURATORS)
    everything = permissions.objects.using(using).filter(content_type__app_label__in=APPS)
    curators.permissions.add(*everything)
    reviewers, _ = groups.objects.using(using).get_or_create(name=REVIEWERS)
    reviewers.permissions.add(*(one for one in everything if one.codename in codenames(one)))


def codenames(permission):
    """Those that a reviewer has on the model of this permission."""
    content = permission.content_type
    actions = REVIEWED[content.app_label].get(content.model, ())
    return [f"{action}_{content.model}" for action in actions]


def take_roles_away(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=[CURATORS, REVIEWERS]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("entities", "0002_desk"),
        ("articles", "0002_history"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, take_roles_away, elidable=False)]
