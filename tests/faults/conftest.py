"""Reading a list here and not in a child, where a test is about what comes after reading."""

from tests.imports.conftest import read_here

__all__ = ["read_here"]
