"""dlgrade: a course in deep learning that one learns by building, and its grader."""

__version__ = "0.1.0"
