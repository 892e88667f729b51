"""What an upload would do to each facility, and what people decided about unknown codes."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from facilities.kinds import CodeSystem, Sector
from facilities.models import Facility
from formats.text import search_key
from zones.models import Municipality


class PlannedChangeQuerySet(models.QuerySet):
    def writing(self) -> Self:
        """Those that may write something, a missing facility's filings included."""
        outcome = PlannedChange.Outcome
        return self.filter(outcome__in=[outcome.NEW, outcome.CHANGED, outcome.MISSING])

    def changing_class_or_missing(self) -> Self:
        missing = Q(outcome=PlannedChange.Outcome.MISSING)
        return self.filter(missing | ~Q(class_before=F("class_after")))

    def search(self, text: str) -> Self:
        """Every word, in any width or kana, in the name or code of the facility."""
        found = self
        for word in text.split():
            found = found.filter(
                Q(facility__search_key__contains=search_key(word))
                | Q(name__icontains=word)
                | Q(code__contains=word)
            )
        return found

    def stale(self) -> Self:
        """Those that rest on a version of a facility which is no longer the present one."""
        return self.exclude(base_version=None).exclude(
            facility__version=F("base_version"), facility__isnull=False
        )


class PlannedChange(models.Model):
    """What an upload would do to one facility. Nothing is written until it is applied.

    ``fields`` maps a field to [old, new]. ``filings`` has three lists: ``new`` with
    [kind id, number, first day, symbol], ``ended`` and ``resumed`` with
    [filing id, symbol, number, first day].
    """

    class Outcome(models.TextChoices):
        NEW = "new", "新規"
        """Not in the registry."""
        CHANGED = "changed", "変更"
        """In the registry with other values or other filings."""
        UNCHANGED = "unchanged", "変更なし"
        """The same in every field."""
        MISSING = "missing", "名簿にない"
        """In the registry, not on the list; never closed by itself."""
        AMBIGUOUS = "ambiguous", "照合が必要"
        """A person must say which facility it is."""
        INVALID = "invalid", "誤り"
        """Its rows have errors."""

    # The index below begins with the upload, and nobody asks by municipality alone: an index of
    # each would only cost time when the thousands of unchanged ones are stored.
    upload = models.ForeignKey(
        "imports.Upload", models.CASCADE, related_name="changes", db_index=False
    )
    outcome = models.CharField("結果", max_length=10, choices=Outcome)
    facility = models.ForeignKey(
        Facility, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    code_system = models.CharField(max_length=12, choices=CodeSystem)
    code = models.CharField("医療機関コード", max_length=20)
    name = models.CharField("名称", max_length=200)
    sector = models.CharField("点数表", max_length=12, choices=Sector, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    base_version = models.PositiveIntegerField(null=True, blank=True)
    fields = models.JSONField("項目", default=dict, blank=True)
    filings = models.JSONField("届出", default=dict, blank=True)
    # Which facilities of the registry it may be (matching.Candidate), and what was decided.
    candidates = models.JSONField("候補", default=list, blank=True)
    verdict = models.CharField("判断", max_length=12, blank=True)
    # The symbols that make its class, now and afterwards, joined by ・; equal for most.
    class_before = models.CharField("類型（現在）", max_length=60, blank=True)
    class_after = models.CharField("類型（適用後）", max_length=60, blank=True)
    sheet = models.CharField("シート", max_length=60, blank=True)
    row = models.PositiveIntegerField("行", null=True, blank=True)

    objects = PlannedChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "変更予定"
        verbose_name_plural = "変更予定"
        ordering = ["upload", "outcome", "code", "pk"]
        indexes = [
            models.Index(
                fields=["upload", "outcome", "code"], name="changes_of_an_upload"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.name}"


class MatchDecision(models.Model):
    """What a person said about a code that the registry did not have; never asked again."""

    class Verdict(models.TextChoices):
        RENUMBERED = "renumbered", "番号が変わった"
        """The same facility under a new code; the old code stays alive."""
        SAME = "same", "同じ機関"
        """The same facility, which keeps its code; the listed one is another name for it."""
        DIFFERENT = "different", "別の機関"
        """Two facilities."""

    code_system = models.CharField(max_length=12, choices=CodeSystem)
    code = models.CharField("名簿の番号", max_length=20)
    facility = models.ForeignKey(
        Facility, models.CASCADE, related_name="match_decisions"
    )
    verdict = models.CharField("判断", max_length=12, choices=Verdict)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("判断した日時", auto_now=True)
    upload = models.ForeignKey(
        "imports.Upload", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "照合の判断"
        verbose_name_plural = "照合の判断"
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code_system", "code", "facility"],
                name="one_decision_a_code_and_facility",
            ),
            models.UniqueConstraint(
                fields=["code_system", "code"],
                condition=~Q(verdict="different"),
                name="a_code_is_one_facility_at_most",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_verdict_display()}"
