"""Small plain functions that make test data; each gives what it made."""
