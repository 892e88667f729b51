"""Type: from the install or the prefecture, and 〓 for what none of it has."""

import shutil
from pathlib import Path

import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import pytest

from reports import fonts
from reports.snapshots.canonical import as_dict
from tests.reports.samples import progress


def test_faces_come_from_the_install() -> None:
    regular, bold, *rest = fonts.faces()
    assert regular.path == Path(str(noto_cjk_sans_jp_regular.FONT_PATH))
    assert (bold.weight, bold.path.name) == (700, "NotoSansCJKjp-Bold.otf")
    assert rest == []
    assert fonts.face_css([regular]).count("report:NotoSansCJKjp-Regular.otf") == 1


def test_faces_of_a_prefecture_come_first_and_ours_fill_gaps(tmp_path: Path) -> None:
    for module, name in (
        (noto_cjk_sans_jp_regular, "Ken-Regular.otf"),
        (noto_cjk_sans_jp_bold, "Ken-Bold.otf"),
    ):
        shutil.copy(str(module.FONT_PATH), tmp_path / name)
    (tmp_path / "OFL.txt").write_text("licence")
    found = fonts.faces(tmp_path)
    assert [f.path.name for f in found[:2]] == ["Ken-Regular.otf", "Ken-Bold.otf"]
    assert [f.path.name for f in found[2:]] == [
        "NotoSansCJKjp-Regular.otf",
        "NotoSansCJKjp-Bold.otf",
    ]
    assert fonts.typeface(found) == "Ken"
    assert fonts.typeface(fonts.faces()).startswith("Noto Sans CJK JP")


@pytest.mark.parametrize("rare", [*"髙﨑邉葛辻㈱①～－𠮷", "か\u3099", "葛\U000e0100"])
def test_rare_but_known_characters_stay(rare: str) -> None:
    plain = as_dict(progress()) | {"title": rare}
    assert fonts.mark_unprinted(plain, fonts.faces()) == (plain, ())


@pytest.mark.parametrize(("gone", "code"), [("\ue000", "U+E000"), ("𒀀", "U+12000")])
def test_unprintable_character_becomes_geta_and_is_listed(gone: str, code: str) -> None:
    plain = {"zones": [{"name": f"{gone}山医院"}, {"name": "山医院"}]}
    marked, listed = fonts.mark_unprinted(plain, fonts.faces())
    assert marked == {"zones": [{"name": "〓山医院"}, {"name": "山医院"}]}
    assert [(u.code, u.texts) for u in listed] == [(code, ("〓山医院",))]
