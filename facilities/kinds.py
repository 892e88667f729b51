"""The words that classify institutions, filings and functions."""

from django.db import models


class FacilityKind(models.TextChoices):
    HOSPITAL = "hospital", "病院"
    """20 beds or more."""
    CLINIC = "clinic", "診療所"
    """With up to 19 beds or none."""
    MEDICAL = "medical", "病院・診療所（区分不明）"
    """A medical institution whose list does not tell a hospital from a clinic."""
    DENTAL_CLINIC = "dental_clinic", "歯科診療所"
    """A dental institution."""
    PHARMACY = "pharmacy", "薬局"
    """A pharmacy with insurance dispensing."""
    NURSING_STATION = "nursing_station", "訪問看護事業所"
    """A visiting-nurse station."""
    CARE_MANAGER = "care_manager", "居宅介護支援事業所"
    """A care-manager office."""
    SUPPORT_CENTRE = "support_centre", "地域包括支援センター"
    """A community support centre."""
    SHORT_STAY = "short_stay", "短期入所事業所"
    """A short-stay facility."""
    CONSULTATION = "consultation", "相談支援事業所"
    """A consultation office for people with disabilities."""
    OTHER = "other", "その他"
    """Anything else that the plan names."""


MEDICAL_KINDS = (FacilityKind.HOSPITAL, FacilityKind.CLINIC, FacilityKind.MEDICAL)
"""The kinds that are hospitals or clinics of medicine."""


class Sector(models.TextChoices):
    """The fee schedule of a list; the digit stands in the 10-digit code."""

    MEDICAL = "medical", "医科"
    """Hospitals and clinics (1)."""
    DENTAL = "dental", "歯科"
    """Dental institutions (3)."""
    PHARMACY = "pharmacy", "薬局"
    """Pharmacies (4)."""
    NURSING = "nursing", "訪問看護"
    """Visiting-nurse stations (6)."""


class CodeSystem(models.TextChoices):
    MEDICAL = "medical", "医療機関コード"
    """10 digits: prefecture 2, schedule 1, number 7."""
    CARE_OFFICE = "care_office", "介護事業所番号"
    """10 digits of the care-insurance office."""
    OTHER = "other", "その他"
    """Given by the prefecture."""


class FacilityClass(models.TextChoices):
    ZAISHISHIN = "zaishishin", "在支診"
    """在宅療養支援診療所."""
    ZAISHIBYO = "zaishibyo", "在支病"
    """在宅療養支援病院."""
    BACKUP_HOSPITAL = "backup_hospital", "在宅療養後方支援病院"
    """Takes in home-care patients at sudden change."""


HOME_CARE_CLASSES = (FacilityClass.ZAISHISHIN, FacilityClass.ZAISHIBYO)
"""The two that the plan counts as pillars of home care."""

HOME_CARE_SYMBOL = "在医総管"
"""Symbols that begin so are the filings of clinics and hospitals that make home visits."""


class Enhancement(models.TextChoices):
    SOLO = "solo", "機能強化型（単独）"
    """支援診１, 支援病１."""
    COOPERATIVE = "cooperative", "機能強化型（連携）"
    """支援診２, 支援病２."""
    CONVENTIONAL = "conventional", "従来型"
    """支援診３, 支援病３."""


ENHANCED = (Enhancement.SOLO, Enhancement.COOPERATIVE)
"""The two that count as enhanced (機能強化型)."""


class CareFunction(models.TextChoices):
    """The four functions of home medical care, in the order of the plan."""

    DISCHARGE = "discharge", "退院支援"
    """Support at discharge from hospital."""
    DAILY = "daily", "日常の療養支援"
    """Daily care at home by several professions."""
    ACUTE = "acute", "急変時の対応"
    """Response at sudden change, day and night."""
    EOL = "eol", "看取り"
    """Care at the end of life in the place one knows."""


class EvidenceKind(models.TextChoices):
    FILING = "filing", "届出"
    """An accepted filing whose kind is evidence for the function."""
    SURVEY = "survey", "実態調査"
    """The institution said so in the capacity survey."""
    DECLARED = "declared", "職員の確認"
    """A member of staff confirmed it."""


class BedsState(models.TextChoices):
    NONE = "none", "なし"
    """The list says that there are no beds."""
    KNOWN = "known", "あり"
    """Counted."""
    PARTLY = "partly", "一部不明"
    """Some types have no number."""
    UNKNOWN = "unknown", "不明"
    """A type without a number: not the same as none."""


class RoundTheClock(models.TextChoices):
    """How an institution answers calls at night and on holidays."""

    ALONE = "alone", "自院で対応"
    """By its own doctors and nurses."""
    TOGETHER = "together", "連携して対応"
    """With other institutions."""
    NONE = "none", "対応していない"
    """Not at night or on holidays."""


class SurveyIntent(models.TextChoices):
    """What an institution intends to do about home visits."""

    BEGIN = "begin", "開始したい"
    """Makes none now."""
    EXPAND = "expand", "拡大したい"
    """More patients than now."""
    KEEP = "keep", "維持したい"
    """About as now."""
    REDUCE = "reduce", "縮小したい"
    """Fewer patients than now."""
    STOP = "stop", "やめたい"
    """No more home visits."""
