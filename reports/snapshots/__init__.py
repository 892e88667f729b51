"""What a report is made from: frozen values, one versioned schema for each kind of report."""
