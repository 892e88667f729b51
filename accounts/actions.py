"""Making accounts and giving them a role."""

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.audit import record
from accounts.models import User
from accounts.roles import Role


@transaction.atomic
def create_user(
    *,
    username: str,
    password: str,
    role: Role,
    display_name: str = "",
    department: str = "",
    email: str = "",
    by: User | None,
) -> User:
    """Make an account with one role. ``by=None`` is the system (a command)."""
    user = User.objects.create_user(
        username=username,
        password=password,
        display_name=display_name,
        department=department,
        email=email,
    )
    record("create_user", by=by, target=user)
    set_role(user=user, role=role, by=by)
    return user


@transaction.atomic
def set_role(*, user: User, role: Role, by: User | None) -> None:
    """Give a person one role: the field says which, the group carries its permissions."""
    before = user.role
    user.role = role
    user.is_staff = role == Role.ADMINISTRATOR
    user.save(update_fields=["role", "is_staff"])
    user.groups.set([Group.objects.get(name=role.label)])
    record(
        "set_role", by=by, target=user, detail={"before": before, "after": role.value}
    )


class OwnAccount(Exception):
    """An administrator would shut the own account out."""


@transaction.atomic
def update_account(
    *,
    user: User,
    display_name: str,
    department: str,
    email: str,
    role: Role,
    is_active: bool,
    by: User,
) -> None:
    """Change who a person is to the portal. Nobody takes the own role or account away."""
    if user.pk == by.pk and (role != user.role or not is_active):
        raise OwnAccount
    values = {
        "display_name": display_name,
        "department": department,
        "email": email,
        "is_active": is_active,
    }
    changed = {n: v for n, v in values.items() if getattr(user, n) != v}
    for name, value in changed.items():
        setattr(user, name, value)
    if changed:
        user.save(update_fields=list(changed))
        record("update_account", by=by, target=user, detail=changed)
    if role != user.role:
        set_role(user=user, role=role, by=by)
