"""Awards of a year: entered in a grid, decided, answered, revoked."""
