#!/usr/bin/env python3
"""Writes densenet_reference.json: what densely connected networks are called inside, by torchvision
and by timm, and what they compute.

    python3 make_densenet_reference.py > densenet_reference.json
                                                        (torchvision 0.14, timm 0.9)

Weights and input are sines of their position, as in make_resnet_reference.py.
"""

import hashlib
import json
import sys

import timm
import torch
import torchvision

COMPUTED = ["densenet121", "densenet161"]


def sines(shape, k):
    count = 1
    for n in shape:
        count *= n
    return (0.05 * torch.sin(0.37 * torch.arange(count, dtype=torch.float64) + k)).reshape(shape)


def fill(network):
    for k, (name, tensor) in enumerate(network.state_dict().items()):
        if name.endswith("num_batches_tracked"):
            continue
        values = sines(tensor.shape, k)
        if name.endswith("running_var") or (tensor.dim() == 1 and name.endswith("weight")):
            values = values + 1
        tensor.copy_(values.float())


def hashed(state):
    lines = sorted(f"{name} {list(tensor.shape)}\n" for name, tensor in state.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def reference(name):
    network = getattr(torchvision.models, name)(weights=None).eval()
    other = timm.create_model(name).eval()
    names = hashlib.sha256()
    for key, tensor in network.state_dict().items():
        names.update(f"{key} {list(tensor.shape)}\n".encode())
    assert hashed(network.state_dict()) == hashed(other.state_dict()), name
    result = {"tensors": len(network.state_dict()), "sha256": names.hexdigest()}
    if name not in COMPUTED:
        return result
    fill(network)
    other.load_state_dict(network.state_dict())
    image = (20 * sines((2, 3, 64, 64), 1)).float()
    logits = network(image)
    assert (other(image) - logits).abs().max() < 1e-4 * logits.abs().max(), name
    result["logits"] = [[float(x) for x in row[:8]] for row in logits]
    result["sum"] = float(logits.double().abs().sum())
    return result


with torch.no_grad():
    json.dump({name: reference(name) for name in
               ["densenet121", "densenet161", "densenet169", "densenet201"]}, sys.stdout, indent=1)
print()
