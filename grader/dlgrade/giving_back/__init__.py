"""What a class got, in the files of other systems: a table of our own, or theirs with one column filled."""
