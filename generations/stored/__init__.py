"""What is kept: originals, thumbnails, answers in the spool, the event log. No services."""
