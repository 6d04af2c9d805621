"""Cards of jobs, and what a press on one does."""
