"""Pages of uploads, by subject."""
