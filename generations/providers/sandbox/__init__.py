"""The Sandbox: free, offline, procedural pictures. Not AI, and labelled so everywhere.

Only `draw`, `canvas`, `noise`, `brush`, `palette` and `scenes` know numpy and Pillow; they are
imported when the first picture is drawn, so that loading the table of providers stays cheap.
"""
