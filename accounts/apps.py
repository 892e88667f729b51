"""Makes the groups of the roles after each migration, and records sign-ins."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "利用者"

    def ready(self) -> None:
        # Their signals are connected by being read.
        from accounts import (  # noqa: F401 (read for their signals)
            recovery_codes,
            sessions,
            sign_in,
        )

        post_migrate.connect(make_groups, sender=self)
        post_migrate.connect(keep_the_record, sender=self)


def make_groups(**kwargs: object) -> None:
    """Keep one group a role, with exactly the permissions of the table in ``roles``."""
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group
    from django.contrib.auth.models import Permission as DjangoPermission

    from accounts.roles import GRANTED

    # The table of permissions may not be filled yet at this point of the first migration.
    create_permissions(kwargs["app_config"], verbosity=0)
    known = {
        p.codename: p
        for p in DjangoPermission.objects.filter(content_type__model="user")
    }
    for role, permissions in GRANTED.items():
        group, _ = Group.objects.get_or_create(name=role.label)
        group.permissions.set([known[p.value] for p in permissions])


def keep_the_record(using: str, **kwargs: object) -> None:
    """Lay the triggers that let the record only grow; a migration may have dropped them."""
    from django.db import connections

    from accounts import append_only

    connection = connections[using]
    if set(append_only.TABLES) <= set(connection.introspection.table_names()):
        append_only.install(connection)
