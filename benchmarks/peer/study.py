"""A study as remedy_export_study wrote it (manifest.json)."""
import json
from dataclasses import dataclass
from pathlib import Path

SCHEMA = 2


@dataclass
class ImageSet:
    files: list
    labels: list
    prepared: bool  # the files are resized and cropped already


@dataclass
class Study:
    name: str
    architecture: dict
    weights: str
    preprocess: dict
    target_classes: list
    training: dict  # "counterexamples", "anchors", "stop" to ImageSet
    suites: dict  # name to ImageSet
    draws: dict  # (N, draw) to rows of "anchors"
    trials: list

    def largest_suite(self):
        return max(self.suites.values(), key=lambda images: len(images.files))

    def training_rows(self, trial):
        """Files and labels of one trial's training set: counterexamples, then the draw's
        anchors."""
        cows = self.training["counterexamples"]
        files, labels = list(cows.files), list(cows.labels)
        design = trial["design"]
        if design["anchor_classes"] is not None:
            anchors = self.training["anchors"]
            if anchors.prepared != cows.prepared:
                raise SystemExit(
                    f"{self.name}: counterexamples and anchors are not both files or both "
                    "generated: the peer takes no such study"
                )
            for row in self.draws[design["anchor_classes"], design["draw"] or 0]:
                files.append(anchors.files[row])
                labels.append(anchors.labels[row])
        return ImageSet(files, labels, cows.prepared)


def load_study(path):
    manifest = json.loads(Path(path).read_text())
    if manifest.get("schema") != SCHEMA:
        raise SystemExit(f"{path}: schema {manifest.get('schema')}, expected {SCHEMA}; "
                         "export the study with the remedy_export_study of the same commit")
    return Study(
        name=manifest["study"],
        architecture=manifest["architecture"],
        weights=manifest["weights"],
        preprocess=manifest["preprocess"],
        target_classes=manifest["target_classes"],
        training={name: ImageSet(**images) for name, images in manifest["training"].items()},
        suites={name: ImageSet(**images) for name, images in manifest["suites"].items()},
        draws={(d["anchor_classes"], d["draw"]): d["rows"] for d in manifest["draws"]},
        trials=manifest["trials"])
