#!/usr/bin/env python3
"""Writes transformer_reference.json: what vision transformers are called inside, by torchvision and
by timm, and what they compute.

    python3 make_transformer_reference.py > transformer_reference.json
                                                        (torchvision 0.14, timm 0.9)

Weights and input are sines of their position, so that no checkpoint is needed: the tensor that
comes k-th in torchvision's state dict holds 0.05 sin(0.37 i + k) at its i-th element, weights of
layer norms 1 + that.

timm's networks take the same weights under their own names, found by shapes and order alone, and
have to compute the same.
"""

import hashlib
import json
import sys

import timm
import torch
from torchvision.models.vision_transformer import VisionTransformer

# name: layers, width, heads, hidden, patch; pixels of the images; timm's name
NETWORKS = {
    "vit_ti_16": ((12, 192, 3, 768, 16), 48, "deit_tiny_patch16_224"),
    "vit_s_16": ((12, 384, 6, 1536, 16), 32, "vit_small_patch16_224"),
    "vit_s_32": ((12, 384, 6, 1536, 32), 64, "vit_small_patch32_224"),
    "vit_b_16": ((12, 768, 12, 3072, 16), 32, "vit_base_patch16_224"),
    "vit_b_32": ((12, 768, 12, 3072, 32), 64, "vit_base_patch32_224"),
    "vit_l_16": ((24, 1024, 16, 4096, 16), 32, "vit_large_patch16_224"),
    "vit_l_32": ((24, 1024, 16, 4096, 32), 64, "vit_large_patch32_224"),
    "vit_h_14": ((32, 1280, 16, 5120, 14), 28, "vit_huge_patch14_224"),
}
COMPUTED = ["vit_ti_16", "vit_s_32", "vit_b_16"]


def sines(shape, k):
    count = 1
    for n in shape:
        count *= n
    return (0.05 * torch.sin(0.37 * torch.arange(count, dtype=torch.float64) + k)).reshape(shape)


def filled(network):
    for k, (name, tensor) in enumerate(network.state_dict().items()):
        values = sines(tensor.shape, k)
        if tensor.dim() == 1 and name.endswith("weight"):
            values = values + 1
        tensor.copy_(values.float())
    return network.eval()


def hashed(lines):
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def listed(state):
    return [f"{name} {list(tensor.shape)}\n" for name, tensor in state.items()]


def reference(name):
    (layers, width, heads, hidden, patch), pixels, timms_name = NETWORKS[name]
    network = VisionTransformer(pixels, patch, layers, heads, width, hidden)
    other = timm.create_model(timms_name, img_size=pixels, num_classes=1000)
    result = {"pixels": pixels, "tensors": len(network.state_dict()),
              "sha256": hashed(listed(network.state_dict())),
              "timm_sha256": hashed(sorted(listed(other.state_dict())))}
    if name not in COMPUTED:
        return result
    filled(network)
    # Both list a layer's tensors in the same order; before the layers timm has positions second.
    ours, theirs = list(network.state_dict().values()), list(other.state_dict().values())
    order = [0, 3, 1, 2] + list(range(4, len(ours)))
    for at, tensor in zip(order, theirs):
        tensor.copy_(ours[at])
    image = (20 * sines((2, 3, pixels, pixels), 1)).float()
    with torch.no_grad():
        logits = network(image)
        difference = float((other.eval()(image) - logits).abs().max())
    assert difference < 1e-4 * float(logits.abs().max()), (name, difference)
    result["logits"] = [[float(x) for x in row[:8]] for row in logits]
    result["sum"] = float(logits.double().abs().sum())
    return result


with torch.no_grad():
    json.dump({name: reference(name) for name in NETWORKS}, sys.stdout, indent=1)
print()
