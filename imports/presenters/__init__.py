"""What the pages of uploads show, in words: history, progress, preview, effects, problems."""
