"""What the pages of a report say: snapshot values as words, rows and captions for the templates."""
