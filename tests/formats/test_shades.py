"""Steps class values as the legend says them."""

import pytest

from formats.shades import (
    DOTS,
    FULL,
    HATCH,
    Shade,
    States,
    Steps,
    counted,
    quantile_steps,
)


def test_quantile_steps_share_the_areas_out():
    steps = quantile_steps([1, 2, 3, 4, 5, 6, 7, 8, None], 4)

    assert steps.bounds == (3, 5, 7)
    assert [shade.label for shade in steps.shades()] == [
        "2以下",
        "3〜4",
        "5〜6",
        "7以上",
    ]


def test_quantile_steps_keep_equal_values_together():
    assert quantile_steps([0, 0, 0, 0, 0, 1], 4).bounds == (1,)
    assert quantile_steps([1, 1, 1, 1, 2, 3, 9], 3).bounds == (2, 3)
    assert quantile_steps([5, 5], 4).bounds == ()
    assert quantile_steps([], 4).bounds == ()
    assert quantile_steps([0, 0, 1, 2], 4).bounds == (1, 2)


def test_steps_class_a_value_as_it_is_shown():
    steps = Steps((2, 3), digits=1)

    assert [shade.label for shade in steps.shades()] == [
        "2.0未満",
        "2.0以上3.0未満",
        "3.0以上",
    ]
    assert steps.shade_of(2.96).label == "3.0以上"
    assert steps.shade_of(2.94).label == "2.0以上3.0未満"


def test_steps_refuse_bounds_out_of_order():
    with pytest.raises(ValueError, match="Bounds"):
        Steps((3, 2))


def test_legend_lists_missing_values_only_when_there_are_some():
    steps = Steps((1,), missing="名簿なし")

    without = counted(steps.shades(), [steps.shade_of(0), steps.shade_of(4)])
    with_one = counted(steps.shades(), [steps.shade_of(0), steps.shade_of(None)])

    assert [(shade.label, count) for shade, count in without] == [
        ("なし", 1),
        ("1以上", 1),
    ]
    assert [(shade.label, count) for shade, count in with_one][2] == ("名簿なし", 1)


def test_an_unknown_state_is_refused():
    with pytest.raises(KeyError):
        States({"done": Shade("指定済み", FULL)}).shade_of(None, "other")


def test_dark_fills_ask_for_white_words():
    assert Shade("多い", "#2b5f8a").is_dark
    assert not Shade("少ない", "#c9d9e6").is_dark
    assert not Shade("調整中", HATCH).is_dark
    assert not Shade("値なし", DOTS).is_dark
