"""Images to batches, as torchvision's Resize, CenterCrop, ToTensor and Normalize with Pillow do
it."""

import numpy
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset


def half_to_even(border):
    return round(border / 2)


def resize_and_crop(image, resize, crop):
    width, height = image.size
    short, long = min(width, height), max(width, height)
    scaled = resize * long // short
    size = (scaled, resize) if width > height else (resize, scaled)
    if size != image.size:
        image = image.resize(size, Image.BILINEAR)
    if min(size) < crop:
        raise SystemExit(f"a crop of {crop} px is larger than the image resized to {resize} px: "
                         "the peer does not pad")
    left, top = half_to_even(size[0] - crop), half_to_even(size[1] - crop)
    return image.crop((left, top, left + crop, top + crop))


class Images(Dataset):
    def __init__(self, images, preprocess):
        self.images = images
        self.resize, self.crop = preprocess["resize"], preprocess["crop"]
        self.mean = torch.tensor(preprocess["mean"]).view(3, 1, 1)
        self.std = torch.tensor(preprocess["std"]).view(3, 1, 1)

    def __len__(self):
        return len(self.images.files)

    def __getitem__(self, i):
        with Image.open(self.images.files[i]) as file:
            image = file.convert("RGB")
        if not self.images.prepared:
            image = resize_and_crop(image, self.resize, self.crop)
        pixels = torch.from_numpy(numpy.array(image)).permute(2, 0, 1).contiguous()
        return (pixels.float().div_(255) - self.mean) / self.std, self.images.labels[i]


class Batches:
    """A set of images in batches, decoded anew in every pass, or once where it is preloaded."""

    def __init__(self, images, preprocess, options, preload=False):
        self.options = options
        self.loader = DataLoader(Images(images, preprocess), batch_size=options.batch,
                                 num_workers=options.workers,
                                 pin_memory=options.device != "cpu")
        self.kept = None
        if preload:
            parts = list(self.loader)
            self.kept = (torch.cat([x for x, _ in parts]).to(options.device),
                         torch.cat([y for _, y in parts]).to(options.device))
            if options.channels_last:
                self.kept = (
                    self.kept[0].contiguous(memory_format=torch.channels_last),
                    self.kept[1],
                )

    def __iter__(self):
        if self.kept is None:
            yield from self.loader
        else:
            yield from zip(*(part.split(self.options.batch) for part in self.kept))


def all_images(images, preprocess, options):
    """Every image of a set in one tensor, and the labels."""
    return Batches(images, preprocess, options, preload=True).kept
