"""Settings and surroundings looked over before anything starts; the standard library alone."""
