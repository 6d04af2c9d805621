"""Pages of the team, of one member, of one's own profile."""
