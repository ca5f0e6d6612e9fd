"""Writes of awards and decisions that need a permission.

`rows.check_entries` and `rows.save_entries` take what was typed or read from a file.
"""
