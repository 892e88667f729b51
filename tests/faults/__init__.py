"""Faults as tests: kills, locks, full disks, double clicks, clock edges. A sample in `make test`, many
rounds in `make test-faults`. Kills of imports and races of designations are with their rooms."""
