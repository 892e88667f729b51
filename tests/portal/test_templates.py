"""Components with typical and hostile words, the error pages, and what no template may hold."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory, override_settings

from portal.templatetags.portal import SHAPES
from portal.views_styleguide import SampleForm
from tests.portal.parts import HOSTILE, TYPICAL, hostile

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STATIC = Path(settings.BASE_DIR) / "static"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "_components").glob("*.html"))
# What is only printed to PDF never reaches a browser.
FILES = sorted(p for p in TEMPLATES.rglob("*.html") if "pdf" not in p.parts)
INLINE = {
    "inline style": r"\sstyle\s*=|<style\b",
    "inline script": r"<script(?![^>]*\ssrc=)|javascript:|\son(?!ly=)[a-z]+\s*=\s*[\"']|\bhx-on\b",
    "outside address": r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z]",
}


def component(name: str, context: dict) -> str:
    return render_to_string(f"_components/{name}.html", context)


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_renders_typical_values(name):
    assert name in TYPICAL, "give it a typical use in tests/portal/parts.py"
    html = component(name, TYPICAL[name])
    assert "{{" not in html
    assert "None" not in html


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_escapes_hostile_words(name):
    html = component(name, hostile(TYPICAL[name]))
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "\"'>" not in html


def test_hostile_words_are_shown_as_written():
    html = component("notice", {"text": HOSTILE})
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&gt;" in html


@pytest.mark.parametrize("name", ["_components/badge.html", "_components/notice.html"])
def test_component_without_words_renders(name):
    assert render_to_string(name, {"item": {}}).strip()


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_template_compiles_and_holds_nothing_the_policy_refuses(path):
    get_template(str(path.relative_to(TEMPLATES)))
    text = path.read_text()
    for what, pattern in INLINE.items():
        assert not re.search(pattern, text, re.IGNORECASE), what


@pytest.mark.parametrize(
    "text",
    [
        '<p style="x">',
        "<script>x</script>",
        '<a onclick="x">',
        '<img src="//cdn.example.com/x">',
    ],
)
def test_forbidden_markup_is_recognised(text):
    assert any(re.search(pattern, text) for pattern in INLINE.values())


def test_icons_named_in_templates_exist():
    drawn = set(re.findall(r'id="i-([a-z]+)"', (STATIC / "icons.svg").read_text()))
    named = {
        name
        for path in FILES
        for name in re.findall(r'\{% icon "([a-z]+)"', path.read_text())
    }
    assert named | set(SHAPES.values()) <= drawn


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("400.html", "送られた内容を受け付けられません"),
        ("403.html", "このページを見る権限がありません"),
        ("403_csrf.html", "送信を受け付けられませんでした"),
        ("404.html", "ページが見つかりません"),
        ("500.html", "システムの誤りで表示できません"),
    ],
)
def test_error_page_renders_in_japanese_without_context(name, heading):
    html = render_to_string(name)
    assert '<html lang="ja">' in html
    assert f"<h1>{heading}</h1>" in html
    assert "｜在宅医療計画ポータル</title>" in html


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_bare_page_renders_when_no_files_were_collected(name, tmp_path):
    manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path, DEBUG=False):
        assert "css/tokens.css" in render_to_string(name)


@pytest.fixture
def wrong():
    return SampleForm({"starts": "令和8年1月1日", "beds": "19.5<b>", "scope": "all"})


def test_field_ties_label_help_and_mistake_to_its_box(wrong):
    html = wrong["beds"].as_field_group()
    assert '<label for="id_beds">病床数<span class="must">必須</span></label>' in html
    assert 'id="id_beds_helptext"' in html
    assert 'id="id_beds_error"' in html
    assert 'aria-describedby="id_beds_helptext id_beds_error"' in html
    assert 'aria-invalid="true"' in html
    assert "「19.5&lt;b&gt;」は整数ではありません" in html


def test_field_that_may_be_empty_carries_no_mark(wrong):
    assert "必須" not in wrong["opinion"].as_field_group()


def test_choices_are_a_fieldset_with_a_legend(wrong):
    html = wrong["functions"].as_field_group()
    assert '<fieldset class="field bad" aria-describedby="id_functions_error">' in html
    assert "<legend>機能" in html


def test_error_summary_leads_to_each_field(wrong):
    html = component("error_summary", {"form": wrong})
    assert "3つの欄を直してください" in html
    for target in ["id_beds", "id_functions", "id_agreed"]:
        assert f'<a href="#{target}">' in html
        assert f'id="{target}"' in str(wrong)


def test_error_summary_is_silent_for_a_right_form():
    form = SampleForm(
        {
            "starts": "R8.1.1",
            "beds": "19",
            "scope": "all",
            "functions": ["discharge"],
            "agreed": "on",
        }
    )
    assert component("error_summary", {"form": form}).strip() == ""


def test_whole_form_begins_with_its_error_summary(wrong):
    html = str(wrong)
    assert html.index('role="alert"') < html.index('id="id_starts"')


def test_confirm_page_says_what_happens_and_carries_the_token():
    request = RequestFactory().get("/x/")
    html = render_to_string(
        "confirm.html",
        {
            "question": "取り消しますか",
            "text": HOSTILE,
            "confirm": "取り消す",
            "back_url": "/x/",
        },
        request=request,
    )
    assert 'name="csrfmiddlewaretoken"' in html
    assert "<script>alert" not in html


def test_page_title_keeps_the_markup_of_its_actions_and_escapes_its_words():
    page = (
        '{% load parts %}{% pagetitle name %}<a href="/x/">直す</a>{% endpagetitle %}'
    )
    html = Template(page).render(Context({"name": HOSTILE}))
    assert '<div class="actions"><a href="/x/">直す</a></div>' in html
    assert "<script>alert" not in html
