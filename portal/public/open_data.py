"""A release as open data: a table for CSV, JSON with stable addresses, its dictionary, a DCAT record."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse

from facilities.kinds import CareFunction
from formats.tables import Column, Table
from portal.models import PublicRelease
from portal.public.bodies import ROLES, Body
from portal.public.reading import Released

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NAME = "CC BY 4.0"
# header, unit, kind, what it means; the dictionary and both files are made from this one list.
FIELDS: list[tuple[str, str, str, str]] = [
    (
        "番号",
        "id",
        "code",
        "この一覧での番号。同じ機関は次の公表でも同じ番号で、アドレスの一部になります。",
    ),
    ("名称", "name", "text", "機関・窓口の名称（指定を受けたものは公表する名称）"),
    (
        "種別",
        "kind",
        "text",
        "病院、診療所、薬局、訪問看護事業所、地域包括支援センターなど",
    ),
    (
        "市区町村コード",
        "municipality_code",
        "code",
        "所在する市区町村の全国地方公共団体コード（5桁）",
    ),
    ("市区町村", "municipality", "text", "所在する市区町村の名称"),
    ("在宅医療圏コード", "zone_code", "code", "医療計画の在宅医療圏のコード"),
    ("在宅医療圏", "zone", "text", "医療計画の在宅医療圏の名称"),
    ("郵便番号", "postal_code", "code", "所在地の郵便番号"),
    ("住所", "address", "text", "所在地"),
    ("電話番号", "phone", "code", "代表または窓口の電話番号"),
    ("受付時間", "hours", "text", "相談窓口の受付時間"),
    (
        "医療機関コード等",
        "official_code",
        "code",
        "医療機関コードまたは介護事業所番号。登録のない団体は空欄",
    ),
    ("緯度", "latitude", "decimal", "世界測地系の緯度（度）。分からないものは空欄"),
    ("経度", "longitude", "decimal", "世界測地系の経度（度）。分からないものは空欄"),
    ("相談窓口", "is_desk", "integer", "在宅医療と介護の相談窓口なら1、ほかは0"),
    ("拠点", "is_hub", "integer", "在宅医療に必要な連携を担う拠点なら1、ほかは0"),
    (
        "積極的役割",
        "is_active",
        "integer",
        "在宅医療において積極的役割を担う医療機関なら1、ほかは0",
    ),
    *(
        (
            f"{one.label}",
            one.value,
            "integer",
            f"「{one.label}」を担っていれば1、ほかは0",
        )
        for one in CareFunction
    ),
    (
        "担当する市区町村コード",
        "areas",
        "code",
        "窓口・拠点・積極的役割として受け持つ市区町村のコード（空白区切り）",
    ),
    (
        "指定日",
        "designated_from",
        "code",
        "拠点・積極的役割の指定の効力の始まり（西暦）",
    ),
]
READ: dict[str, Callable[[Body], object]] = {
    "id": lambda b: b.key,
    "municipality_code": lambda b: b.municipality,
    "municipality": lambda b: b.municipality_name,
    "zone_code": lambda b: b.zone,
    "zone": lambda b: b.zone_name,
    "is_desk": lambda b: int("desk" in b.roles),
    "is_hub": lambda b: int("hub" in b.roles),
    "is_active": lambda b: int("active" in b.roles),
    **{
        one.value: lambda b, one=one.value: int(one in b.functions)
        for one in CareFunction
    },
    "areas": lambda b: " ".join(b.areas),
}


def value_of(body: Body, name: str) -> object:
    return READ[name](body) if name in READ else getattr(body, name)


def table(release: PublicRelease, bodies: Iterable[Body]) -> Table:
    """One row a body, in the order of the page."""
    return Table(
        f"{release.prefecture}の在宅医療の相談先と医療機関",
        [Column(header, kind=kind, digits=6) for header, _, kind, _ in FIELDS],
        [[value_of(body, name) for _, name, _, _ in FIELDS] for body in bodies],
        source=f"{release.prefecture}",
        note=f"{LICENCE_NAME}で利用できます。",
        as_of=release.as_of,
    )


def as_json(
    release: PublicRelease, contents: Released, absolute: Callable[[str], str]
) -> dict[str, Any]:
    """All bodies with their addresses; numbers stay numbers and codes stay text."""
    code = release.prefecture_id
    return {
        "prefecture": str(release.prefecture),
        "as_of": release.as_of.isoformat(),
        "released_at": release.released_at.isoformat() if release.released_at else None,
        "license": LICENCE,
        "sha256": release.sha256,
        "dictionary": absolute(reverse("public:dictionary", args=[code])),
        "bodies": [
            {
                "url": absolute(reverse("public:body", args=[code, body.key])),
                **{name: value_of(body, name) for _, name, _, _ in FIELDS},
                "areas": body.areas,
                "roles": [ROLES[role] for role in body.roles],
            }
            for body in contents.bodies
        ],
    }


def catalogue(release: PublicRelease, absolute: Callable[[str], str]) -> dict[str, Any]:
    """A DCAT record of the data set (JSON-LD), for the catalogues of open data."""
    code = release.prefecture_id
    page = absolute(reverse("public:list", args=[code]))
    formats = [
        ("CSV", "text/csv", "public:csv"),
        ("JSON", "application/json", "public:json"),
    ]
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:title": f"{release.prefecture} 在宅医療の相談先と医療機関",
        "dct:description": (
            "医療計画に定める在宅医療圏の相談窓口、連携の拠点、積極的役割を担う医療機関と、"
            "4つの医療機能を担う機関の一覧"
        ),
        "dct:language": "ja",
        "dct:license": LICENCE,
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": str(release.prefecture)},
        "dct:modified": release.as_of.isoformat(),
        "dct:conformsTo": absolute(reverse("public:dictionary", args=[code])),
        "dcat:landingPage": page,
        "dcat:keyword": ["在宅医療", "医療計画", "相談窓口"],
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:format": name,
                "dcat:mediaType": media,
                "dcat:downloadURL": absolute(reverse(address, args=[code])),
            }
            for name, media, address in formats
        ],
    }
