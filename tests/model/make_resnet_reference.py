#!/usr/bin/env python3
"""Writes resnet_reference.json: what torchvision's networks are called inside, and what they
compute.

    python3 make_resnet_reference.py > resnet_reference.json        (torchvision 0.14)

Weights and input are sines of their position, so that no checkpoint is needed: the tensor that
comes k-th in the state dict holds 0.05 sin(0.37 i + k) at its i-th element, variances 1 + that.
"""

import hashlib
import json
import sys

import torch
import torchvision


def sines(shape, k):
    count = 1
    for n in shape:
        count *= n
    return (0.05 * torch.sin(0.37 * torch.arange(count, dtype=torch.float64) + k)).reshape(shape)


def reference(name):
    network = getattr(torchvision.models, name)(weights=None).eval()
    names = hashlib.sha256()
    state = network.state_dict()
    for k, (key, tensor) in enumerate(state.items()):
        names.update(f"{key} {list(tensor.shape)}\n".encode())
        if key.endswith("num_batches_tracked"):
            continue
        values = sines(tensor.shape, k)
        if key.endswith("running_var"):
            values = values + 1
        elif tensor.dim() == 1 and key.endswith("weight"):
            values = values + 1
        tensor.copy_(values.float())
    image = 20 * sines((2, 3, 64, 64), 1)
    with torch.no_grad():
        logits = network(image.float())
    return {"tensors": len(state), "sha256": names.hexdigest(),
            "logits": [[float(x) for x in row[:8]] for row in logits],
            "sum": float(logits.double().abs().sum())}


names = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"]
json.dump({name: reference(name) for name in names}, sys.stdout, indent=1)
print()
