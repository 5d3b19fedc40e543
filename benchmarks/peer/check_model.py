"""Holds the peer's own ResNet against torchvision's: same names, same shapes, same logits."""
import sys

try:
    import torch
    import torchvision
except ImportError as error:
    print(f"skipped: {error} (packages python3-torch and python3-torchvision)")
    sys.exit(77)

from model import LAYOUTS, ResNet

torch.manual_seed(0)
images = torch.randn(2, 3, 96, 96)
for name in LAYOUTS:
    theirs = getattr(torchvision.models, name)(weights=None).eval()
    ours = ResNet(name).eval()
    shapes = [
        {key: value.shape for key, value in network.state_dict().items()}
        for network in (ours, theirs)
    ]
    if shapes[0] != shapes[1]:
        sys.exit(f"{name}: names or shapes differ: {shapes[0].items() ^ shapes[1].items()}")
    ours.load_state_dict(theirs.state_dict())
    with torch.inference_mode():
        difference = (ours(images) - theirs(images)).abs().max().item()
        scale = theirs(images).abs().max().item()
    print(f"{name}: largest difference {difference:.2g} of logits up to {scale:.2g}")
    if not difference <= 1e-5 * scale:
        sys.exit(f"{name}: the logits differ")
