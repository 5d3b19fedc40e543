#!/usr/bin/env python3
"""Remedy and a PyTorch script on the same work, in turn.

    python3 benchmarks/side_by_side.py STUDY.yaml [--rounds 3]
        [--stages decode,evaluation,training,sweep,limit]

Every round runs Remedy, then every variant of the peer (the next round in the opposite order), so
that a machine that slows down slows all of them. The ratio of a round is the peer's time by
Remedy's for the same work: above 1, Remedy is faster. Printed are the median and the range over
rounds. Needs a built tree (--build), and a Python with PyTorch for the peer (--python).
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
STAGES = ("decode", "evaluation", "training", "sweep", "limit")
# What a user writes first, and what the script can do at most.
VARIANTS = {
    "plain": [],
    "channels_last": ["--channels-last"],
    "tuned": ["--channels-last", "--preload"],
    "bf16": ["--channels-last", "--preload", "--bf16"],
}


class Failed(Exception):
    pass


class Bench:
    def __init__(self, options, folder):
        self.options, self.folder = options, Path(folder)
        self.bin = options.build.resolve() / "bin"
        self.study = options.study.resolve()
        self.manifest = self.folder / "export/manifest.json"
        self.chosen = [word for value in options.set for word in ("--set", value)]
        self.chosen += [word for value in options.only for word in ("--only", value)]
        self.environment = dict(os.environ, OMP_NUM_THREADS=str(options.threads),
                                REMEDY_BENCH_THREADS=str(options.threads))

    def run(self, command, codes=(0,), **environment):
        words = [str(word) for word in command]
        try:
            done = subprocess.run(
                words,
                text=True,
                capture_output=True,
                timeout=self.options.timeout,
                env=dict(self.environment, **environment),
            )
        except subprocess.TimeoutExpired:
            raise Failed(
                f"{' '.join(words)}: took more than --timeout {self.options.timeout} s"
            ) from None
        except FileNotFoundError as error:
            raise Failed(
                f"{error.filename}: there is no such program; build first, or name the folder "
                "by --build, the peer's Python by --python"
            ) from None
        if done.returncode not in codes:
            raise Failed(f"{' '.join(words)}: ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return done.stdout

    def threads(self):
        return ["--threads", self.options.threads]

    def device(self):
        return ["--device", self.options.device]

    def export(self):
        self.run(
            [
                self.bin / "remedy_export_study",
                self.study,
                self.manifest.parent,
                *self.threads(),
                *self.chosen,
            ]
        )

    def limits(self):
        return ["--images", self.options.images, "--steps", self.options.steps]

    def remedy_stage(self, stage):
        out = self.run([self.bin / "remedy_stages", self.study, "--stages", stage, *self.limits(),
                        *self.threads(), *self.device(), *self.chosen])
        return json.loads(out)[stage]

    def peer_stage(self, stage, flags):
        out = self.run(
            [
                self.options.python,
                HERE / "peer",
                "stages",
                self.manifest,
                "--stages",
                stage,
                *self.limits(),
                *self.threads(),
                *self.device(),
                *flags,
            ]
        )
        return json.loads(out)[stage]

    def remedy_sweep(self):
        """The whole command with no image prepared: suites are decoded, the report is written."""
        with tempfile.TemporaryDirectory(dir=self.folder) as place:
            cache = Path(place) / "cache"
            # As after a build: plugins are described, and nothing else is known.
            self.run([self.bin / "remedy", "list"], REMEDY_CACHE=str(cache))
            begun = time.perf_counter()
            # 1: some trial failed; the peer would call it diverged.
            self.run(
                [
                    self.bin / "remedy",
                    "run",
                    self.study,
                    "--out",
                    Path(place) / "run",
                    *self.device(),
                    "--jobs",
                    1,
                    "--quiet",
                    *self.threads(),
                    *self.chosen,
                ],
                codes=(0, 1),
                REMEDY_CACHE=str(cache),
            )
            seconds = time.perf_counter() - begun
            records = [
                json.loads(file.read_text()) for file in (Path(place) / "run/trials").glob("*.json")
            ]
        return {"seconds": seconds, "trials": len(records),
                "steps": sum(r["stop"]["steps"] for r in records if r.get("stop"))}

    def peer_sweep(self, flags):
        begun = time.perf_counter()
        out = self.run(
            [self.options.python, HERE / "peer", "sweep", self.manifest, *self.threads(),
             *self.device(), *flags]
        )
        seconds = time.perf_counter() - begun
        trials = json.loads(out)["trials"].values()
        return {"seconds": seconds, "trials": len(trials),
                "steps": sum(t.get("stop", {}).get("steps", 0) for t in trials)}

    def limit(self):
        """Images a second of the network's bare convolutions, the best layout."""
        network = json.loads(self.manifest.read_text())
        names = {("resnet18", 64, 224): "resnet18_224", ("resnet18", 32, 64): "emojinet_64"}
        key = (network["architecture"]["name"], network["architecture"]["base_width"],
               network["preprocess"]["crop"])
        if key not in names:
            return {"skipped": f"bench_limit has no rows for {key}"}
        out = self.run([self.bin / "bench_limit", f"--benchmark_filter=^{names[key]}/",
                        "--benchmark_format=json"])
        rows = {
            b["name"].split("/")[1]: b["items_per_second"] for b in json.loads(out)["benchmarks"]
        }
        best = max(rows, key=rows.get)
        return {"images": rows[best], "seconds": 1.0, "layout": best, "rows": rows}


def rate(result):
    """The speed and its unit; a training step counts its images."""
    if "trials" in result:
        return 3600 * result["trials"] / result["seconds"], "trials/h"
    return result["images"] * result.get("steps", 1) / result["seconds"], "images/s"


def spread(values):
    return {"median": median(values), "min": min(values), "max": max(values), "rounds": len(values)}


def measure(bench, stage, variants, rounds):
    """{side: [result of each round]}"""
    sides = {
        "remedy": bench.remedy_sweep if stage == "sweep" else lambda: bench.remedy_stage(stage)
    }
    for name in variants:
        flags = VARIANTS[name]
        sides[name] = (lambda f=flags: bench.peer_sweep(f)) if stage == "sweep" else \
            (lambda f=flags: bench.peer_stage(stage, f))
    if stage == "limit":
        sides = {"limit": bench.limit, "remedy": lambda: bench.remedy_stage("evaluation")}
    results = {side: [] for side in sides}
    for number in range(rounds):
        order = list(sides) if number % 2 == 0 else list(reversed(list(sides)))
        for side in order:
            result = sides[side]()
            results[side].append(result)
            if "skipped" in result:
                return results
            value, unit = rate(result)
            print(f"{stage}, round {number + 1} of {rounds}: {side} {result['seconds']:.2f} s, "
                  f"{value:.2f} {unit}", file=sys.stderr, flush=True)
    return results


def same_work(stage, results):
    """What the sides did differently, as words: then their ratio is not one of speed."""
    notes = []
    for side, rounds in results.items():
        for key in ("images", "trials", "top1", "steps"):
            own, other = rounds[0].get(key), results["remedy"][0].get(key)
            if (
                side != "limit"
                and own is not None
                and other is not None
                and abs(own - other) > 1e-9
            ):
                notes.append(f"{stage}: {key} is {own} on the side of {side}, {other} on Remedy's")
    return notes


def summarise(stage, results):
    rows, notes = [], []
    for rounds in results.values():
        if rounds and "skipped" in rounds[0]:
            return rows, [f"{stage}: skipped, {rounds[0]['skipped']}"]
    remedy = results["remedy"]
    for side, rounds in results.items():
        speeds = [rate(result)[0] for result in rounds]
        row = {"stage": stage, "side": side, "unit": rate(rounds[0])[1], "speed": spread(speeds)}
        if side != "remedy":
            row["ratio"] = spread([rate(ours)[0] / speed for ours, speed in zip(remedy, speeds)])
        rows.append(row)
    return rows, notes + same_work(stage, results)


def cell(values, digits=2):
    return (
        f"{values['median']:.{digits}f} ({values['min']:.{digits}f} to {values['max']:.{digits}f})"
    )


def table(rows):
    lines = [
        "| stage | side | speed, median (range) | Remedy is faster by, median (range) |",
        "|---|---|---|---|",
    ]
    for row in rows:
        ratio = cell(row["ratio"]) if "ratio" in row else ""
        lines.append(
            f"| {row['stage']} | {row['side']} | {cell(row['speed'])} {row['unit']} | {ratio} |"
        )
    return "\n".join(lines)


def words(text, allowed, what):
    chosen = [word for word in text.split(",") if word]
    for word in chosen:
        if word not in allowed:
            sys.exit(f"{what} {word}: there are {', '.join(allowed)}")
    return chosen


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("study", type=Path, metavar="STUDY.yaml")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--stages", default="decode,evaluation,training,limit", help=", ".join(STAGES)
    )
    parser.add_argument("--peers", default="plain,tuned", help=", ".join(VARIANTS))
    parser.add_argument("--images", type=int, default=256, help="of decode and evaluation, at most")
    parser.add_argument("--steps", type=int, default=3, help="of training")
    parser.add_argument("--threads", type=int, default=2, help="of both sides")
    parser.add_argument("--device", default="cpu", help="of both sides: cpu, cuda or cuda:N")
    parser.add_argument(
        "--timeout", type=float, default=3600, help="seconds that one command may take"
    )
    parser.add_argument("--set", action="append", default=[], help="key.path=value of the study")
    parser.add_argument("--only", action="append", default=[], help="trials of these labels or ids")
    parser.add_argument("--build", type=Path, default=HERE.parent / "build")
    parser.add_argument("--python", default="/usr/bin/python3", help="of the peer")
    parser.add_argument("--json", type=Path, help="writes every round here")
    options = parser.parse_args()
    stages = words(options.stages, STAGES, "--stages")
    variants = words(options.peers, VARIANTS, "--peers")
    rows, notes, rounds = [], [], {}
    with tempfile.TemporaryDirectory(prefix="remedy-side-by-side-") as folder:
        bench = Bench(options, folder)
        failure = None
        try:
            bench.export()
            for stage in stages:
                rounds[stage] = measure(bench, stage, variants, max(1, options.rounds))
                more, told = summarise(stage, rounds[stage])
                rows, notes = rows + more, notes + told
        except Failed as error:  # what was measured before is still worth something
            failure = str(error)
    print(table(rows))
    for note in notes:
        print(f"- {note}")
    if options.json:
        report = {
            "study": options.study.name,
            "machine": platform.processor() or platform.machine(),
            "cores": os.cpu_count(),
            "threads": options.threads,
            "device": options.device,
            "load": os.getloadavg()[0],
            "rows": rows,
            "notes": notes,
            "rounds": rounds,
        }
        options.json.write_text(json.dumps(report, indent=1) + "\n")
    if failure:
        sys.exit(failure)


if __name__ == "__main__":
    main()
