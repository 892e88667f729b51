"""Running the portal: backups, health, the queue."""
