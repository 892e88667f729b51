"""The words of an edition on their way into a snapshot, and the places where words may stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from designations.register import register_on
from programs.kinds import NodeType
from programs.models import Measure
from reports.models import Edition, EditionText
from reports.snapshots.shared import Comment

About = EditionText.About
COMMENTED = (About.ZONE, About.MEASURE)


@dataclass(frozen=True, slots=True)
class Words:
    """What a snapshot takes."""

    foreword: str = ""
    questions: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()


def places_of(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Where words may stand, as (about, key, name): foreword, questions, each zone, each measure."""
    yield About.FOREWORD, "", About.FOREWORD.label
    yield About.QUESTIONS, "", About.QUESTIONS.label
    register = register_on(edition.prefecture_id, edition.as_of)
    for line in register.zones:
        if not edition.zone_codes or line.zone.code in edition.zone_codes:
            yield About.ZONE, line.zone.code, line.zone.name
    measures = Measure.objects.filter(
        prefecture=edition.prefecture_id, node_type=NodeType.MEASURE
    )
    for code, name in measures.order_by("order", "code").values_list("code", "name"):
        yield About.MEASURE, code, name


def words_of(edition: Edition) -> Words:
    """The words as they stand now."""
    texts: Mapping[tuple[str, str], str] = {
        (one.about, one.key): one.text for one in edition.texts.exclude(text="")
    }
    questions = texts.get((About.QUESTIONS, ""), "").splitlines()
    return Words(
        texts.get((About.FOREWORD, ""), ""),
        tuple(line.strip() for line in questions if line.strip()),
        tuple(
            Comment(about, key, name, texts[about, key])
            for about, key, name in places_of(edition)
            if about in COMMENTED and (about, key) in texts
        ),
    )
