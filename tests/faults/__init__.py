"""`make faults`: hurts the real product in every job state and counts what was lost or doubled."""
