#!/usr/bin/env python3
"""How far two builds of Remedy differ on the same study, for instance with libtorch 1.13 and 2.15.

    tests/compare_builds.py BUILD_A BUILD_B STUDY.yaml [option of `remedy run`...]

Runs the study with both, each with its own plugins, into compare-a/ and compare-b/ below the
working directory, and prints: the baseline's logits (largest difference, and whether the predicted
class differs), then for every trial and suite the predictions that differ, top-1 accuracies and
flips. `remedy compare` on the same two runs gives paired differences with intervals. Needs nothing
but Python 3."""

import array
import json
import pathlib
import struct
import subprocess
import sys

CODES = {"F32": "f", "F64": "d", "I32": "i", "I64": "q"}


def read_safetensors(file):
    """Name -> (values, shape)."""
    data = pathlib.Path(file).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = array.array(CODES[entry["dtype"]])
        values.frombytes(data[8 + length + begin : 8 + length + end])
        tensors[name] = (values, entry["shape"])
    return tensors


def run(build, study, options, out):
    command = [build / "bin" / "remedy", "run", study, "--out", out, "--quiet", *options]
    done = subprocess.run(command, stdout=subprocess.DEVNULL)
    if done.returncode not in (0, 1):
        sys.exit(f"{build}: remedy run ended with {done.returncode}")


def argmax(row):
    return max(range(len(row)), key=row.__getitem__)


def compare_baselines(a, b):
    for file in sorted((a / "baseline").glob("*.safetensors")):
        tensors = read_safetensors(file)
        if "logits" not in tensors:
            continue
        one, shape = tensors["logits"]
        other, _ = read_safetensors(b / "baseline" / file.name)["logits"]
        classes = shape[1]
        differences = [abs(x - y) for x, y in zip(one, other)]
        flips = sum(
            argmax(one[i : i + classes]) != argmax(other[i : i + classes])
            for i in range(0, len(one), classes)
        )
        print(
            f"baseline on {file.stem}: {shape[0]} images, logits differ by at most "
            f"{max(differences):.3g} (largest magnitude {max(map(abs, one)):.3g}), "
            f"{flips} other predictions"
        )


def compare_trials(a, b):
    ids = [{file.stem for file in (run / "trials").glob("*.json")} for run in (a, b)]
    print(f"{len(ids[0] & ids[1])} trials in both, {len(ids[0] ^ ids[1])} in one alone")
    for trial in sorted(ids[0] & ids[1]):
        one, other = (json.loads((run / "trials" / f"{trial}.json").read_text()) for run in (a, b))
        title = f"{one['label']} {json.dumps(one['design'])}"
        if one["status"] != other["status"]:
            print(f"{title}: {one['status']} and {other['status']}")
        stops = [(record.get("stop") or {}).get("steps") for record in (one, other)]
        if stops[0] != stops[1]:
            print(f"{title}: {stops[0]} and {stops[1]} steps")
        predictions = [
            read_safetensors(run / "predictions" / f"{trial}.safetensors") for run in (a, b)
        ]
        for suite in one.get("suites", {}):
            x, y = one["suites"][suite], other["suites"][suite]
            predicted = [p[f"{suite}.predicted"][0] for p in predictions]
            differ = sum(p != q for p, q in zip(*predicted))
            print(
                f"{title} on {suite}: {differ} of {x['images']} other predictions; top-1 "
                f"{x['top1']:.4f} and {y['top1']:.4f}; negative flips {x['negative_flips']} and "
                f"{y['negative_flips']}; mean KL {x['kl']['mean']:.6g} and {y['kl']['mean']:.6g}"
            )


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    builds = [pathlib.Path(argument).resolve() for argument in sys.argv[1:3]]
    outs = [pathlib.Path("compare-a"), pathlib.Path("compare-b")]
    for build, out in zip(builds, outs):
        run(build, sys.argv[3], sys.argv[4:], out)
    compare_baselines(*outs)
    compare_trials(*outs)


if __name__ == "__main__":
    main()
