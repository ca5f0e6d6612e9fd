"""Test rows, one module for each app; a state is a trait, not another class."""
