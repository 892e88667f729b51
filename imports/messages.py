"""Everything that an import says to people: refusals of a whole file, and problems with their cell.

A problem says where, what was written, what is wrong, and what to write. Private-use characters
are shown as 〓, for no font has them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from formats.text import show_private_use

ERROR = "error"
WARNING = "warning"

_SAVE_AS = "Excelで開き、「名前を付けて保存」で種類に「Excelブック（*.xlsx）」を選んでください。"
_AGAIN = "元のファイルをもう一度入手してください。"

REFUSALS: Mapping[str, str] = {
    # Before any reader
    "empty_file": "ファイルの中身がありません（0バイト）。" + _AGAIN,
    "too_large": "ファイルが大きすぎます（{size}）。{limit}までのファイルを選んでください。",
    "unknown_extension": "ファイル名「{name}」の拡張子では受け付けられません。xlsx・xls・ods・csvのいずれかのファイルを選んでください。",
    "extension_mismatch": "ファイル名は「{extension}」ですが、中身は{actual}です。{advice}",
    "wrong_kind": "このファイルは{actual}です。{advice}",
    "broken": "ファイルが壊れていて開けません（{detail}）。" + _AGAIN,
    "encrypted": "パスワードがかかっています。Excelでパスワードを外してから、もう一度アップロードしてください。",
    "macros": "マクロが含まれています。安全のため受け付けられません。" + _SAVE_AS,
    "embedded": "ファイルの中に別のファイルやプログラム（{detail}）が埋め込まれています。埋め込みを消してから、もう一度アップロードしてください。",
    "dtd": "ファイルの中に外部の定義（DTD）があり、安全のため受け付けられません（{detail}）。" + _SAVE_AS,
    "unsafe_archive": "ファイルの内部の構造が正しくありません（{detail}）。" + _SAVE_AS,
    "unpacks_too_large": "展開すると大きくなりすぎるファイルです（{detail}）。都道府県ごとに分けるか、不要なシートと書式を消してください。",
    "no_region": "担当する区域が登録されていないため、取り込めません。システム管理者に知らせてください。",
    # While reading
    "encoding": "文字コードが{actual}です。CSVは「UTF-8」または「Shift_JIS（CP932）」で保存してください。",
    "encoding_broken": "{row}行目に読めない文字があります。文字コードが混ざっているか、壊れています。CSVを「UTF-8」で保存し直してください。",
    "csv_quotes": "{row}行目の引用符（\"）が閉じていません。その行を直してから、もう一度アップロードしてください。",
    "csv_ragged": "{row}行目の項目数が{found}個で、見出しの{expected}個と合いません。その行の区切りを確かめてください。",
    "csv_delimiter": "項目が{actual}で区切られています。カンマ区切りのCSVで保存してください。",
    "csv_line": "{row}行目が長すぎて読めません。改行や引用符（\"）が抜けていないか確かめてください。",
    "unreadable": "表として読めません（{detail}）。" + _SAVE_AS,
    "no_sheet": "表のあるシートがありません。ファイルを確かめてください。",
    "rows_disagree": "シート「{sheet}」を最後まで読めませんでした（ファイルには{counted}行、読めたのは{read}行）。" + _SAVE_AS,
    "too_many_cells": "表が大きすぎます（{detail}）。表の外に不要な値や書式が残っていないか確かめてください。",
    "took_too_long": "読み取りに時間がかかりすぎるため中止しました。不要なシートや書式を消すか、都道府県ごとに分けてください。",
    "reader_failed": "読み取りの途中で中止しました。表の右端や最下行（XFD列や1048576行目など）に不要な値が残っていないか確かめ、もう一度保存してください。",
    # Which list it is
    "unknown_format": "どの様式の名簿か分かりません。見出しの行が見つかりません（探した様式：{formats}）。",
    "missing_columns": "「{format}」の列が足りません：{columns}。シート「{sheet}」{row}行目の見出しを確かめてください。",
    "duplicate_columns": "「{format}」の見出し「{header}」が2列以上あります（{columns}）。1列だけにしてください。シート「{sheet}」{row}行目を確かめてください。",
    "no_rows": "「{format}」の見出しはありますが、データの行がありません。",
    "too_many_rows": "データが{rows:,}行あります。1つのファイルは{limit:,}行までです。分けてからアップロードしてください。",
}  # fmt: skip

# code: (usual level, what is wrong and what to write)
PROBLEMS: dict[str, tuple[str, str]] = {
    "cell_error": (ERROR, "「{value}」はExcelの計算エラーです。正しい値を入力してください。"),
    "formula_without_value": (ERROR, "数式「{value}」の計算結果が保存されていません。Excelで開いて保存し直すか、値を入力してください。"),
    "number_missing": (ERROR, "医療機関番号がありません。7桁の数字を入力してください。"),
    "number_invalid": (ERROR, "「{value}」は医療機関番号ではありません。7桁の数字を入力してください。"),
    "number_zeros_restored": (WARNING, "「{value}」は先頭の0が抜けているため、「{read}」として読みました。"),
    "number_check_digit": (WARNING, "医療機関番号「{value}」の検査数字が合いません。番号を確かめてください。"),
    "prefecture_invalid": (ERROR, "「{value}」は都道府県ではありません。01から47までのコードを入力してください。"),
    "prefecture_differs": (WARNING, "都道府県コードは「{value}」ですが、都道府県名は「{other}」です。コードの方で読みました。"),
    "sector_invalid": (ERROR, "区分「{value}」は分かりません。医科・歯科・薬局・訪看のいずれかを入力してください。"),
    "name_missing": (ERROR, "医療機関名称がありません。名称を入力してください。"),
    "private_use": (WARNING, "「{value}」に外字（〓）があります。正しい文字を画面で訂正してください。訂正は次の取込でも残ります。"),
    "address_missing": (WARNING, "所在地がありません。市区町村が決まりません。"),
    "address_unresolved": (WARNING, "「{value}」の市区町村が分かりません。画面で市区町村を選んでください。"),
    "postal_code_odd": (WARNING, "郵便番号「{value}」は000-0000の形ではありません。書かれたとおりに残します。"),
    "phone_odd": (WARNING, "電話番号「{value}」は桁数が合いません。書かれたとおりに残します。"),
    "beds_without_number": (WARNING, "「{value}」には数がない病床種別があります。その病床数は不明とします（0床ではありません）。"),
    "beds_unreadable": (WARNING, "「{value}」は病床数として読めません。病床数は不明とします。"),
    "start_missing": (WARNING, "届出「{symbol}」の算定開始年月日がありません。開始日は不明とします。"),
    "start_unreadable": (WARNING, "{reason}届出「{symbol}」の開始日は不明とします。"),
    "symbol_missing": (WARNING, "届出「{value}」に受理記号がありません。この届出は数えません。"),
    "two_classes": (WARNING, "同じ医療機関に{value}の届出があります。算定開始の新しい「{read}」で数え、ほかは届出として残します。"),
    "same_class_twice": (WARNING, "同じ届出「{value}」が2件以上あります。1か所として数えます。"),
    "rows_differ": (WARNING, "{other}行目と同じ医療機関ですが、「{value}」の書き方が違います（{header}）。先の行で読みました。"),
    "stray_row": (WARNING, "「{value}」は医療機関の行ではないため、読みませんでした。"),
    "as_of_missing": (WARNING, "表題に現在日（令和○年○月○日 現在）がありません。取込の画面で現在日を入力してください。"),
    "older_list": (ERROR, "この名簿（{value}現在）より新しい名簿（{newer}現在）を適用済みです。新しい名簿を選んでください。"),
    "outside_region": (ERROR, "この名簿は{value}のものです。担当する都道府県の名簿を選んでください。"),
    "as_of_differs": (WARNING, "現在日「{value}」がほかのシート（{other}）と違います。先のシートの日で読みました。"),
    "sheet_without_header": (WARNING, "見出しがないため、このシートは読みませんでした（{value}行）。"),
    "hidden_sheet": (WARNING, "非表示のシートですが、読みました。不要なら削除してください。"),
    "hidden_rows": (WARNING, "非表示の行が{value}行あります。非表示の行も読みました。"),
    "merged_cells": (WARNING, "結合されたセル（{value}）があります。左上のセルの値だけを読みました。"),
}  # fmt: skip

# code: (short title of the kind, what to do about all of that kind), as formats declare them
TITLES: dict[str, tuple[str, str]] = {}


def declare(*sayings: tuple[str, str, str, str, str]) -> None:
    """Add what a format says: (code, usual level, what is wrong, title of the kind, advice)."""
    for code, level, text, title, advice in sayings:
        PROBLEMS[code] = (level, text)
        TITLES[code] = (title, advice)


class Refused(Exception):
    """The whole file is refused; nothing of it is stored. `code` is stable, `message` is Japanese."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self):
        return Refused, (self.code, self.message)


def refused(code: str, **words: object) -> Refused:
    """Return the refusal `code` with its words filled in."""
    return Refused(code, show_private_use(REFUSALS[code].format(**words)))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or unusual at one place.

    `row` is the sheet's own row number (0 = the sheet as a whole), `column` its letters,
    `header` the column's heading, `address` the cell in A1 form, for CSV too.
    """

    level: str
    code: str
    sheet: str
    row: int
    column: str
    header: str
    address: str
    value: str
    message: str

    @property
    def is_error(self) -> bool:
        return self.level == ERROR


def problem(
    code: str,
    *,
    sheet: str,
    row: int = 0,
    column: str = "",
    header: str = "",
    value: object = "",
    level: str = "",
    **words: object,
) -> Problem:
    """Return the problem `code` at a place; `level` overrides the usual one of that code."""
    usual, text = PROBLEMS[code]
    shown = _short(str(value))
    where = f"シート「{sheet}」" if sheet else ""
    if row:
        where += f"{row}行目"
    if column:
        where += f" {column}列（{header}）" if header else f" {column}列"
    text = text.format(value=shown, header=header, **words)
    return Problem(
        level=level or usual,
        code=code,
        sheet=sheet,
        row=row,
        column=column,
        header=header,
        address=f"{column}{row}" if column and row else "",
        value=shown,
        message=show_private_use(f"{where}：{text}" if where else text),
    )


def _short(text: str) -> str:
    flat = re.sub(r"[\t\r\n]+", " ", text)
    return flat if len(flat) <= 60 else flat[:59] + "…"
