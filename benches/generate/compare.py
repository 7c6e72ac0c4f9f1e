"""Runs the comparisons of benches/compare and prints them as tables: compare.py QDC RUFF FOLDER"""

import math
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

QDC, RUFF, FOLDER = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
HERE = pathlib.Path(__file__).parent
NOW = ["--now", "2026-01-05"]
FILES = 10_000


def run(command, output=subprocess.DEVNULL):
    """Seconds, peak memory in MB and exit code of one run."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - start, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def memory_of(command):
    """Peak memory in MB, by GNU time where it is there: a child of ours starts with our own peak."""
    if not os.access("/usr/bin/time", os.X_OK):
        return run(command)[1]
    timed = ["/usr/bin/time", "-f", "%M", *command]
    process = subprocess.run(timed, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return int(process.stderr.split()[-1]) / 1024


def medians(commands, times=7, codes=(0,), before=lambda command: None):
    """Median seconds and memory of each command; their runs alternate, so that a busy moment hits all."""
    results = [[] for _ in commands]
    for _ in range(times):
        for command, result in zip(commands, results):
            before(command)
            seconds, memory, code = run(command)
            if code not in codes:
                sys.exit(f"{' '.join(command[:4])} … exited with {code}")
            result.append((seconds, memory))
    return [tuple(statistics.median(column) for column in zip(*result)) for result in results]


def table(title, header, rows):
    print(f"\n{title}")
    rows = [header, *rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))]
        print("  " + "   ".join(cells).rstrip())


def seconds(value):
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def contract(signers):
    path = FOLDER / f"signers-{signers}.qdc"
    if not path.exists():
        with path.open("w") as out:
            subprocess.run([sys.executable, HERE / "contract.py", str(signers)], stdout=out, check=True)
    return str(path)


def slope(points):
    """Of the straight line through the logarithms: 1 is linear, 2 quadratic."""
    xs, ys = [math.log(x) for x, _ in points], [math.log(y) for _, y in points]
    x, y = statistics.mean(xs), statistics.mean(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)


def against_ruff():
    if not (FOLDER / "qdc").exists():
        subprocess.run([sys.executable, HERE / "folders.py", str(FILES), str(FOLDER)], check=True)
    cold, kept = FOLDER / "cache-cold", FOLDER / "cache-kept"
    qdc = lambda *args: [QDC, "check", *NOW, *map(str, args), str(FOLDER / "qdc")]
    ruff = lambda *args: [RUFF, "check", "--isolated", "--quiet", *map(str, args), str(FOLDER / "python")]
    ways = {
        "without a cache": ["--no-cache"],
        "with an empty cache": ["--cache-dir", cold],
        "with a full cache": ["--cache-dir", kept],
    }
    for command in (qdc, ruff):
        run(command("--cache-dir", kept))

    def before(command):
        if str(cold) in command:
            shutil.rmtree(cold, ignore_errors=True)

    results = medians([command(*args) for args in ways.values() for command in (qdc, ruff)], codes=(0, 1), before=before)
    rows = []
    for way, ours, theirs in zip(ways, results[::2], results[1::2]):
        rows.append([f"qdc check, {way}", seconds(ours[0]), f"{ours[1]:.0f} MB", f"{theirs[0] / ours[0]:.2f} times as fast"])
        rows.append([f"ruff check, {way}", seconds(theirs[0]), f"{theirs[1]:.0f} MB", ""])
    table(f"{FILES:,} small files of the same bytes", ["", "median", "memory", ""], rows)


def against_jq():
    source, body = contract(20_000), FOLDER / "signers-20000.json"
    with body.open("w") as out:
        run([QDC, "compile", *NOW, source], out)
    ours, theirs = medians([[QDC, "compile", *NOW, source], ["jq", ".", str(body)]])
    rows = [
        ["qdc compile", seconds(ours[0]), f"{ours[1]:.0f} MB", f"{theirs[0] / ours[0]:.2f} times as fast"],
        ["jq . on its output", seconds(theirs[0]), f"{theirs[1]:.0f} MB", ""],
    ]
    table("A contract of 20,000 signers", ["", "median", "memory", ""], rows)


def cold_start():
    (start, _), (nothing, _) = medians([[QDC, "--version"], ["/bin/true"]], times=101)
    rows = [["qdc --version", seconds(start)], ["/bin/true", seconds(nothing)]]
    table("Cold start", ["", "median"], rows)


def growth():
    sizes = [100, 1_000, 10_000, 100_000]
    rows, times, memories = [], [], []
    for size in sizes:
        command = [QDC, "compile", "--compact", *NOW, contract(size)]
        ((time_taken, _),) = medians([command], times=5)
        memory = memory_of(command)
        rows.append([f"{size:,} signers", seconds(time_taken), f"{memory:.1f} MB"])
        times.append((size, time_taken))
        memories.append((size, memory))
    table("Compile, by size", ["", "median", "memory"], rows)
    print(f"  slope of time {slope(times):.2f}, from 1,000 {slope(times[1:]):.2f}; of memory {slope(memories):.2f}, from 1,000 {slope(memories[1:]):.2f} (1 is linear)")


def worst():
    size = 10_000_000
    inputs = {
        "10 MB on one line": "a " * (size // 2),
        "10 MB of quotation marks": "“" * (size // 3),
        "10 MB of digits": "1" * size,
        "10,000 open braces": "{" * 10_000,
        "10,000 nested statements": 'contract "t" {\n' * 10_000,
        "10,000 closing braces": "}\n" * 10_000,
        "100,000 unknown keywords": "".join(f"hello{n}\n" for n in range(100_000)),
        "10 MB of short lines": "// 甲方\n" * (size // 10),
        "256 KB line, then 100,000 braces": "contract " * 28_000 + "{\n" + "}\n" * 100_000,
        "256 KB of `foo {`, then 100,000 braces": "foo { " * 42_000 + "\n" + "}\n" * 41_000,
    }
    rows = []
    for name, text in inputs.items():
        path = FOLDER / "worst.qdc"
        path.write_text(text)
        check, fmt = medians(
            [[QDC, "check", "--no-cache", *NOW, "--format", "short", str(path)], [QDC, "fmt", "--check", str(path)]],
            times=3,
            codes=(0, 1),
        )
        rows.append([name, seconds(check[0]), seconds(fmt[0]), "" if max(check[0], fmt[0]) < 1 else "over a second"])
    table("The worst inputs", ["", "check", "fmt", ""], rows)


FOLDER.mkdir(parents=True, exist_ok=True)
for part in (cold_start, against_ruff, against_jq, growth, worst):
    part()
