"""What the pages of this room show, prepared: words, marks, links, charts."""
