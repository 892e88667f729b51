"""A short title for each kind of problem, and what to do about all of that kind."""

from collections.abc import Mapping

from imports.messages import TITLES

HEADINGS: Mapping[str, tuple[str, str]] = {
    "cell_error": ("Excelの計算エラー", "正しい値を入力してください。"),
    "formula_without_value": ("数式の結果がない", "Excelで開いて保存し直してください。"),
    "number_missing": ("医療機関番号がない", "7桁の数字を入力してください。"),
    "number_invalid": ("医療機関番号として読めない", "7桁の数字を入力してください。"),
    "number_zeros_restored": ("番号の先頭の0が抜けている", "0を補って読みました。取り込めます。"),
    "number_check_digit": ("検査数字が合わない", "番号の写し間違いがないか確かめてください。取り込めます。"),
    "prefecture_invalid": ("都道府県として読めない", "01から47までのコードを入力してください。"),
    "prefecture_differs": ("都道府県のコードと名称が違う", "コードの方で読みました。取り込めます。"),
    "sector_invalid": ("区分が分からない", "医科・歯科・薬局・訪看のいずれかを入力してください。"),
    "name_missing": ("医療機関名称がない", "名称を入力してください。"),
    "private_use": ("外字（〓）がある", "医療機関の画面で正しい文字に訂正できます。取り込めます。"),
    "address_missing": ("所在地がない", "市区町村が決まりません。取り込めます。"),
    "address_unresolved": ("市区町村が分からない", "医療機関の画面で市区町村を選べます。取り込めます。"),
    "postal_code_odd": ("郵便番号の形が違う", "書かれたとおりに残します。取り込めます。"),
    "phone_odd": ("電話番号の桁数が合わない", "書かれたとおりに残します。取り込めます。"),
    "beds_without_number": ("病床種別に数がない", "病床数は不明とします（0床ではありません）。取り込めます。"),
    "beds_unreadable": ("病床数として読めない", "病床数は不明とします。取り込めます。"),
    "start_missing": ("算定開始年月日がない", "開始日は不明とします。取り込めます。"),
    "start_unreadable": ("算定開始年月日が日付として読めない", "開始日は不明とします。取り込めます。"),
    "symbol_missing": ("受理記号がない", "この届出は数えません。取り込めます。"),
    "two_classes": ("2つの類型の届出がある", "算定開始の新しい方で1か所と数えます。取り込めます。"),
    "same_class_twice": ("同じ届出が2件以上ある", "1か所と数えます。取り込めます。"),
    "rows_differ": ("同じ医療機関の行で書き方が違う", "先の行で読みました。取り込めます。"),
    "stray_row": ("医療機関の行ではない", "読みませんでした。取り込めます。"),
    "as_of_missing": ("現在日がない", "現在日を入力して、もう一度送ってください。"),
    "older_list": ("より新しい名簿が適用済み", "新しい名簿を選んでください。"),
    "outside_region": ("ほかの都道府県の名簿", "担当する都道府県の名簿を選んでください。"),
    "as_of_differs": ("シートにより現在日が違う", "先のシートの日で読みました。取り込めます。"),
    "sheet_without_header": ("見出しのないシート", "読みませんでした。取り込めます。"),
    "hidden_sheet": ("非表示のシート", "読みました。取り込めます。"),
    "hidden_rows": ("非表示の行", "読みました。取り込めます。"),
    "merged_cells": ("結合されたセル", "左上のセルの値だけを読みました。取り込めます。"),
}  # fmt: skip


def heading_of(code: str) -> tuple[str, str]:
    """The title and the advice of a kind; a kind without its own stands under その他."""
    return HEADINGS.get(code) or TITLES.get(code) or ("その他", "")
