"""Telling people what they would not find by themselves, refused keys among it."""
