"""What people do with finished pictures: share, hide, tag, collect, trash, alone or many at once.

Not making copies to take away (export).
"""
