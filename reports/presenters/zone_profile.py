"""The zone profiles: two pages a zone, with cover, contents and sources where there are several."""

from collections.abc import Iterator

from formats.dates import wareki
from reports.presenters.chapters import Chapter, Numbering
from reports.presenters.document import (
    Document,
    Imprint,
    document_of,
    last_lines,
    sources_chapter,
)
from reports.presenters.profile_first import first_page
from reports.presenters.profile_second import second_page
from reports.snapshots.zone_profile import ProfileZone, ZoneProfiles


def present(snapshot: ZoneProfiles, imprint: Imprint) -> Document:
    """A single zone stands by itself on its two pages."""
    numbering = Numbering(snapshot.sources)
    alone = len(snapshot.zones) == 1
    chapters = [
        _chapter(zone, snapshot, numbering, imprint if alone else None)
        for zone in snapshot.zones
    ]
    if not alone:
        chapters.append(sources_chapter(snapshot, numbering, imprint))
    return document_of(
        snapshot,
        chapters,
        tuple(_terms(snapshot)),
        covered=not alone,
        numbered=not alone,
        dense=True,
    )


def _chapter(
    zone: ProfileZone,
    snapshot: ZoneProfiles,
    numbering: Numbering,
    imprint: Imprint | None,
) -> Chapter:
    numbering.restart()
    content = {
        **first_page(zone, snapshot, numbering),
        **second_page(zone, snapshot, numbering, alone=imprint is not None),
        "comments": [
            line
            for c in snapshot.comments
            if c.about == "zone" and c.key == zone.code
            for line in c.text.splitlines()
            if line.strip()
        ],
        "last": last_lines(snapshot, imprint) if imprint else None,
    }
    return Chapter(
        f"{zone.name}圏域", "reports/pdf/profile/zone.html", content, page="sheet"
    )


def _terms(snapshot: ZoneProfiles) -> Iterator[tuple[str, str]]:
    yield "基準日", f"断りのない限り{wareki(snapshot.as_of)}現在。"
    yield (
        "在支診、在支病",
        "在宅療養支援診療所、在宅療養支援病院。施設基準の届出（受理記号 支援診１〜３、支援病１〜３）で数える。",
    )
    yield "機能強化型", "支援診１・２、支援病１・２の届出をした機関。"
    yield (
        "拠点、積極的",
        ("在宅医療に必要な連携を担う拠点、在宅医療において積極的役割を担う医療機関。"),
    )
    yield "図表の番号", "圏域ごとに1から付けた。"
    yield (
        "数字と記号",
        (
            "「0」は該当がないこと、「―」は設定、記載又は名簿がないことを示す。"
            "1万人当たりの数は75歳以上人口に対するもので、小数第2位を四捨五入した。"
        ),
    )
