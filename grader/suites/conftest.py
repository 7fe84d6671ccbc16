"""Makes the suites runnable by plain pytest: `pytest grader/suites -k softmax --submission PATH`."""

pytest_plugins = ["dlgrade.items"]
