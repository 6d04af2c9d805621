"""Numbers about what was done: counts by day, use, storage, success rates. Changes nothing."""
