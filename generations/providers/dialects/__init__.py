"""How each router is spoken to: one adapter a dialect, and what dialects share."""
