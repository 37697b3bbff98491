"""Shows a table of what lcov's lines say of each file, and the lines that nothing reaches and nothing explains."""

import re
import sys
from pathlib import Path

source, counts = Path(sys.argv[1]), Path(sys.argv[2])

files = {}
for line in counts.read_text().splitlines():
    kind, _, rest = line.partition(":")
    if kind == "SF":
        lines, branches = files.setdefault(Path(rest).relative_to(source), ({}, {}))
    elif kind == "DA":
        number, count = map(int, rest.split(",")[:2])
        lines[number] = max(lines.get(number, 0), count)
    elif kind == "BRDA":
        number, block, branch, count = rest.split(",")
        key = (int(number), block, branch)
        branches[key] = max(branches.get(key, 0), 0 if count == "-" else int(count))


def share(counts):
    reached = sum(count > 0 for count in counts)
    percent = f"{100 * reached / len(counts):.2f} %" if counts else ""
    return f"{reached:5} of {len(counts):5} {percent:>9}"


def explained(text, number):
    """Whether the line, or the comment above it, says why it is not reached."""
    here = text[number - 1]
    above = number - 2
    while above >= 0 and re.match(r"\s*//[^/!]", text[above]):
        if "// Not reached" in text[above]:
            return True
        above -= 1
    return "// Not reached" in here


print(f"{'file':28} {'lines':>24} {'branches':>24}")
unexplained, reasons = [], 0
all_lines, all_branches = [], []
for name in sorted(files):
    lines, branches = files[name]
    text = (source / name).read_text().splitlines()
    # The unit tests are at the end of their file.
    end = next((number for number, line in enumerate(text, 1) if re.match(r"#\[cfg\(.*\btest\b.*\)\]$", line)
                and number < len(text) and re.match(r"(pub.*)?mod \w+ \{", text[number])), len(text) + 1)
    lines = {number: count for number, count in lines.items() if number < end}
    branches = {key: count for key, count in branches.items() if key[0] < end}
    for number, count in sorted(lines.items()):
        if count == 0:
            if explained(text, number):
                reasons += 1
                lines[number] = 1
            else:
                unexplained.append(f"src/{name}:{number}: {text[number - 1].strip()}")
    all_lines += lines.values()
    all_branches += branches.values()
    print(f"{str(name):28} {share(lines.values()):>24} {share(branches.values()):>24}")
print(f"{'all':28} {share(all_lines):>24} {share(all_branches):>24}")
print(f"-- {reasons} lines that can't be reached are explained beside the code, and count as reached")
if unexplained:
    print("error: nothing reaches these lines:", *unexplained, sep="\n    ")
    sys.exit(1)
