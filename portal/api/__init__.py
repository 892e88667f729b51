"""The read-only API for other systems of the prefecture."""
