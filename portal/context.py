"""What the frame around every page needs: rooms of the role, the person, the day, the demonstration mark."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property

from accounts.roles import Role
from accounts.sessions import seconds_left
from portal.manual import CHAPTERS

STAFF = frozenset({Role.OFFICIAL, Role.HEALTH_CENTRE})
# label, URL name, application, roles that see it
ROOMS = [
    ("はじめに", "portal:home", "portal", frozenset(Role)),
    ("在宅医療圏", "zones:list", "zones", STAFF),
    ("医療機関", "facilities:list", "facilities", STAFF),
    ("指定", "designations:list", "designations", STAFF),
    ("施策・事業", "programs:list", "programs", STAFF),
    ("指標", "indicators:list", "indicators", STAFF),
    ("報告書", "reports:list", "reports", STAFF | {Role.COMMITTEE}),
    ("名簿の取込", "imports:list", "imports", STAFF),
    ("操作の記録", "portal:records", "portal", frozenset({Role.ADMINISTRATOR})),
    ("処理の状態", "portal:queue", "portal", frozenset({Role.ADMINISTRATOR})),
    ("管理", "admin:index", "admin", frozenset({Role.ADMINISTRATOR})),
]
FOOT = [("用語集", "portal:glossary"), ("データの出典", "portal:sources")]
FOOT_OF_ROLE = {
    Role.OFFICIAL: [("住民向けの公表", "portal:release-list")],
    Role.ADMINISTRATOR: [("APIキー", "portal:api-keys")],
}
OPEN_FOOT = [("アクセシビリティ", "portal:accessibility")]
PARTS = ("部品一覧", "portal:styleguide")


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    key: str = ""
    current: bool = False


def address(name: str, *args: str) -> str:
    """The address of a URL name, or nothing while that room does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


class Frame:
    """Read by templates only, and only when they ask: partial pages pay nothing for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user = getattr(request, "user", None)

    @cached_property
    def signed_in(self) -> bool:
        return bool(self.user and self.user.is_authenticated)

    @cached_property
    def rooms(self) -> list[Link]:
        """The rooms that the role may see, the present one marked."""
        if not self.signed_in:
            return []
        return [
            Link(label, url, app, self._is_current(app, name))
            for label, name, app, roles in ROOMS
            if self.user.role in roles and (url := address(name))
        ]

    def _is_current(self, app: str, name: str) -> bool:
        match = self.request.resolver_match
        if match is None or match.app_name != app:
            return False
        # The app `portal` holds several rooms, and search and help, which are in none.
        return app != "portal" or match.view_name == name

    @property
    def name(self) -> str:
        return str(self.user) if self.signed_in else ""

    @property
    def department(self) -> str:
        return self.user.department if self.signed_in else ""

    @property
    def role(self) -> str:
        return self.user.get_role_display() if self.signed_in else ""

    @cached_property
    def unread(self) -> int:
        """Unread notices of this person, once `User.unread_notices()` exists."""
        ask = getattr(self.user, "unread_notices", None) if self.signed_in else None
        return ask() if ask else 0

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def demonstration(self) -> bool:
        return settings.DEMONSTRATION

    @property
    def prefecture(self) -> str:
        return getattr(settings, "PREFECTURE_NAME", "")

    @cached_property
    def foot(self) -> list[Link]:
        """Help and statements that exist; staff also find the list of parts."""
        names = OPEN_FOOT
        if self.signed_in:
            names = [*FOOT, *FOOT_OF_ROLE.get(self.user.role, ()), *OPEN_FOOT, PARTS]
        links = [(label, address(name)) for label, name in names]
        if self.signed_in:
            links.insert(0, ("使い方", self._chapter()))
        return [Link(label, url) for label, url in links if url]

    def _chapter(self) -> str:
        """The chapter of the manual that tells of the present room, else its first page."""
        match = self.request.resolver_match
        slug = CHAPTERS.get(match.app_name if match else "", "start")
        return address("portal:manual-chapter", slug)

    @cached_property
    def session_left(self) -> int | None:
        """Seconds until this session ends, so that the page can warn; None for nobody."""
        return seconds_left(self.request) if self.signed_in else None


def page_frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: `frame`, described at the top of templates/base.html."""
    return {"frame": SimpleLazyObject(lambda: Frame(request))}
