"""What surrounds every request: hosts, policy, static files, what pages share, `/health`. No pages."""
