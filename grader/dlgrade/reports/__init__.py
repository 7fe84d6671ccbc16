"""A report as text: each module renders one form, and none computes a score."""

# How much of a failing hidden case a report tells; see `reveal`.
LEVELS = ("full", "diagnosis", "verdict")
