"""Pages through which people come in, and where they see their sessions."""
