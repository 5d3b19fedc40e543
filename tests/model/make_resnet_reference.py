#!/usr/bin/env python3
"""Writes resnet_reference.json: what torchvision's networks are called inside, and what they
compute.

    python3 make_resnet_reference.py > resnet_reference.json        (torchvision 0.14)

Weights and input are sines of their position, so that no checkpoint is needed: the tensor that
comes k-th in the state dict holds 0.05 sin(0.37 i + k) at its i-th element, variances 1 + that.

"geometry" holds the same networks with what shapes of weights do not show changed by hand: strides,
pooling, batch norm's eps.
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


def changed(network, stem=None, pool="as it is", stride_in="3x3", eps=None):
    """`stem`: kernel and stride of the first convolution; `pool`: a module, or None for none."""
    if stem:
        kernel, stride = stem
        network.conv1 = torch.nn.Conv2d(3, 64, kernel, stride, padding=kernel // 2, bias=False)
    if pool != "as it is":
        network.maxpool = pool or torch.nn.Identity()
    for module in network.modules():
        if stride_in == "1x1" and isinstance(module, torchvision.models.resnet.Bottleneck):
            module.conv1.stride, module.conv2.stride = module.conv2.stride, module.conv1.stride
        if eps and isinstance(module, torch.nn.BatchNorm2d):
            module.eps = eps
    return network


def reference(name, sides=(64, 64), **changes):
    network = changed(getattr(torchvision.models, name)(weights=None), **changes).eval()
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
    image = 20 * sines((2, 3, *sides), 1)
    with torch.no_grad():
        logits = network(image.float())
    return {"tensors": len(state), "sha256": names.hexdigest(),
            "logits": [[float(x) for x in row[:8]] for row in logits],
            "sum": float(logits.double().abs().sum())}


def pooling(padding, ceil):
    return torch.nn.MaxPool2d(3, 2, padding, ceil_mode=ceil)


names = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "wide_resnet50_2",
         "wide_resnet101_2"]
references = {name: reference(name) for name in names}
caffe = {"pool": pooling(0, True), "stride_in": "1x1", "eps": 1e-3}
references["geometry"] = {
    "small": reference("resnet18", stem=(3, 2), pool=None),
    "cifar": reference("resnet18", (32, 32), stem=(3, 1), pool=None),
    "cifar_pooled": reference("resnet18", (33, 32), stem=(3, 1), pool=pooling(1, False)),
    "ceil": reference("resnet18", (64, 60), pool=pooling(1, True)),
    "caffe_stem": reference("resnet18", (52, 50), pool=pooling(0, True)),
    "eps": reference("resnet18", eps=1e-3),
    "stride_in_1x1": reference("resnet50", stride_in="1x1"),
    "cifar_bottlenecks": reference("resnet50", (32, 32), stem=(3, 1), pool=None),
    "caffe": reference("resnet50", (60, 58), **caffe),
}
json.dump(references, sys.stdout, indent=1)
print()
