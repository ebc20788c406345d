# SPDX-License-Identifier: GPL-3.0-or-later
"""The area "peers": the same real rollouts in Steplight, Potato and Label Studio on this machine.

Prints a JSON list of rows. A ratio is the peer's figure over ours; ten is the goal of each.
Each peer is installed at the first run, from PyPI into the user's cache folder."""
import argparse
import functools
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import label_studio
import potato
import rollouts
import steplight

GOAL = 10
OPENED = 30  # items a repeat


def row(name, ours, reference, unit, note):
    ratio = reference / ours
    return {"name": name, "ours": round(ours, 3), "reference": round(reference, 3),
            "ratio": round(ratio, 1), "goal": f"ratio >= {GOAL}", "met": ratio >= GOAL,
            "unit": unit, "note": note}


def left_out(name, why):
    return {"name": name, "ours": None, "reference": None, "ratio": None, "goal": None, "met": None,
            "unit": "", "note": f"left out: {why}"}


def best(runs):
    """The machine may be shared: the quickest of the repeats, and the middle of the memory."""
    figures = {name: min(run[name] for run in runs) for name in runs[0] if name != "memory"}
    return figures | {"memory": statistics.median(run["memory"] for run in runs)}


def measured(programs, work, repeats):
    """The best figures by program; they take turns, so that each meets the same other load."""
    runs = {name: [] for name in programs}
    for number in range(repeats):
        for name, measure in programs.items():
            try:
                runs[name].append(measure(work / f"{name} {number}"))
            except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
                print(f"{name}: {error}", file=sys.stderr)
    return {name: best(figures) for name, figures in runs.items() if figures}


def rows_against(peer, ours, theirs, setting):
    name = peer.NAME

    def processor(what, scale, unit):
        mine, its = (figures[what + " processor"] * scale for figures in (ours, theirs))
        return f"processor time {mine:.3g} and {its:.3g} {unit}"

    yield row(f"import, {name}", ours["import"], theirs["import"], "s",
              f"{setting}; {processor('import', 1, 's')}; {name} {peer.VERSION}: {peer.IMPORT}")
    if "bare start" in theirs:
        yield row(f"import, {name}, its bare start taken off", ours["import"],
                  theirs["import"] - theirs["bare start"], "s",
                  f"its start over one item takes {theirs['bare start']:.2f} s; the start of our"
                  " program is not taken off")
    yield row(f"open an item, {name}", ours["open"] * 1000, theirs["open"] * 1000, "ms",
              f"median of {OPENED}; {processor('open', 1000, 'ms')}; ours: from the key to the next"
              f" trace painted; {name}: {peer.OPEN}, without a browser's work")
    yield row(f"memory, {name}", ours["memory"], theirs["memory"], "MiB",
              f"RSS after the import; ours: the window, which is all; {name}: its server, without"
              " the browser that it needs")


def missing(peer):
    """Why the peer cannot be measured; empty when it can."""
    try:
        peer.prepare()
        return ""
    except (OSError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return f"{peer.PACKAGE} {peer.VERSION} could not be installed from PyPI"


def compare(options, files, read):
    """All rows."""
    step = max(1, len(read) // OPENED)
    opens = range(step // 2, len(read), step)[:OPENED]
    programs = {"Steplight": lambda folder: steplight.measure(options.bin.resolve(), folder, files,
                                                              len(read), len(opens))}
    peers = []
    for peer in (potato, label_studio):
        if why := missing(peer):
            yield left_out(peer.NAME, why)
        else:
            peers.append(peer)
            programs[peer.NAME] = functools.partial(peer.measure, rows=read, opens=opens)
    if not peers:
        return
    with tempfile.TemporaryDirectory(prefix="steplight-peers-") as work:
        figures = measured(programs, Path(work), options.repeats)
    setting = (f"{len(read)} distinct rollouts, best of {options.repeats}, load"
               f" {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for peer in peers:
        if {"Steplight", peer.NAME} <= figures.keys():
            yield from rows_against(peer, figures["Steplight"], figures[peer.NAME], setting)
        else:
            yield left_out(peer.NAME, "a program failed, as the error output says")


def main():
    parser = argparse.ArgumentParser(prog="peers", description=__doc__)
    parser.add_argument("bin", type=Path, help="the folder of the built programs")
    parser.add_argument("--data", type=Path,
                        default=Path(__file__).resolve().parents[4] / "shared/data/vlprm-rollouts")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    files = [file for file in sorted(options.data.glob("*.jsonl")) if rollouts.read([file])]
    read = rollouts.read(files)
    if read:
        rows = list(compare(options, files, read))
    else:
        rows = [left_out("peers", "the real rollouts of ../shared/data are absent")]
    print(json.dumps(rows, indent=1, ensure_ascii=False))


main()
