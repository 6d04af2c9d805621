"""What an answer holds: pictures, reasons, waits, whether it is whole. Pure functions."""
