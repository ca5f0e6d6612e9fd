"""A country made by machine, of the size of the real one, to measure and to try the portal with."""
