"""Residual networks with torchvision's structure and names.

torchvision builds the ImageNet ones; where it is not installed, and for base widths and stems that
it does not offer, ResNet below does. check_model.py holds the two against each other.
"""

import torch
from torch import nn

LAYOUTS = {
    "resnet18": (False, (2, 2, 2, 2)), "resnet34": (False, (3, 4, 6, 3)),
    "resnet50": (True, (3, 4, 6, 3)), "resnet101": (True, (3, 4, 23, 3)),
    "resnet152": (True, (3, 8, 36, 3)),
}
# What shapes of weights do not show, as remedy_export_study writes it.
TORCHVISION = {"kernel": 7, "stride": 2, "pool": {"padding": 1, "ceil": False}, "stride_in": "3x3",
               "batch_norm_eps": 1e-5}


def conv(inputs, outputs, kernel, stride=1):
    return nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2, bias=False)


class Block(nn.Module):
    def __init__(self, inputs, width, stride, bottleneck, geometry):
        super().__init__()
        outputs = 4 * width if bottleneck else width
        first, second = (stride, 1) if geometry["stride_in"] == "1x1" else (1, stride)
        shapes = (
            [(inputs, width, 1, first), (width, width, 3, second), (width, outputs, 1, 1)]
            if bottleneck
            else [(inputs, width, 3, stride), (width, width, 3, 1)]
        )
        eps = geometry["batch_norm_eps"]
        self.count = len(shapes)
        for i, shape in enumerate(shapes, start=1):
            setattr(self, f"conv{i}", conv(*shape))
            setattr(self, f"bn{i}", nn.BatchNorm2d(shape[1], eps=eps))
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                conv(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs, eps=eps)
            )

    def forward(self, x):
        y = x
        for i in range(1, self.count + 1):
            y = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(y))
            if i < self.count:
                y = torch.relu_(y)
        y += x if self.downsample is None else self.downsample(x)
        return torch.relu_(y)


class ResNet(nn.Module):
    def __init__(self, name, classes=1000, base_width=64, geometry=None):
        super().__init__()
        bottleneck, blocks = LAYOUTS[name]
        geometry = {**TORCHVISION, **(geometry or {})}
        pool = geometry["pool"]
        self.conv1 = conv(3, base_width, geometry["kernel"], geometry["stride"])
        self.bn1 = nn.BatchNorm2d(base_width, eps=geometry["batch_norm_eps"])
        self.maxpool = (
            nn.MaxPool2d(3, 2, pool["padding"], ceil_mode=pool["ceil"]) if pool else nn.Identity()
        )
        inputs = base_width
        for layer, count in enumerate(blocks):
            width = base_width << layer
            stage = []
            for i in range(count):
                stride = 2 if layer > 0 and i == 0 else 1
                stage.append(Block(inputs, width, stride, bottleneck, geometry))
                inputs = 4 * width if bottleneck else width
            setattr(self, f"layer{layer + 1}", nn.Sequential(*stage))
        self.fc = nn.Linear(inputs, classes)

    def forward(self, x):
        x = self.maxpool(torch.relu_(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(x.mean((2, 3)))


def make_network(architecture):
    name, classes = architecture["name"], architecture["classes"]
    if architecture["base_width"] == 64 and architecture["geometry"] == TORCHVISION:
        try:
            import torchvision
            return getattr(torchvision.models, name)(num_classes=classes)
        except ImportError:
            pass
    return ResNet(name, classes, architecture["base_width"], architecture["geometry"])
