"""Pages of the room of reports."""
