"""The installation: settings, the supervisor and its children, what every request passes."""
