"""The wall: student code runs on the far side of two pipes and says what a function returned, never more."""
