"""How each address that has arguments is pointed at an object of a region.

``data`` says which: own, other, draft or published. Rooms add their addresses.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.factories import programs, schedules

Kwargs = dict[str, Any]
Region = dict[str, Any]
Arguments = Callable[[Region, str], Kwargs]


def _pk(name: str) -> Arguments:
    return lambda region, data: {"pk": region[name].pk}


def _edition(region: Region, data: str) -> Kwargs:
    return {"pk": region["draft" if data == "draft" else "published"].pk}


def _function(region: Region, data: str) -> Kwargs:
    return {"pk": region["facility"].pk, "provision": region["provision"].pk}


def _reorganisation(region: Region, data: str) -> Kwargs:
    return {"pk": region["facility"].pk, "done": region["reorganisation"].pk}


def _step(region: Region, data: str) -> Kwargs:
    return {"pk": region["indicator"].pk, "step": "confirm"}


def _paper(region: Region, data: str) -> Kwargs:
    return {"pk": region["act"].pk, "attachment": region["attachment"].pk}


def _requirement(region: Region, data: str) -> Kwargs:
    return {"pk": region["act"].pk, "requirement": region["requirement"].pk}


def _move(region: Region, data: str) -> Kwargs:
    return {"pk": region["act"].pk, "move": "coordinate"}


def _residents(region: Region, data: str) -> Kwargs:
    return {"prefecture": region["municipality"].prefecture_id}


OF_ONE_FACILITY = [
    "detail",
    "history",
    "edit",
    "confirm",
    "close",
    "reopen",
    "function-confirm",
    "merge",
    "split",
]
OF_ONE_ACT = ["detail", "edit", "succeed", "attach"]
OF_ONE_VERSION = ["version", "create", "draft", "next-plan", "adopt"]
OF_ONE_UPLOAD = [
    "detail",
    "remark",
    "progress",
    "retry",
    "preview",
    "apply",
    "discard",
    "bring-back",
    "undo",
    "decide",
    "leftover",
    "problems",
    "problems-csv",
    "marked",
    "changes",
    "original",
]
OF_ONE_EDITION = [
    "detail",
    "choose",
    "write",
    "copy",
    "preview",
    "rewrite",
    "freeze",
    "pdf",
    "xlsx",
    "cancel",
    "retry",
    "check",
    "send-back",
    "publish",
    "correct",
    "withdraw",
    "bring-back",
]
OF_ONE_INDICATOR = ["detail", "edit", "value-record", "target-set"]


OF_ONE_RELEASE = ["detail", "publish", "withdraw"]
OF_RESIDENTS = ["list", "csv", "json", "dictionary", "catalogue"]


ARGUMENTS: dict[str, Arguments] = {
    "account_issue_code": _pk("author"),
    "portal:queue-step": lambda r, _: {"pk": UUID(int=0), "step": "retry"},
    **{f"facilities:{name}": _pk("facility") for name in OF_ONE_FACILITY},
    "facilities:function-end": _function,
    "facilities:reorganisation-undo": _reorganisation,
    **{f"designations:{name}": _pk("act") for name in OF_ONE_ACT},
    "designations:check": _requirement,
    "designations:attachment": _paper,
    "designations:detach": _paper,
    "designations:move": _move,
    "designations:undo-bulk": lambda region, data: {"edit": region["bulk_edit"].pk},
    "zones:detail": _pk("zone"),
    "zones:edit": _pk("zone"),
    "zones:part": lambda r, _: {"pk": r["zone"].pk, "part": "work"},
    "zones:municipality": _pk("municipality"),
    "zones:municipality-part": lambda r, _: {
        "pk": r["municipality"].pk,
        "part": "work",
    },
    **{f"zones:{name}": _pk("version") for name in OF_ONE_VERSION},
    **{f"imports:{name}": _pk("upload") for name in OF_ONE_UPLOAD},
    **{f"programs:{name}": _pk(thing) for name, thing in programs.OF_ONE.items()},
    **{f"programs:{name}": _pk(thing) for name, thing in schedules.OF_ONE.items()},
    "programs:confirm": lambda r, _: {"kind": "program", "pk": r["program"].pk},
    "programs:grant-move": lambda r, _: {"pk": r["grant"].pk, "move": "decide"},
    **{f"indicators:{name}": _pk("indicator") for name in OF_ONE_INDICATOR},
    "indicators:draft": _pk("version"),
    "indicators:step": _step,
    "indicators:target-remove": _pk("target"),
    "indicators:logic-edit": _pk("logic_item"),
    "indicators:logic-remove": _pk("logic_item"),
    **{f"portal:notice-{name}": _pk("notice") for name in ("open", "finish", "reopen")},
    **{f"portal:release-{name}": _pk("release") for name in OF_ONE_RELEASE},
    "portal:body-exclude": _pk("release"),
    "portal:body-include": _pk("exclusion"),
    "portal:api-key-revoke": _pk("api_key"),
    "portal:manual-chapter": lambda region, data: {"chapter": "start"},
    **{f"public:{name}": _residents for name in OF_RESIDENTS},
    "public:body": lambda r, d: {**_residents(r, d), "key": "none"},
    "api:values": lambda region, data: {"code": "S1"},
    "api:report_pdf": _edition,
    "portal:view-remove": _pk("view"),
    "portal:record-history": lambda r, d: {"key": "facility", "pk": r["facility"].pk},
    "portal:record-restore": lambda r, d: {"key": "facility", "pk": r["facility"].pk},
    "portal:bulk": lambda r, d: {"key": "facility"},
    "portal:bulk-undo": _pk("bulk_change"),
    **{f"reports:{name}": _edition for name in OF_ONE_EDITION},
    "reports:page": lambda region, data: _edition(region, data) | {"number": 1},
}
