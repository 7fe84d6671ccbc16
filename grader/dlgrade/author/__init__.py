"""For authors: stubs made from solutions, and the proof that a course is sound."""
