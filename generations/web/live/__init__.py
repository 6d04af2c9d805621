"""The event stream: what changed, sent to each open window that may see it."""
