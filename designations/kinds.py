"""The words that classify designations, their operators and their course."""

from django.db import models


class Kind(models.TextChoices):
    HUB = "hub", "在宅医療に必要な連携を担う拠点"
    """Brings together those who provide home care in a zone (連携の拠点)."""
    ACTIVE = "active", "在宅医療において積極的役割を担う医療機関"
    """A hospital or clinic that gives home care day and night and supports others."""

    @property
    def short(self) -> str:
        """The word for tables and headings."""
        return "拠点" if self == Kind.HUB else "積極的役割"


class Status(models.TextChoices):
    """Where an act stands in its course; being in force is another matter."""

    CANDIDATE = "candidate", "候補"
    """Chosen by the rule or proposed by a health centre."""
    COORDINATING = "coordinating", "調整中"
    """Being talked over with the operator and the municipalities."""
    IN_REVIEW = "in_review", "審査中"
    """Laid before the prefecture for decision."""
    DESIGNATED = "designated", "指定"
    """Decided. In force on the days of its period."""
    DECLINED = "declined", "見送り"
    """The prefecture decided not to designate."""
    WITHDRAWN = "withdrawn", "取り下げ"
    """Taken back before a decision."""


OPEN = (Status.CANDIDATE, Status.COORDINATING, Status.IN_REVIEW)
"""Still on its way."""


class EndKind(models.TextChoices):
    """Why a designated one is closed."""

    RESIGNED = "resigned", "辞退"
    """The operator gave it up."""
    REVOKED = "revoked", "取消"
    """The prefecture revoked it."""
    EXPIRED = "expired", "期間満了"
    """Its period ran out."""
    SUCCEEDED = "succeeded", "変更・更新"
    """A successor follows on the next day."""
    ANNULLED = "annulled", "効力発生前の取消"
    """Revoked before its first day: it was never in force."""


ENDINGS = (EndKind.RESIGNED, EndKind.REVOKED, EndKind.EXPIRED)
"""The endings that a person may choose; the others follow from what was done."""


class OperatorKind(models.TextChoices):
    FACILITY = "facility", "医療機関・事業所"
    """An institution of the registry."""
    MUNICIPALITY = "municipality", "市町村"
    """A municipality itself."""
    MEDICAL_ASSOCIATION = "medical_association", "医師会"
    """A local medical association."""
    HEALTH_CENTRE = "health_centre", "保健所"
    """A health centre."""
    SUPPORT_CENTRE = "community_support_centre", "地域包括支援センター"
    """A community support centre, also where a municipality entrusts it."""
    CORPORATION = "corporation", "医療法人等関係団体"
    """A medical corporation or another body of the field."""
    NPO = "npo", "NPO法人"
    """A non-profit organisation."""
    OTHER = "other", "その他"
    """Any other body."""


class CheckState(models.TextChoices):
    """How a designation stands to one requirement."""

    MET = "met", "充足"
    """Met, with evidence."""
    PLANNED = "planned", "予定"
    """Will be met by a stated day."""
    NOT_MET = "not_met", "未充足"
    """Not met, or not yet looked at."""
    NOT_APPLICABLE = "not_applicable", "対象外"
    """Does not apply, such as admission where there are no beds."""


class StepKind(models.TextChoices):
    """One line of the course of a designation."""

    PROPOSED = "proposed", "候補に選んだ"
    COORDINATED = "coordinated", "調整を始めた"
    SUBMITTED = "submitted", "審査に付した"
    SENT_BACK = "sent_back", "差し戻した"
    DESIGNATED = "designated", "指定した"
    ENTERED = "entered", "既決の指定を登録した"
    CONFIRMED = "confirmed", "登録の内容を確認した"
    DECLINED = "declined", "指定を見送った"
    WITHDRAWN = "withdrawn", "取り下げた"
    EDITED = "edited", "内容を直した"
    EVIDENCE = "evidence", "求められる事項を記録した"
    ATTACHED = "attached", "添付を加えた"
    DETACHED = "detached", "添付を外した"
    ENDED = "ended", "終了した"
    SUCCEEDED = "succeeded", "変更・更新の後継ができた"
    BULK = "bulk", "一括で変更した"
    UNDONE = "undone", "一括の変更を取り消した"
