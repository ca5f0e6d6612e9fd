"""A small identity provider in a process of its own, as a ministry would run one."""
