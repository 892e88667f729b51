"""Rules of this room as pure functions: they take values and give messages.

Amounts are in thousand yen, days are inclusive.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date

from formats.dates import fiscal_year, fiscal_year_label, wareki, wareki_month
from programs.shares import follows_the_rule


def p1_shares_add_up(
    *, budget: int | None, national: int | None, prefecture: int | None, other: int
) -> list[str]:
    """P1. The shares of a program add up to its budget, and are given together."""
    if national is None and prefecture is None:
        return []
    if national is None or prefecture is None:
        return ["P1：国費と都道府県費は、両方を入力するか、両方とも空けてください。"]
    if budget is None:
        return ["P1：当初予算額を入力してから、国費と都道府県費を入力してください。"]
    total = national + prefecture + other
    if total == budget:
        return []
    return [
        (
            f"P1：国費・都道府県費・その他の合計が{total:,}千円で、"
            f"予算額（当初＋補正）の{budget:,}千円と合いません。"
        )
    ]


def p2_fund_is_two_to_one(
    *, is_fund: bool, national: int | None, prefecture: int | None
) -> list[str]:
    """P2. A program of the fund is paid two thirds by the nation and one third by the prefecture."""
    if not is_fund or national is None or prefecture is None:
        return []
    if follows_the_rule(national, prefecture):
        return []
    return [
        (
            "P2：地域医療介護総合確保基金の負担は国3分の2、都道府県3分の1です。"
            f"入力は国費{national:,}千円、都道府県費{prefecture:,}千円です。"
        )
    ]


def p3_budget_is_not_below_zero(*, first: int | None, supplementary: int) -> list[str]:
    """P3. A supplementary budget does not take away more than there is."""
    if first is None and supplementary:
        return ["P3：当初予算額を入力してから、補正額を入力してください。"]
    if first is not None and first + supplementary < 0:
        return ["P3：補正額が当初予算額より大きい減額になっています。"]
    return []


def p4_budget_covers_the_grants(*, budget: int | None, decided: int) -> list[str]:
    """P4. The budget of a program is not set below what was already decided in grants."""
    if decided and (budget or 0) < decided:
        return [
            f"P4：交付決定額の合計が{decided:,}千円あります。予算額をこれより小さくできません。"
        ]
    return []


def g1_applicant_is_open(*, name: str, closed_on: date | None, on: date) -> list[str]:
    """G1. An applicant that is closed gets no grant."""
    if closed_on is None or closed_on > on:
        return []
    return [
        f"G1：{name}は{wareki(closed_on)}に廃止されています。交付の対象になりません。"
    ]


def g2_applicant_is_inside(
    *, name: str, prefecture: str, applicant_prefecture: str
) -> list[str]:
    """G2. The applicant stands in the prefecture of the program."""
    if prefecture == applicant_prefecture:
        return []
    return [f"G2：{name}は事業を行う都道府県の外にあります。交付の対象になりません。"]


def g3_zone_is_of_the_prefecture(*, prefecture: str, zone_prefecture: str) -> list[str]:
    """G3. The zone of a grant is a zone of the program's prefecture."""
    if prefecture == zone_prefecture:
        return []
    return ["G3：在宅医療圏が、事業を行う都道府県のものではありません。"]


def g4_within_the_budget(*, budget: int | None, others: int, amount: int) -> list[str]:
    """G4. All that is decided of a program stays within its budget."""
    if budget is None:
        return [
            "G4：この年度の予算額が登録されていません。先に予算額を登録してください。"
        ]
    left = budget - others
    if amount <= left:
        return []
    return [
        (
            f"G4：決定額{amount:,}千円は、予算の残り{max(left, 0):,}千円を超えます"
            f"（予算額{budget:,}千円、決定済み{others:,}千円）。"
        )
    ]


def g5_final_is_covered(*, final: int, decided: int, spent: int) -> list[str]:
    """G5. The final amount is at most what was decided and what was spent."""
    most = min(decided, spent)
    if final <= most:
        return []
    return [
        (
            f"G5：確定額{final:,}千円が、決定額{decided:,}千円と実績額{spent:,}千円の"
            f"小さい方（{most:,}千円）を超えています。"
        )
    ]


def g6_days_in_order(*, before: date | None, on: date, step: str) -> list[str]:
    """G6. A step is not dated before the one that it follows."""
    if before is None or on >= before:
        return []
    return [
        f"G6：{step}の日（{wareki(on)}）が、前の手続の日（{wareki(before)}）より前です。"
    ]


def g7_amount_is_positive(amount: int | None) -> list[str]:
    """G7. An amount of a grant is at least one thousand yen."""
    if amount is not None and amount > 0:
        return []
    return ["G7：金額は1千円以上を入力してください。"]


def g8_number_follows_the_decision(
    *, decided_on: date | None, number: str
) -> list[str]:
    """G8. A document number is that of a decision, so it comes with or after one."""
    if not number or decided_on:
        return []
    return ["G8：文書番号は、交付の決定を登録してから入力してください。"]


def a1_professions_add_up(
    *, participants: int | None, by_profession: Mapping[str, int]
) -> list[str]:
    """A1. Participants by profession add up to their total."""
    total = sum(by_profession.values())
    if not by_profession or participants is None or participants == total:
        return []
    return [
        f"A1：職種別の参加者の合計{total:,}人が、参加者{participants:,}人と合いません。"
    ]


def a2_was_held(*, ends_on: date | None, today: date) -> list[str]:
    """A2. An activity is recorded after it took place."""
    if ends_on is None or ends_on <= today:
        return []
    return [
        (
            f"A2：{wareki(ends_on)}はまだ来ていません。実績は実施した後に登録します。"
            "予定は年間予定に登録してください。"
        )
    ]


def a3_days_fit_the_year(
    *, starts_on: date | None, ends_on: date | None, year: int
) -> list[str]:
    """A3. The days of an activity lie in its fiscal year."""
    outside = [d for d in (starts_on, ends_on) if d and fiscal_year(d) != year]
    if not outside:
        return []
    return [f"A3：{wareki(outside[0])}は{fiscal_year_label(year)}ではありません。"]


def a4_period_in_order(*, starts_on: date | None, ends_on: date | None) -> list[str]:
    """A4. A period ends on or after the day it starts."""
    if starts_on is None or ends_on is None or ends_on >= starts_on:
        return []
    return [f"A4：終わりの日（{wareki(ends_on)}）が、始まりの日より前です。"]


def m1_partner_is_named(*, entrusted: bool, partner: str) -> list[str]:
    """M1. What is entrusted names to whom."""
    if entrusted and not partner:
        return ["M1：委託・一部委託のときは、委託先を入力してください。"]
    if partner and not entrusted:
        return ["M1：委託先があるときは、実施方法を委託か一部委託にしてください。"]
    return []


def s1_milestone_fits_the_year(
    *, starts_on: date, due_on: date, year: int
) -> list[str]:
    """S1. A milestone lies in its fiscal year and ends on or after it starts."""
    messages = a4_period_in_order(starts_on=starts_on, ends_on=due_on)
    outside = [d for d in (starts_on, due_on) if fiscal_year(d) != year]
    if outside:
        messages.append(
            f"S1：{wareki(outside[0])}は{fiscal_year_label(year)}ではありません。"
        )
    return messages


def s2_done_is_not_to_come(*, done_on: date | None, today: date) -> list[str]:
    """S2. A milestone is done on a day that has come."""
    if done_on is None or done_on <= today:
        return []
    return [f"S2：完了日（{wareki(done_on)}）はまだ来ていません。"]


def s3_place_is_of_the_prefecture(
    *, prefecture: str, zone_prefecture: str, centre_prefecture: str
) -> list[str]:
    """S3. The zone and the health centre of a milestone stand in its prefecture."""
    if {zone_prefecture, centre_prefecture} == {prefecture}:
        return []
    return ["S3：圏域か保健所が、ほかの都道府県のものです。選び直してください。"]


def d1_doctor_is_of_the_prefecture(
    *, prefecture: str, others: Iterable[str]
) -> list[str]:
    """D1. The institution and the hub of a doctor stand in the prefecture of the health centre."""
    if set(others) <= {prefecture}:
        return []
    return ["D1：医療機関か拠点が、ほかの都道府県のものです。選び直してください。"]


def d2_days_are_of_the_month(
    *, days: Iterable[int], month: date, ended_on: date | None
) -> list[str]:
    """D2. The days that a doctor takes are days of the month, up to the end of the cooperation."""
    last = monthrange(month.year, month.month)[1]
    wrong = sorted(day for day in set(days) if not 1 <= day <= last)
    if wrong:
        return [f"D2：{wareki_month(month)}に{wrong[0]}日はありません。"]
    late = [
        day
        for day in sorted(set(days))
        if ended_on and month.replace(day=day) > ended_on
    ]
    if late:
        return [
            f"D2：{month.month}月{late[0]}日は、協力の終了日（{wareki(ended_on)}）より後です。"
        ]
    return []


def v1_week_begins_on_monday(week: date) -> list[str]:
    """V1. A week of the list of vacancies is named by its Monday."""
    if week.weekday() == 0:
        return []
    return [f"V1：{wareki(week)}は月曜日ではありません。週の月曜日を選んでください。"]


def gathered(*findings: Iterable[str]) -> list[str]:
    """All messages of several rules, in their order."""
    return [message for finding in findings for message in finding]
