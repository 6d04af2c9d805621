"""The workspace page and the form that asks for pictures."""
