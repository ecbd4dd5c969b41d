#!/usr/bin/env python3
"""Prints the medians of a CSV that scripts/bench/engine wrote, as a Markdown table.

    engine_table.py CSV

The ratio is OneDnnGraph's speed over that of PyTorch's faster memory format in the same round; the
median of the rounds is printed.
"""
import csv
import sys
from collections import defaultdict
from statistics import median

OURS = "onednn"
PYTORCH = ("pytorch-nchw", "pytorch-channels-last", "pytorch")
COLUMNS = (OURS, *PYTORCH, "stock")
MODES = {"train": "training", "infer": "inference", "pair": "two trainings side by side"}


def read(path):
    """Speeds by (network, mode, threads, batch), then engine, then round."""
    speeds = defaultdict(lambda: defaultdict(dict))
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            run = row["network"], row["mode"], int(row["threads"]), int(row["batch"])
            speeds[run][row["engine"]][int(row["round"])] = float(row["examples_per_second"])
    return speeds


def speed(rounds):
    return f"{median(rounds.values()):.{0 if median(rounds.values()) >= 10 else 1}f}" if rounds else ""


def ratio(engines):
    ours = engines.get(OURS, {})
    theirs = [engines[name] for name in PYTORCH if name in engines] or [{}]
    complete = set(ours).intersection(*theirs)
    ratios = [ours[round] / max(formats[round] for formats in theirs) for round in complete]
    return f"{median(ratios):.2f}" if ratios else ""


def main(path):
    speeds = read(path)
    rounds = {round for run in speeds.values() for engine in run.values() for round in engine}
    print(f"Examples a second, medians of {len(rounds)} round{'s' * (len(rounds) != 1)}:\n")
    columns = [name for name in COLUMNS if any(name in engines for engines in speeds.values())]
    print("| network | mode | threads | batch |", *(f"{name} |" for name in columns), "ratio |")
    print("| --- | --- |", "---: |" * (len(columns) + 3))
    for (network, mode, threads, batch), engines in speeds.items():
        cells = [network, MODES[mode], threads, batch]
        cells += [speed(engines.get(name, {})) for name in columns]
        print("|", *(f"{cell} |" for cell in [*cells, ratio(engines)]))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
