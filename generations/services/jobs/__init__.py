"""A job as people see it: asked for, checked, changed from state to state, told in words.

Not what a worker does with it (worker), nor what admins may do beyond its owner (governance).
"""
