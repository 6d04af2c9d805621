"""Jobs, pictures, the library, and the routers that make pictures.

Read docs/architecture.md for one job from the form to the gallery.
"""
