"""Pages of the designations, by subject."""
