"""A notebook of a student's, read and never run: its cells, and the definitions that they hold."""
