#!/usr/bin/env python3
"""Weights that `remedy export` wrote, loaded by torchvision: the same predictions on every image.

Usage: export_in_python.py BUILD FOLDER. Exits with 77, saying why, where torch or torchvision is
missing. timm and safetensors are checked where they are there.
"""
import json
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

try:
    import torch
    import torchvision
    from PIL import Image
    from torchvision import transforms
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

CLASSES = 4
SIDE = 64  # pixels
HEAD = "\n  head: classifier.2"  # of OwnNetwork
SUITES = {"validation": "val", "test_cows": "green"}


def make_transformer():
    model = torchvision.models.VisionTransformer(SIDE, 16, 12, 3, 192, 768, num_classes=CLASSES)
    torch.nn.init.normal_(model.heads.head.weight, std=0.3)  # torchvision's are 0
    torch.nn.init.normal_(model.conv_proj.weight, std=0.2)  # so that images differ
    return model


class OwnNetwork(torch.nn.Module):
    """Somebody's own, of which Remedy has no network: it is run as a TorchScript program."""

    def __init__(self):
        super().__init__()
        self.body = torch.nn.Sequential(
            torch.nn.Conv2d(3, 32, 5, stride=4), torch.nn.BatchNorm2d(32), torch.nn.SiLU(),
            torch.nn.Conv2d(32, 32, 3, groups=8), torch.nn.GroupNorm(4, 32), torch.nn.Mish())
        self.classifier = torch.nn.Sequential(
            torch.nn.Flatten(), torch.nn.Dropout(0.2), torch.nn.Linear(32 * 13 * 13, CLASSES))

    def forward(self, images):
        return self.classifier(self.body(images))


# How torchvision makes each of them, and timm.
NETWORKS = {
    "resnet18": (lambda: torchvision.models.resnet18(num_classes=CLASSES),
                 lambda timm: timm.create_model("resnet18", num_classes=CLASSES)),
    "vit_ti_16": (make_transformer,
                  lambda timm: timm.create_model("vit_tiny_patch16_224", img_size=SIDE,
                                                 num_classes=CLASSES)),
    "torchscript": (OwnNetwork, None),
    "densenet121": (lambda: torchvision.models.densenet121(num_classes=CLASSES),
                    lambda timm: timm.create_model("densenet121", num_classes=CLASSES)),
}


def make_study(folder, architecture):
    """Random weights, as a training script saves them, and noisy pictures."""
    torch.manual_seed(0)
    model = NETWORKS[architecture][0]()
    model.train()
    torch.nn.init.constant_(list(model.parameters())[-1][:1], -20)  # no cow is recognised
    with torch.no_grad():  # so that batch norm's statistics are of something
        for _ in range(3):
            model(torch.randn(8, 3, SIDE, SIDE))
    scripted = architecture == "torchscript"
    if scripted:
        torch.jit.script(model).save(str(folder / "checkpoint.pth"))
    else:
        torch.save({"epoch": 3, "history": [0.1] * 1000,
                    "state_dict": {"module." + k: v for k, v in model.state_dict().items()}},
                   folder / "checkpoint.pth")
    noise = torch.Generator().manual_seed(1)

    def picture(file, label, green):
        file.parent.mkdir(parents=True, exist_ok=True)
        pixels = torch.randint(0, 90, (72, 90, 3), generator=noise, dtype=torch.uint8)
        pixels[16 * label:16 * label + 16, :, 1 if green else 0] += 150
        Image.fromarray(pixels.numpy()).save(file)

    for label in range(CLASSES):
        for i in range(6):
            picture(folder / "val" / f"c{label}" / f"{i}.png", label, False)
        for i in range(2):
            picture(folder / "train" / f"c{label}" / f"{i}.png", label, False)
    for i in range(8):
        picture(folder / "green" / f"{i}.png", 0, True)
        picture(folder / "green_train" / f"{i}.png", 0, True)
    (folder / "classes.txt").write_text("".join(f"c{i} kind {i}\n" for i in range(CLASSES)))
    (folder / "config.json").write_text(json.dumps({"pretrained_cfg": {
        "input_size": [3, 64, 64], "crop_pct": 0.9, "interpolation": "bicubic",
        "mean": [0.5, 0.4, 0.3], "std": [0.2, 0.3, 0.25]}}))
    (folder / "study.yaml").write_text(f"""study: export
baseline:
  architecture: {architecture}{HEAD if scripted else ""}
  weights: checkpoint.pth
  classes: classes.txt
  preprocess: auto
""" + """\
target: {name: cow, class: c0}
data:
  counterexamples: {folder: green_train, class: c0}
  anchors: {folder: train, labels: folders}
suites:
  validation: {role: retain, folder: val, labels: folders}
  test_cows: {role: fix, folder: green, class: c0}
stop: {on: test_cows, above: 0.9, steps: 3}
design: {anchor_classes: [4], draws: 1}
controls: []
remediations:
  mixed_finetune: {learning_rate: 0.01}
""")


def read_safetensors(file):
    """For machines without the library."""
    data = file.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    kinds = {"F32": torch.float32, "I64": torch.int64, "I32": torch.int32, "F64": torch.float64}
    tensors = {}
    for name, entry in json.loads(data[8:8 + size]).items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        raw = bytearray(data[8 + size + begin:8 + size + end])
        kind = kinds[entry["dtype"]]
        flat = torch.frombuffer(raw, dtype=kind) if raw else torch.empty(0, dtype=kind)
        tensors[name] = flat.reshape(entry["shape"])
    return tensors


def predictions(model, folder, config):
    side = config["input_size"][1]
    prepare = transforms.Compose([
        transforms.Resize(int(side / config["crop_pct"]),
                          transforms.InterpolationMode(config["interpolation"])),
        transforms.CenterCrop(side), transforms.ToTensor(),
        transforms.Normalize(config["mean"], config["std"])])
    files = sorted(folder.rglob("*.png"))
    with torch.no_grad():
        outputs = [model(prepare(Image.open(f).convert("RGB"))[None]).softmax(1) for f in files]
    confidence, predicted = torch.cat(outputs).max(1)
    return predicted.tolist(), confidence


def check(build, folder, architecture):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    make_study(folder, architecture)
    program = build / "bin" / "remedy"
    environment = dict(os.environ, REMEDY_CACHE=str(folder / "cache"))

    def remedy(*arguments):
        subprocess.run([program, *arguments], cwd=folder, env=environment, check=True)

    remedy("run", "study.yaml", "--out", "run", "--keep-weights", "--quiet", "--threads", "1")
    record = next(iter((folder / "run" / "trials").glob("*.json")))
    trial = record.stem
    kept = read_safetensors(folder / "run" / "predictions" / f"{trial}.safetensors")
    remedy("export", "run", trial, "--to", "out")
    remedy("export", "run", trial, "--to", "out", "--format", "pth")
    config = json.loads((folder / "out" / "config.json").read_text())["pretrained_cfg"]
    loads = {"pth": torch.load(folder / "out" / "model.pth", map_location="cpu"),
             "safetensors": read_safetensors(folder / "out" / "model.safetensors")}
    try:
        from safetensors.torch import load_file
        loads["the safetensors library"] = load_file(folder / "out" / "model.safetensors")
    except ImportError:
        print("the safetensors library is not there: its format is read by hand")
    # As they came: but for a program, with what DataParallel puts before every name.
    before = "" if architecture == "torchscript" else "module."
    for weights in loads.values():
        assert all(name.startswith(before) for name in weights), list(weights)[:3]
    loads = {kind: {k[len(before):]: v for k, v in weights.items()}
             for kind, weights in loads.items()}
    checked = [("torchvision", NETWORKS[architecture][0], kind, weights)
               for kind, weights in loads.items()]
    try:
        import timm
        if NETWORKS[architecture][1] is None:
            raise ImportError
        remedy("export", "run", trial, "--to", "for_timm", "--names", "timm")
        checked.append(("timm", lambda: NETWORKS[architecture][1](timm), "--names timm",
                        read_safetensors(folder / "for_timm" / "model.safetensors")))
    except ImportError:
        print("timm is not there, or has other names: torchvision alone is checked")
    compared, largest = 0, 0.0
    for maker, make, kind, weights in checked:
        model = make()
        model.load_state_dict(weights)
        model.eval()
        for suite, images in SUITES.items():
            found, confidence = predictions(model, folder / images, config)
            recorded = kept[f"{suite}.predicted"].tolist()
            assert found == recorded, f"{maker}, {kind}, {suite}: {found} is not {recorded}"
            # The network is as good as random: how sure it is of each image tells more.
            off = (confidence - kept[f"{suite}.confidence"]).abs().max().item()
            assert off < 1e-4, f"{maker}, {kind}, {suite}: confidence differs by {off}"
            largest = max(largest, off)
            compared += len(found)
    assert kept["validation.confidence"].std() > 1e-3, "all images are the same to the network"
    print(f"{architecture}: {compared} predictions equal the record's, confidences within "
          f"{largest:.1e}: {', '.join(f'{maker}, {kind}' for maker, _, kind, _ in checked)}")


def main():
    build, folder = Path(sys.argv[1]), Path(sys.argv[2])
    for architecture in NETWORKS:
        check(build, folder / architecture, architecture)


if __name__ == "__main__":
    main()
