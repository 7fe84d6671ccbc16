"""Fails if the installed wheel put anything into site-packages but its package and its metadata."""

from importlib import metadata

files = metadata.files("dlgrade") or []
tops = {file.parts[0] for file in files if file.parts[0] != ".."}
strays = {top for top in tops if top != "dlgrade" and not top.endswith(".dist-info")}
assert not strays, f"the wheel put {sorted(strays)} into site-packages"
assert any(file.parts[:3] == ("dlgrade", "bundled", "suites") for file in files), "the wheel has no course"
print(f"site-packages: {sorted(tops)}, {len(files)} files")
