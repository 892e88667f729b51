"""What the sheet is called that lists the problems of a marked workbook, and how it begins."""

LIST_SHEET = "エラー一覧"
LIST_HEADINGS = ("番号", "程度", "シート", "行", "列", "項目", "内容", "場所")
