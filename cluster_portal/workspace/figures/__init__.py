"""The results grid: the table, the form of one member, the page of one figure."""
