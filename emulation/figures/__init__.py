"""The results grid: what is typed into a cell, what is unusual, who may write, what is shown."""
