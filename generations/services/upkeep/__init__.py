"""Keeping the installation sound: nightly work, backup and restore, sweeps, repairs, model lists."""
