#!/usr/bin/env python3
"""Writes a small CMYK JPEG and, as bare RGB bytes, what Pillow's convert("RGB") makes of it.

Usage: make_cmyk_reference.py FOLDER
"""
import pathlib
import sys

from PIL import Image


def main():
    folder = pathlib.Path(sys.argv[1])
    width, height = 24, 16
    pixels = bytearray()
    for y in range(height):
        for x in range(width):
            pixels += bytes((x * 10, y * 15, 255 - x * 5 - y * 5, (x // 8) * 60 + y * 4))
    image = Image.frombytes("CMYK", (width, height), bytes(pixels))
    image.save(folder / "cmyk.jpg", quality=90)
    with Image.open(folder / "cmyk.jpg") as saved:
        assert saved.mode == "CMYK"
        (folder / "cmyk.rgb").write_bytes(saved.convert("RGB").tobytes())


if __name__ == "__main__":
    main()
