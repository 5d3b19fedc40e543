"""Remedy and the peer on the same study: the same weights give the same metrics.

    python3 check_agreement.py BIN [--images N]

BIN holds remedy, remedy_export_study and remedy_make_tiny_study. First a tiny study made from
nothing, trained by both; then, where REMEDY_TEST_DATA (or ../shared/data beside the checkout) holds
imagenet-mini, its baseline and one trial of two steps on the first N validation images (0: all
1405). Exits with 77 where this Python lacks PyTorch.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import torch  # noqa: F401
    from PIL import Image  # noqa: F401
except ImportError as error:
    print(f"skipped: {error} (packages python3-torch and python3-pil)")
    sys.exit(77)

HERE = Path(__file__).resolve().parent
COUNTS = ("images", "negative_flips", "positive_flips", "churn")
RATES = ("top1", "top3", "top5")
KL_TOLERANCE = 1e-3  # nats
TRAINING_TOLERANCE = 2e-3  # of a mean KL, after two steps


def run(command, **options):
    # Remedy ends with 1 where a trial failed; that shows in the comparison.
    done = subprocess.run(
        [str(word) for word in command], text=True, capture_output=True, **options
    )
    if done.returncode not in (0, 1):
        sys.exit(
            f"{' '.join(map(str, command))}\nended with "
            f"{done.returncode}:\n{done.stdout}{done.stderr}"
        )
    return done.stdout


def compare_suite(where, ours, theirs, failures):
    """Remedy's entry in a record with the peer's."""
    for key in COUNTS:
        if ours[key] != theirs[key]:
            failures.append(f"{where}: {key} is {ours[key]} by Remedy, {theirs[key]} by the peer")
    for key in RATES:
        for name, one, other in (
            (key, ours, theirs),
            (f"baseline.{key}", ours["baseline"], theirs["baseline"]),
        ):
            if abs(one[key] - other[key]) > 1e-12:
                failures.append(
                    f"{where}: {name} is {one[key]} by Remedy, {other[key]} by the peer"
                )
    largest = 0.0
    for key in ("mean", "median", "p95", "max"):
        difference = abs(ours["kl"][key] - theirs["kl"][key])
        largest = max(largest, difference)
        if not difference <= KL_TOLERANCE:
            failures.append(
                f"{where}: kl.{key} is {ours['kl'][key]} by Remedy, {theirs['kl'][key]} by the peer"
            )
    return largest


class Comparison:
    def __init__(self, binaries, folder, study, overrides=(), only=(), threads=2):
        self.folder = Path(folder)
        self.run = self.folder / "run"
        self.manifest = self.folder / "export/manifest.json"
        self.threads = threads
        self.failures = []
        chosen = [word for value in overrides for word in ("--set", value)]
        chosen += [word for value in only for word in ("--only", value)]
        run(
            [
                binaries / "remedy",
                "run",
                study,
                "--out",
                self.run,
                "--threads",
                threads,
                "--device",
                "cpu",
                "--keep-weights",
                "--quiet",
                *chosen,
            ]
        )
        run(
            [
                binaries / "remedy_export_study",
                study,
                self.manifest.parent,
                "--threads",
                threads,
                *chosen,
            ]
        )
        self.records = {}
        for file in sorted((self.run / "trials").glob("*.json")):
            record = json.loads(file.read_text())
            self.records[record["id"]] = record
        planned = {trial["id"] for trial in json.loads(self.manifest.read_text())["trials"]}
        measured = {name for name, record in self.records.items() if "suites" in record}
        if not planned or planned != measured:
            sys.exit(
                f"{study}: the manifest plans {sorted(planned)}, Remedy measured {sorted(measured)}"
            )

    def peer(self, *words):
        return json.loads(run([sys.executable, HERE, *words, "--threads", self.threads]))

    def weights(self):
        """What Remedy trained, measured by both."""
        networks = [f"{name}={self.run}/weights/{name}.safetensors" for name in self.records]
        measured = self.peer("evaluate", self.manifest, *networks)
        largest = 0.0
        for name, record in self.records.items():
            for suite, entry in record["suites"].items():
                where = f"{record['study']}, {record['label']} {name}, {suite}"
                largest = max(
                    largest, compare_suite(where, entry, measured[name][suite], self.failures)
                )
        print(f"{len(self.records)} networks measured by both: KL differs by at most {largest:.2g}")

    def training(self):
        """The peer trains too: the same steps, and what comes out is near.

        To be used after few steps: rounding differs between the two, and training makes it grow.
        """
        trained = self.peer("sweep", self.manifest)["trials"]
        apart = 0.0
        for name, record in self.records.items():
            where = f"{record['study']}, {record['label']} {name}"
            ours, theirs = record["stop"], trained[name].get("stop", {})
            if record["status"] != trained[name]["status"]:
                self.failures.append(
                    f"{where}: {record['status']} by Remedy, {trained[name]['status']} by the peer"
                )
            if ours and ours["stops"] and ours["steps"] != theirs["steps"]:
                self.failures.append(
                    f"{where}: {ours['steps']} steps by Remedy, {theirs['steps']} by the peer"
                )
            for suite, entry in record["suites"].items():
                one, other = entry["kl"]["mean"], trained[name]["suites"][suite]["kl"]["mean"]
                apart = max(apart, abs(one - other) / max(one, KL_TOLERANCE))
                if not abs(one - other) <= TRAINING_TOLERANCE * one + KL_TOLERANCE:
                    self.failures.append(
                        f"{where}, {suite}: mean KL {one} by Remedy, {other} by the peer"
                    )
        steps = sum(record["stop"]["steps"] for record in self.records.values() if record["stop"])
        print(
            f"{len(self.records)} trials trained by both, {steps} steps in all: mean KL differs "
            f"by at most "
            f"{100 * apart:.2g} %"
        )


def check_tiny(binaries):
    with tempfile.TemporaryDirectory() as folder:
        run([binaries / "remedy_make_tiny_study", folder])
        study = Path(folder) / "study.yaml"
        whole = Comparison(binaries, Path(folder) / "whole", study, threads=1)
        whole.weights()
        brief = Comparison(binaries, Path(folder) / "brief", study, ["stop.steps=2"], threads=1)
        brief.weights()
        brief.training()
        return whole.failures + brief.failures


def check_imagenet(binaries, data, images):
    overrides = ["stop.steps=2", "design.draws=1", "design.anchor_classes=[10]",
                 "remediations.mixed_finetune.learning_rate=0.001",
                 "remediations.mixed_finetune.batch_norm=train"]
    if images:
        overrides += [f"suites.validation.take={images}", "baseline.expect.within=1"]
    os.environ["REMEDY_TEST_DATA"] = str(data)
    with tempfile.TemporaryDirectory() as folder:
        comparison = Comparison(
            binaries, folder, HERE.parents[1] / "configs/imagenet-mini.yaml", overrides,
            only=["identity", "mixed_finetune"]
        )
        comparison.weights()
        comparison.training()
        return comparison.failures


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("binaries", type=Path)
    parser.add_argument("--images", type=int, default=200)
    options = parser.parse_args()
    failures = check_tiny(options.binaries.resolve())
    data = Path(os.environ.get("REMEDY_TEST_DATA", HERE.parents[1] / "../shared/data"))
    if (data / "imagenet-mini").is_dir():
        failures += check_imagenet(options.binaries.resolve(), data.resolve(), options.images)
    else:
        print(f"imagenet-mini not compared: {data} does not hold it; set REMEDY_TEST_DATA")
    if failures:
        sys.exit("\n".join(failures))


if __name__ == "__main__":
    main()
