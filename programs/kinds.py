"""The words that classify measures, programs, grants, activities, initiatives and milestones."""

from django.db import models


class NodeType(models.TextChoices):
    """What a line of the tree of measures is."""

    THEME = "theme", "柱"
    """A theme of the plan, such as 各論①."""
    DIRECTION = "direction", "方針"
    """What is meant to be done under a theme."""
    AREA = "area", "分野"
    """A policy area: one table of the yearly paper."""
    MEASURE = "measure", "施策"
    """What is done, by whom, for whom."""
    ACTION = "action", "内容"
    """A part of a measure."""


class PolicyArea(models.TextChoices):
    SECURE = "secure", "資源の確保"
    """More of those who provide home care, and of what they need."""
    TRAIN = "train", "人材の育成"
    """Training of people."""
    COOPERATE = "cooperate", "連携の促進"
    """Working together in a region."""
    INFORM = "inform", "情報提供・普及啓発"
    """Information for residents."""


class Level(models.TextChoices):
    """The area in which a measure works."""

    PREFECTURE = "prefecture", "全域"
    SECONDARY_AREA = "secondary_area", "二次医療圏"
    ZONE = "zone", "在宅医療圏"
    MUNICIPALITY = "municipality", "市町村"


class Implementer(models.TextChoices):
    """Who carries something out."""

    HEAD_OFFICE = "head_office", "本庁"
    SUPPORT_CENTRE = "support_centre", "在宅医療推進支援センター"
    HEALTH_CENTRE = "health_centre", "保健所"
    HUB = "hub", "連携の拠点"
    ACTIVE = "active", "積極的役割を担う医療機関"
    MUNICIPALITY = "municipality", "市町村"
    ASSOCIATION = "association", "医師会等の団体"
    OTHER = "other", "その他"


class RecordType(models.TextChoices):
    PROGRAM = "program", "補助事業"
    """A program of its own."""
    PARENT = "parent", "事業の総称"
    """An umbrella over programs; it has no amount of its own."""
    MUNICIPAL = "municipal", "市町村事業"
    """A scheme that municipalities run."""


class Funding(models.TextChoices):
    FUND = "fund", "地域医療介護総合確保基金"
    """Two thirds by the nation, one third by the prefecture."""
    INSURANCE = "insurance", "介護保険（地域支援事業）"
    """Paid by the long-term care insurance."""
    OWN = "own", "都道府県の一般財源"
    """The prefecture's own money."""
    OTHER = "other", "その他"
    """Another source."""
    NOT_STATED = "not_stated", "記載なし"
    """The source does not say."""


class FundKind(models.TextChoices):
    """The six kinds of programs of the fund (地域医療介護総合確保基金)."""

    REGIONAL_VISION = "1", "区分Ⅰ 地域医療構想の達成に向けた医療機関の施設・設備の整備"
    HOME_CARE = "2", "区分Ⅱ 居宅等における医療の提供"
    CARE_FACILITIES = "3", "区分Ⅲ 介護施設等の整備"
    MEDICAL_STAFF = "4", "区分Ⅳ 医療従事者の確保"
    CARE_STAFF = "5", "区分Ⅴ 介護従事者の確保"
    WORKING_HOURS = "6", "区分Ⅵ 勤務医の労働時間短縮に向けた体制の整備"


class Achievement(models.TextChoices):
    """The verdict of the yearly evaluation."""

    ACHIEVED = "achieved", "達成"
    PARTLY = "partly", "一部達成"
    NOT_ACHIEVED = "not_achieved", "未達成"


class ResultKind(models.TextChoices):
    OUTPUT = "output", "アウトプット指標"
    """What was done: counts."""
    OUTCOME = "outcome", "アウトカム指標"
    """What came of it."""


class SheetSection(models.TextChoices):
    """The sections of the sheet of a program, in their order."""

    BACKGROUND = "background", "取組の背景"
    PURPOSE = "purpose", "事業目的"
    OUTLINE = "outline", "事業概要"
    FEATURES = "features", "取組の特長"
    RESULTS = "results", "事業の成果等"
    COOPERATION = "cooperation", "在宅医療・介護連携推進事業との連携"
    ISSUES = "issues", "事業推進上の課題"
    PROPOSALS = "proposals", "横展開に向けての提言"


class GrantStatus(models.TextChoices):
    """Where a grant stands."""

    APPLIED = "applied", "交付申請"
    """The application lies with the prefecture."""
    DECIDED = "decided", "交付決定"
    """Decided; a change of the decision stays in this state."""
    REPORTED = "reported", "実績報告"
    """The applicant has reported what was spent."""
    FINAL = "final", "額の確定"
    """The final amount is fixed."""
    REJECTED = "rejected", "不交付"
    """The prefecture decided not to grant."""
    WITHDRAWN = "withdrawn", "取下げ"
    """The applicant took the application back."""
    REVOKED = "revoked", "決定の取消"
    """The decision was revoked; nothing is paid."""


class GrantMove(models.TextChoices):
    """One step of a grant; also the word on its record."""

    APPLY = "apply", "交付を申請する"
    DECIDE = "decide", "交付を決定する"
    REJECT = "reject", "不交付とする"
    WITHDRAW = "withdraw", "申請を取り下げる"
    CHANGE = "change", "決定額を変更する"
    REPORT = "report", "実績を報告する"
    SEND_BACK = "send_back", "実績報告を差し戻す"
    FINALISE = "finalise", "額を確定する"
    REVOKE = "revoke", "決定を取り消す"


class ActivityKind(models.TextChoices):
    """The seven kinds of activity of a hub, and what is none of them."""

    RESOURCES = "resources", "地域の医療・福祉資源の把握及び活用"
    MEETINGS = "meetings", "会議の開催"
    TRAINING = "training", "研修の実施"
    ROUND_THE_CLOCK = "round_the_clock", "24時間365日の在宅医療・介護提供体制の構築"
    CONSULTATION = "consultation", "相談窓口の設置"
    SHARING = "sharing", "効率的な情報共有のための取組"
    RESIDENTS = "residents", "地域住民への普及啓発"
    OTHER = "other", "その他"

    @property
    def short(self) -> str:
        """The word for tables and forms."""
        return _SHORT_KINDS[self]


_SHORT_KINDS = {
    ActivityKind.RESOURCES: "資源の把握と活用",
    ActivityKind.MEETINGS: "会議の開催",
    ActivityKind.TRAINING: "研修の実施",
    ActivityKind.ROUND_THE_CLOCK: "24時間体制の構築",
    ActivityKind.CONSULTATION: "相談窓口の設置",
    ActivityKind.SHARING: "情報共有の取組",
    ActivityKind.RESIDENTS: "住民への普及啓発",
    ActivityKind.OTHER: "その他",
}
SEVEN = tuple(kind for kind in ActivityKind if kind != ActivityKind.OTHER)


class Profession(models.TextChoices):
    """Who takes part in an activity."""

    PHYSICIAN = "physician", "医師"
    DENTIST = "dentist", "歯科医師・歯科衛生士"
    PHARMACIST = "pharmacist", "薬剤師"
    NURSE = "nurse", "看護師・保健師"
    THERAPIST = "therapist", "リハビリ職・栄養士"
    SOCIAL_WORKER = "social_worker", "医療ソーシャルワーカー"
    CARE_MANAGER = "care_manager", "介護支援専門員"
    CARE_WORKER = "care_worker", "介護職員"
    OFFICIAL = "official", "行政・地域包括支援センター"
    RESIDENT = "resident", "住民"
    OTHER = "other", "その他"


class Grade(models.TextChoices):
    """How those who took part, or the hub itself, judge an activity."""

    HIGH = "high", "高い"
    GOOD = "good", "やや高い"
    FAIR = "fair", "ふつう"
    LOW = "low", "低い"


class ReportStatus(models.TextChoices):
    """Where the yearly report of a hub stands."""

    OPEN = "open", "未提出"
    """Asked for, or not even that."""
    RECEIVED = "received", "提出済み"
    """It came in, as a workbook or typed in."""
    CHECKED = "checked", "確認済み"
    """The prefecture has read it."""


class MunicipalItem(models.TextChoices):
    """The eight items of the municipal scheme (在宅医療・介護連携推進事業)."""

    A = "ア", "地域の医療・介護の資源の把握"
    I = "イ", "在宅医療・介護連携の課題の抽出"  # noqa: E741 (named as its letter is read)
    U = "ウ", "切れ目のない在宅医療と介護の提供体制の構築の推進"
    E = "エ", "医療・介護関係者の情報共有の支援"
    O = "オ", "在宅医療・介護連携に関する相談支援"  # noqa: E741 (named as its letter is read)
    KA = "カ", "医療・介護関係者の研修"
    KI = "キ", "地域住民への普及啓発"
    KU = "ク", "在宅医療・介護連携に関する関係市区町村の連携"


class HandledBy(models.TextChoices):
    """How a municipality does an item."""

    OWN = "own", "直営"
    """By its own staff."""
    ENTRUSTED = "entrusted", "委託"
    """Wholly entrusted to another body."""
    PARTLY = "partly", "一部委託"
    """Partly entrusted."""
    JOINT = "joint", "共同"
    """With other municipalities."""
    NOT_DONE = "not_done", "未実施"
    """Not done in the year."""


ENTRUSTED = (HandledBy.ENTRUSTED, HandledBy.PARTLY)
"""What counts as entrusted in the share of municipalities."""


class IssueState(models.TextChoices):
    OPEN = "open", "対応前"
    """Reported, nothing done yet."""
    IN_WORK = "in_work", "対応中"
    """Being worked on."""
    SETTLED = "settled", "対応済み"
    """Done or no longer asked."""


class HelpKind(models.TextChoices):
    """Help that the prefecture gives a municipality (notice of 2019-01-29, 記1(2)③)."""

    MEETING = "meeting", "意見交換・会議への出席"
    DATA = "data", "データの提供・分析"
    ADVISER = "adviser", "アドバイザーの派遣"
    ROADMAP = "roadmap", "ロードマップの策定支援"
    TRAINING = "training", "研修・講師の派遣"
    OTHER = "other", "その他"


class RuleState(models.TextChoices):
    """Where the rules for admission and discharge of a zone stand (入退院調整ルール)."""

    NONE = "none", "なし"
    IN_WORK = "in_work", "検討中"
    AGREED = "agreed", "策定済み"


class Sex(models.TextChoices):
    """Given where patients ask for it."""

    FEMALE = "female", "女性"
    MALE = "male", "男性"
    UNSAID = "", "記入しない"


class DutyRole(models.TextChoices):
    """What a cooperating doctor takes on (主治医・副主治医制)."""

    BOTH = "both", "主治医・副主治医"
    MAIN = "main", "主治医"
    SECOND = "second", "副主治医"


class Layer(models.TextChoices):
    """Who has to do something by a day; also the layers of the three-layer picture."""

    HEAD_OFFICE = "head_office", "本庁"
    HEALTH_CENTRE = "health_centre", "保健所"
    HUB = "hub", "連携の拠点"
    ACTIVE = "active", "積極的役割を担う医療機関"
    MUNICIPALITY = "municipality", "市町村"
