"""What relation a wrong answer has to the right one, where no misconception gives it: one idea a file, all pure."""
