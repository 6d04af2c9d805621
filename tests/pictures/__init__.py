"""What bytes are, and what is made of them: no server, no rows."""
