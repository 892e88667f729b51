"""A rule for passwords that Django does not have: nothing that this portal itself suggests."""

from django.core.exceptions import ValidationError

# What somebody who knows only the portal would try first.
SUGGESTED = (
    "zaitaku",
    "portal",
    "password",
    "hokenjo",
    "kencho",
    "iryou",
    "hokkaido",
    "niigata",
    "在宅",
    "医療",
    "保健所",
    "北海道",
)


class NotSuggested:
    """Refuses a password that is little more than a word of the portal."""

    MOST_BESIDE = 6

    def validate(self, password: str, user: object = None) -> None:
        lowered = password.lower()
        for word in SUGGESTED:
            if word in lowered and len(lowered) - len(word) <= self.MOST_BESIDE:
                raise ValidationError(
                    "このポータルや地域の名前に数字などを足しただけのものは使えません。"
                )

    def get_help_text(self) -> str:
        return "このポータルや地域の名前に数字などを足しただけのものは使えません。"
