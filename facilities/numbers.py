"""Codes that a facility had before or is also known by: they stay alive for lists and searches."""

from django.db import models

from facilities.kinds import CodeSystem


class FacilityCode(models.Model):
    """Another code of a facility. Lists and people that still use it find the facility."""

    class Reason(models.TextChoices):
        RENUMBERED = "renumbered", "以前の番号"
        """The facility was given a new code."""
        SAME = "same", "別の番号"
        """A list names the same facility by this code."""
        MERGED = "merged", "統合された機関の番号"
        """The code of a facility that was merged into this one."""

    facility = models.ForeignKey(
        "facilities.Facility", models.CASCADE, related_name="other_codes"
    )
    code_system = models.CharField("番号の種類", max_length=12, choices=CodeSystem)
    code = models.CharField("番号", max_length=20)
    reason = models.CharField("理由", max_length=12, choices=Reason)
    upload_id = models.UUIDField("取込", null=True, blank=True)
    added_at = models.DateTimeField("登録日時", auto_now_add=True)

    class Meta:
        verbose_name = "ほかの番号"
        verbose_name_plural = "ほかの番号"
        ordering = ["facility", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code_system", "code"], name="one_facility_an_old_code"
            )
        ]

    def __str__(self) -> str:
        return self.code
