"""Charts of areas and years: one static SVG, what it says in words, and the table behind it.

Names and values stand on the figure itself, so nothing depends on colour. Altair and vl-convert are
loaded when a chart is drawn; callers keep the SVG by `digest` of their data.
"""

from formats.bar_charts import Bar, bar_chart
from formats.column_charts import YearColumn, column_chart
from formats.line_charts import Line, line_chart
from formats.vega import Chart, Mark, digest

__all__ = [
    "Bar",
    "Chart",
    "Line",
    "Mark",
    "YearColumn",
    "bar_chart",
    "column_chart",
    "digest",
    "line_chart",
]
