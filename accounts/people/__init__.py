"""The people of the team: coming in, limits, faces, dates, notices, mail."""
