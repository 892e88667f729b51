"""From the database to snapshots: what each kind of report prints, frozen on one day."""
