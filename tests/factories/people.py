"""People of each role, with the region that makes them see something."""

from itertools import count

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from accounts.actions import create_user
from accounts.models import User
from accounts.roles import Role
from tests.factories import places
from zones.models import HealthCentre, RegionGrant

PASSWORD = "shiken-no-aikotoba-1"
_numbers = count(1)


def person(role: Role, username: str = "", **more: str) -> User:
    """Somebody with a role and no region: sees nothing yet."""
    username = username or f"{role.value}{next(_numbers)}"
    return create_user(username=username, password=PASSWORD, role=role, by=None, **more)


def official(prefecture_code: str = "01", username: str = "") -> User:
    """A prefecture official with the whole prefecture."""
    made = person(Role.OFFICIAL, username, display_name="県庁 花子")
    RegionGrant.objects.create(user=made, prefecture=places.prefecture(prefecture_code))
    return made


def clerk(centre: HealthCentre, username: str = "") -> User:
    """Health-centre staff with the area of their centre."""
    made = person(Role.HEALTH_CENTRE, username, display_name="保健 太郎")
    RegionGrant.objects.create(
        user=made, prefecture=centre.prefecture, health_centre=centre
    )
    return made


def committee_member(prefecture_code: str = "01", username: str = "") -> User:
    """A committee member: a region for the reports, and no right to the registry."""
    made = person(Role.COMMITTEE, username, display_name="委員 一郎")
    RegionGrant.objects.create(user=made, prefecture=places.prefecture(prefecture_code))
    return made


def administrator(username: str = "") -> User:
    """The system administrator: accounts and master tables."""
    return person(Role.ADMINISTRATOR, username, display_name="管理 次郎")


def with_a_slow_password(user: User) -> User:
    """As production stores it; servers of their own know no other."""
    user.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1000)
    user.save(update_fields=["password"])
    return user
