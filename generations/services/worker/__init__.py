"""What happens in the worker: whose turn it is, the call, saving pictures, thumbnails, stopping.

Not what happens at night or by command (upkeep).
"""
