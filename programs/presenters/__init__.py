"""Words, links and tables for the pages of this room."""
