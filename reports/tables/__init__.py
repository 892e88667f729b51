"""The tables of each kind of report for its workbook, from the snapshot alone."""
