"""The judge: an answer against what it should be. Pure; knows neither torch, nor processes, nor files."""
