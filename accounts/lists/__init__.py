"""How every list of the portal works: columns, sorting, pages, saved views, files, changes in bulk.

The address holds the whole state of a list (conditions, ``sort``, ``col``, ``per_page``, ``page``),
so that a link, a saved view and a file show the same.
"""
