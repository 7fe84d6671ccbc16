"""A report as text: each module renders one form, and none computes a score."""
