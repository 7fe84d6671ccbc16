"""The gradebook of a class: students, what they handed in, what came of it. The only room that knows SQL."""
