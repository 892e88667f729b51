"""Pages of this room, by subject."""
