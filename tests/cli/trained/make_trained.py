#!/usr/bin/env python3
"""Trains the two networks beside this script and writes what PyTorch predicts with them.

    python3 make_trained.py [--device cuda] [--out FOLDER]

A CIFAR-style ResNet18 (3x3 stem of stride 1, no pooling) and a caffe-style ResNet50 (pooling
without padding in ceil_mode, stride in the first 1x1 convolution): their weights load under other
geometries, and give other figures. Their images are integer arithmetic (image() here and in
trained_geometry_test.cpp), so nothing but the weights is kept. Needs PyTorch and safetensors.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy
import torch
from safetensors.torch import save_file

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "benchmarks/peer"))
from model import ResNet  # noqa: E402

CLASSES, VALIDATION = 8, 40  # images of a class
CIFAR = {"kernel": 3, "stride": 1, "pool": None, "stride_in": "3x3", "batch_norm_eps": 1e-5}
CAFFE = {"kernel": 7, "stride": 2, "pool": {"padding": 0, "ceil": True}, "stride_in": "1x1",
         "batch_norm_eps": 1e-5}
NETWORKS = {
    "cifar_resnet18": ("resnet18", CIFAR, 32, 30),
    "caffe_resnet50": ("resnet50", CAFFE, 64, 40),
}
WIDTH = 8


def mixed(x):
    """Murmur3's finaliser of 32-bit numbers."""
    u = numpy.uint64
    x = numpy.atleast_1d(numpy.asarray(x)).astype(u) & u(0xFFFFFFFF)
    x = ((x ^ (x >> u(16))) * u(0x85EBCA6B)) & u(0xFFFFFFFF)
    x = ((x ^ (x >> u(13))) * u(0xC2B2AE35)) & u(0xFFFFFFFF)
    return (x ^ (x >> u(16))).astype(numpy.int64)


def image(sample, label, side):
    """uint8 [side, side, 3]: stripes of one of four directions and two widths under noise."""
    own = sample * CLASSES + label
    period = side // 8 if label < 4 else side // 5
    y, x = numpy.mgrid[0:side, 0:side]
    along = (x, y, x + y, x - y)[label % 4]
    phase = int(mixed(own + 4096)[0]) % period
    wave = numpy.where((along + phase + 4 * side) % period * 2 < period, 1, -1)[:, :, None]
    channel = numpy.arange(3)
    height = 2 + mixed(own * 3 + channel + 77777) % 24
    noise = mixed((((own * side + y) * side + x) * 3)[:, :, None] + channel) % 161 - 80
    return numpy.clip(128 + wave * height + noise, 0, 255).astype(numpy.uint8)


def images(first, count, side):
    pixels = numpy.stack([image(first + k, c, side) for c in range(CLASSES) for k in range(count)])
    labels = torch.arange(CLASSES).repeat_interleave(count)
    floats = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255
    return (floats - 0.5) / 0.25, labels


def train(name, architecture, geometry, side, epochs, options):
    torch.manual_seed(1)
    network = ResNet(architecture, CLASSES, WIDTH, geometry).to(options.device)
    x, y = (t.to(options.device) for t in images(1000, 400, side))
    optimizer = torch.optim.SGD(network.parameters(), 0.1, momentum=0.9, weight_decay=1e-4)
    steps = epochs * (len(y) // 64)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=steps)
    for _ in range(epochs):
        order = torch.randperm(len(y), device=options.device)
        for rows in order.split(64)[: len(y) // 64]:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(network(x[rows]), y[rows]).backward()
            optimizer.step()
            schedule.step()
    return network.cpu().eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--out", type=Path, default=HERE)
    options = parser.parse_args()
    result = {}
    for name, (architecture, geometry, side, epochs) in NETWORKS.items():
        network = train(name, architecture, geometry, side, epochs, options)
        state = {key: value.contiguous() for key, value in network.state_dict().items()}
        save_file(state, options.out / f"{name}.safetensors")
        x, y = images(0, VALIDATION, side)
        with torch.inference_mode():
            logits = network(x)
        two = logits.topk(2).values
        predicted = logits.argmax(1)
        result[name] = {"images": len(y), "right": int((predicted == y).sum()),
                        "least_margin": float((two[:, 0] - two[:, 1]).min()),
                        "predicted": predicted.tolist()}
        print(name, result[name]["right"], "of", len(y), "least margin",
              result[name]["least_margin"], flush=True)
    result["torch"] = torch.__version__
    (options.out / "expected.json").write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
