"""Running the portal: health, metrics, the queue, the doctor, backups."""
