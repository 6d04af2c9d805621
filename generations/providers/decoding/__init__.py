"""Bytes and texts from outside made safe: encodings, packings, JSON, base64, events."""
