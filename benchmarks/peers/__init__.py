"""Other graders with the assignment of the benchmarks: installed, filled, run and read.

Every side takes the same questions and answers (`form`), runs as the commands that an instructor would type
(`environment`), and returns what each student was given, so that nobody is timed while failing to run.
"""
