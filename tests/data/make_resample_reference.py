#!/usr/bin/env python3
"""Writes what Pillow makes of generated pictures, for the tests to compare with.

Usage: make_resample_reference.py OUTPUT [NUMBER_OF_RANDOM_CASES [SEED]]

One case a line, with the SHA-256 of the resulting RGB bytes:
  resample   <width> <height> <new width> <new height> <sha256>
  preprocess <width> <height> <resize> <crop> <sha256>
and the same of Pillow's bicubic filter as bicubic-resample and bicubic-preprocess.
Picture number n (the line's number, from 0) is filled from a linear congruential generator that is
seeded with n; see generated_image() in image_files.h.
"""
import hashlib
import random
import sys

import PIL
from PIL import Image


def generated_image(seed, width, height):
    state = seed
    pixels = bytearray(width * height * 3)
    for i in range(len(pixels)):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        pixels[i] = state >> 24
    return Image.frombytes("RGB", (width, height), bytes(pixels))


def preprocess(image, resize, crop, filter):
    """Resize(resize) and CenterCrop(crop) by torchvision's rules, on Pillow alone."""
    width, height = image.size
    short, long = min(width, height), max(width, height)
    longer = int(resize * long / short)
    width, height = (resize, longer) if width <= height else (longer, resize)
    image = image.resize((width, height), filter)
    if crop > width or crop > height:
        padded = Image.new("RGB", (max(width, crop), max(height, crop)))
        padded.paste(image, (max(crop - width, 0) // 2, max(crop - height, 0) // 2))
        image = padded
    left = int(round((image.width - crop) / 2.0))
    top = int(round((image.height - crop) / 2.0))
    return image.crop((left, top, left + crop, top + crop))


def fixed_cases():
    for case in [(227, 227, 256, 256), (50, 37, 34, 25), (50, 37, 50, 25), (50, 37, 34, 37),
                 (9, 7, 9, 7), (1, 1, 5, 3), (64, 3, 1, 1), (3, 200, 2, 7), (31, 17, 97, 64)]:
        yield ("resample",) + case
    for case in [(50, 37, 32, 28), (37, 50, 32, 28), (40, 40, 40, 33), (40, 40, 40, 35),
                 (41, 30, 30, 37), (33, 90, 16, 24), (90, 33, 16, 64), (20, 21, 64, 56),
                 (1, 30, 4, 4), (256, 300, 256, 224)]:
        yield ("preprocess",) + case


def random_cases(number, seed):
    source = random.Random(seed)
    for _ in range(number):
        sizes = [int(2 ** source.uniform(0, 7.5)) for _ in range(4)]
        if source.random() < 0.5:
            yield ("resample", *sizes)
        elif max(sizes[:2]) * sizes[2] < 60000 * min(sizes[:2]):
            yield ("preprocess", *sizes)


def main():
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    cases = list(fixed_cases()) + list(random_cases(number, seed))
    cases += [("bicubic-" + kind, *sizes) for kind, *sizes in cases]
    with open(sys.argv[1], "w", encoding="ascii") as output:
        for n, (kind, width, height, a, b) in enumerate(cases):
            image = generated_image(n, width, height)
            filter = Image.BICUBIC if kind.startswith("bicubic-") else Image.BILINEAR
            if kind.endswith("resample"):
                result = image.resize((a, b), filter)
            else:
                result = preprocess(image, a, b, filter)
            digest = hashlib.sha256(result.tobytes()).hexdigest()
            output.write(f"{kind} {width} {height} {a} {b} {digest}\n")
    print(f"{len(cases)} cases by Pillow {PIL.__version__}")


if __name__ == "__main__":
    main()
