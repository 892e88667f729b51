"""The signed-in person, read in one query together with what the role may do."""

import threading
from functools import cached_property

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from accounts.json_list import JSONList
from accounts.models import User


class SignInBackend(AuthenticationBackend):
    """That of the library; each request asks for its person here."""

    def get_user(self, user_id: object) -> User | None:
        user = _THREAD.people.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


class _OfThread(threading.local):
    """What each thread builds once: building takes longer than asking, and threads may not share it."""

    @cached_property
    def people(self) -> QuerySet[User]:
        return User.objects.annotate(carried=_carried())


def _carried() -> Subquery:
    """The names of what the groups of a person carry, and of what was given in person."""
    given = Q(group__user=OuterRef("pk")) | Q(user=OuterRef("pk"))
    own = Permission.objects.filter(given, content_type__app_label="accounts")
    lists = own.order_by().values(app=F("content_type__app_label"))
    return Subquery(lists.annotate(names=JSONList("codename")).values("names"))


_THREAD = _OfThread()
