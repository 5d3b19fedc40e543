#!/usr/bin/env python3
"""What a run costs as its suite grows: processor time for each image, and the workers' memory.

    python3 benchmarks/scale.py [--per-class 5,10,50] [--rounds 3] [--build DIR] [--json FILE]

Runs the identity of configs/emoji.yaml on a validation suite of 1000 images for each --per-class,
first with an empty cache (images are generated), then --rounds times, all sizes in turn, with the
images at hand; of those the round that took least is told. Processor time is that of the launcher
and its worker: a busy machine disturbs it less than the clock, and threads that wait are told to
sleep, since spinning would count. Memory is the worker's private part (RssAnon in Linux), which
leaves mapped files out; it is looked at every 20 ms.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Every other set as small as may be, so that the suite is what is measured.
SMALL = ["suites.test_cows.per_class=10", "suites.held_out_cows.per_class=5"]


def status(pid, key):
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(key + ":"):
                return int(line.split()[1]) * 1024
    except (OSError, ProcessLookupError):
        pass
    return 0


def children(pid):
    try:
        return [int(word) for task in Path(f"/proc/{pid}/task").iterdir()
                for word in (task / "children").read_text().split()]
    except OSError:
        return []


class Memory:
    """The largest private and file-backed memory of a process's children while it runs."""

    def __init__(self, process):
        self.private = self.mapped = 0
        self.process, self.over = process, threading.Event()
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()

    def watch(self):
        while not self.over.wait(0.02):
            for pid in children(self.process.pid):
                self.private = max(self.private, status(pid, "RssAnon"))
                self.mapped = max(self.mapped, status(pid, "RssFile"))

    def stop(self):
        self.over.set()
        self.thread.join()


def run(remedy, out, per_class, options, cache):
    command = [
        remedy,
        "run",
        HERE.parent / "configs/emoji.yaml",
        "--out",
        out,
        "--only",
        "identity",
        "--quiet",
        "--device",
        "cpu",
        "--threads",
        options.threads,
        "--set",
        f"suites.validation.per_class={per_class}",
        "--set",
        "baseline.expect.within=1",
    ]
    for value in SMALL + options.set:
        command += ["--set", value]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        [str(word) for word in command],
        env=dict(os.environ, REMEDY_CACHE=str(cache), OMP_WAIT_POLICY="passive"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    memory = Memory(process)
    _, errors = process.communicate()
    memory.stop()
    if process.returncode != 0:
        sys.exit(
            f"{' '.join(map(str, command))}: ended with {process.returncode}:\n{errors[-2000:]}"
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "processor_seconds": after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime,
        "private_bytes": memory.private,
        "mapped_bytes": memory.mapped,
    }


def report(rows):
    """Every further image between two sizes, where the fixed cost of a run falls out, and how far
    each size lies off the straight line through the smallest and the largest."""
    def seconds(row, name):
        return row[name]["processor_seconds"]

    def off(row, name):
        least, most = rows[0], rows[-1]
        share = (row["images"] - least["images"]) / (most["images"] - least["images"])
        line = seconds(least, name) + share * (seconds(most, name) - seconds(least, name))
        return 100 * (seconds(row, name) / line - 1)

    print(
        "| from | to | ms an image, cold | ms an image, warm | warm, off the line "
        "|\n|---|---|---|---|---|"
    )
    for small, large in zip(rows, rows[1:]):
        more = large["images"] - small["images"]
        cold, warm = (
            1e3 * (seconds(large, name) - seconds(small, name)) / more for name in ("cold", "warm")
        )
        print(
            f"| {small['images']} | {large['images']} | {cold:.3f} | {warm:.3f} | "
            f"{off(large, 'warm'):+.1f} % |"
        )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--per-class", default="1,5,10,50")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        help="key.path=value of the study: a narrower network leaves more of the cost to the rest",
    )
    parser.add_argument("--build", type=Path, default=HERE.parent / "build")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds: at least 1")
    remedy = options.build.resolve() / "bin/remedy"
    if not remedy.exists():
        sys.exit(f"{remedy}: there is no such program; build first, or name the folder by --build")
    rows = [
        {"images": 1000 * per_class} for per_class in sorted(map(int, options.per_class.split(",")))
    ]
    with tempfile.TemporaryDirectory(prefix="remedy-scale-") as folder:
        for round_ in range(options.rounds + 1):
            for row in rows:
                size, name = row["images"], "warm" if round_ else "cold"
                out = Path(folder) / f"{size}-{round_}"
                measured = run(remedy, out, size // 1000, options, Path(folder) / f"cache-{size}")
                shutil.rmtree(out)
                print(
                    f"{size} images, {name}: {measured['processor_seconds']:.1f} s of processor "
                    f"time, worker's "
                    f"memory {measured['private_bytes'] / 2**20:.0f} MiB beside "
                    f"{measured['mapped_bytes'] / 2**20:.0f} MiB mapped",
                    flush=True,
                )
                row[name] = min(
                    row.get(name, measured), measured, key=lambda one: one["processor_seconds"]
                )
    report(rows)
    if options.json:
        options.json.write_text(
            json.dumps({"threads": options.threads, "rows": rows}, indent=1) + "\n"
        )


if __name__ == "__main__":
    main()
