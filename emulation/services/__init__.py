"""Writes of conferences, figures, reports and pledges that need a permission."""
