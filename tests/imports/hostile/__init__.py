"""Files with one defect each, by group; `test_catalogue` sends them all in."""
