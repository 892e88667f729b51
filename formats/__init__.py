"""Plain formats without models: dates, search keys, official codes."""
