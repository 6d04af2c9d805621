"""What leaves the product as a file: ZIPs, tables, names of files, a person's own data.

Not backups of the whole (upkeep).
"""
