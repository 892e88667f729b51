"""One odd cell in a right file, and CSV as no program should write it."""

from collections.abc import Callable
from datetime import date, datetime

from tests.forms import SHEET, form, form_csv, form_row, table
from tests.imports.hostile.case import ROWS, Case, first
from tests.workbooks import as_csv


def cell(**changes: object) -> Callable[[], bytes]:
    """The good rows, the first with a changed cell."""
    return lambda: form(form_row(80000, **changes), *ROWS[1:])


def stored(name: str, expected: object) -> Callable:
    def check(listing) -> None:
        assert first(listing)[name] == expected

    return check


def error_value(book) -> None:
    book[SHEET]["F2"] = "#REF!"
    book[SHEET]["F2"].data_type = "e"


def formula(book) -> None:
    book[SHEET]["F2"] = "=1+1"


def text_formula(book) -> None:
    book[SHEET]["B2"] = "=cmd|'/c calc'!A1"
    book[SHEET]["B2"].data_type = "s"


def wrong(code: str, address: str, **changes: object) -> Case:
    ((name, value),) = changes.items()
    title = f"{name} {value if len(str(value)) < 20 else '…'}"
    return Case(title, cell(**changes), errors=((code, address),))


def taken(name: str, expected: object, *warnings: str, **changes: object) -> Case:
    ((heading, value),) = changes.items()
    title = f"{heading} {value if len(str(value)) < 26 else '…'} is taken"
    return Case(title, cell(**changes), warnings=warnings, check=stored(name, expected))


RARE = "髙﨑德濵医院 \ufa19\uf9dc \U00020bb7野 葛\U000e0100"

CELLS = (
    wrong("code_invalid", "A2", 医療機関番号=110012),
    wrong("code_invalid", "A2", 医療機関番号="abc"),
    wrong("code_invalid", "A2", 医療機関番号="12345678901"),
    wrong("code_invalid", "A2", 医療機関番号=1.5),
    wrong("code_parts", "A2", 医療機関番号="9910110012"),
    wrong("code_missing", "A2", 医療機関番号=""),
    wrong("cell_missing", "B2", 医療機関名称=""),
    wrong("too_long", "B2", 医療機関名称="あ" * 201),
    wrong("cell_missing", "D2", 住所="　"),
    wrong("too_long", "D2", 住所="あ" * 301),
    wrong("too_long", "E2", 電話番号="0" * 41),
    wrong("not_integer", "F2", 病床数=19.5),
    wrong("not_integer", "F2", 病床数="1e3"),
    wrong("not_integer", "F2", 病床数="なし"),
    wrong("not_integer", "F2", 病床数=True),
    wrong("not_integer", "F2", 病床数=date(2025, 1, 2)),
    wrong("out_of_range", "F2", 病床数=-1),
    wrong("out_of_range", "F2", 病床数=2**31),
    wrong("symbol_unknown", "G2", 受理記号="支援診４"),
    wrong("symbol_unknown", "G2", 受理記号="在医総管"),
    wrong("day_unreadable", "H2", 算定開始年月日="2024-02-30"),
    wrong("day_unreadable", "H2", 算定開始年月日="令和6年2月30日"),
    wrong("day_unreadable", "H2", 算定開始年月日="昭和64年1月8日"),
    wrong("day_unreadable", "H2", 算定開始年月日="令和30年6月1日"),
    wrong("day_unreadable", "H2", 算定開始年月日="0000-00-00"),
    wrong("day_unreadable", "H2", 算定開始年月日="99999-1-1"),
    wrong("day_unreadable", "H2", 算定開始年月日=-5),
    wrong("symbol_without_start", "H2", 算定開始年月日=""),
    wrong("start_without_symbol", "G2", 受理記号=""),
    wrong("not_a_choice", "I2", 種別="大病院"),
    wrong("code_digits", "I2", 法人番号="12"),
    wrong("municipality_code_invalid", "I2", 市町村コード="99999"),
    Case("an error value", lambda: form(*ROWS, change=error_value), errors=(("cell_error", "F2"),)),
    Case("a formula without its result", lambda: form(*ROWS, change=formula), errors=(("formula_without_value", "F2"),)),
    taken("number", "1117205", 医療機関番号=1117205),
    taken("beds", ["known", 19, []], 病床数="　１９ "),
    taken("beds", ["known", 1019, []], 病床数="1,019"),
    taken("beds", ["known", 134, [["一般", 42], ["療養", 92]]], 病床数="一般　　42／療養　　92"),
    taken("start", "2024-10-01", 算定開始年月日=datetime.fromisoformat("2024-10-01T00:00")),
    taken("start", "2024-10-01", 算定開始年月日=45566),
    taken("start", "2019-12-01", 算定開始年月日="令和元年１２月 1日"),
    taken("start", "1963-10-01", 算定開始年月日="昭38.10.1"),
    taken("postal_code", "060-0001", 郵便番号="〒０６０－０００１"),
    taken("postal_code", "60001", "postal_code_odd", 郵便番号=60001),
    taken("phone", "252-1335", "phone_odd", 電話番号="252-1335"),
    taken("name", RARE, 医療機関名称=RARE),
    taken("name", "\ue38b田医院", "private_use", 医療機関名称="\ue38b田医院"),
    taken("name", "ｸﾘﾆｯｸ　ｿﾗﾈ", 医療機関名称="ｸﾘﾆｯｸ　ｿﾗﾈ"),
    taken("name", "<script>alert(1)</script>", 医療機関名称="<script>alert(1)</script>"),
    taken("name", "'; DROP TABLE facilities; --", 医療機関名称="'; DROP TABLE facilities; --"),
    taken("name", "{{ settings.SECRET_KEY }}", 医療機関名称="{{ settings.SECRET_KEY }}"),
    taken("name", "医院A", "control_characters", 医療機関名称="医院_x0000_A"),
    Case("text that looks like a formula", lambda: form(*ROWS, change=text_formula), check=stored("name", "=cmd|'/c calc'!A1")),
)  # fmt: skip

GOOD_TEXT = form_csv(*ROWS).decode()


def text(change: Callable[[str], str], encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: change(GOOD_TEXT).encode(encoding)


def same(text: str) -> str:
    return text


def csv(name: str, make: Callable[[], bytes], refused: str = "", **how) -> Case:
    return Case(name, make, "様式.csv", refused, **how)


def excel_text() -> bytes:
    rows = table(*ROWS)
    rows[1:] = [[f'="{row[0]}"', *row[1:]] for row in rows[1:]]
    return as_csv(rows)


TEXTS = (
    csv("UTF-16", text(same, "utf-16"), "encoding"),
    csv("UTF-16 without its mark", text(same, "utf-16-le"), "encoding"),
    csv("EUC-JP", text(same, "euc_jp"), "encoding"),
    csv("ISO-2022-JP", text(same, "iso-2022-jp"), "encoding"),
    csv("two encodings in one file", lambda: form_csv(*ROWS) + form_csv(*ROWS, encoding="cp932"), "encoding_broken"),
    csv("a byte that is no character", lambda: form_csv(*ROWS) + b"\xff\xfe\xfd\r\n", "encoding_broken"),
    csv("a NUL", lambda: form_csv(*ROWS) + b"\0\r\n", "encoding"),
    csv("tabs", text(lambda t: t.replace(",", "\t")), "csv_delimiter"),
    csv("semicolons", text(lambda t: t.replace(",", ";")), "csv_delimiter"),
    csv("an open quote", text(lambda t: t.replace("そらね", '"そらね', 1).replace('\r\n', "\n")), "csv_quotes|csv_ragged"),
    csv("a row too short", text(lambda t: t.replace("011-000-0001,,", "011-000-0001,", 1)), "csv_ragged"),
    csv("a row too long", text(lambda t: t.replace("011-000-0001,", "011-000-0001,あ,", 1)), "csv_ragged"),
    csv("lines that end in CR", text(lambda t: t.replace("\r\n", "\r"))),
    csv("a wave dash and other twins", lambda: form_csv(form_row(80000, 医療機関名称="みち～－医院"), *ROWS[1:], encoding="cp932"), check=stored("name", "みち～－医院")),
    csv("a line break in quotes", text(lambda t: t.replace("そらねみちクリニック", '"そらね\nみち"', 1)), check=stored("name", "そらね\nみち")),
    csv("a line that names the comma", text(lambda t: "sep=,\r\n" + t)),
    csv("codes as Excel keeps their zeros", excel_text, check=stored("number", str(ROWS[0]["医療機関番号"]))),
    csv("commas at the end of each line", text(lambda t: t.replace("\r\n", ",,\r\n"))),
    csv("a title and notes around the table", text(lambda t: "一覧\r\n" + t + "以上\r\n"), warnings=("stray_row",)),
)  # fmt: skip
