#!/usr/bin/env python3
"""Writes small PNG files of less common kinds and, as bare RGB bytes, Pillow's convert("RGB") of
them.

Usage: make_png_reference.py FOLDER

Pillow writes no interlaced files: that one is put together here, by Adam7's seven passes.
"""

import pathlib
import struct
import sys
import zlib

from PIL import Image

PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
          (0, 1, 1, 2)]  # first column, first row, steps of column and row


def chunk(kind, content):
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum


def interlaced(image):
    rows = b""
    for left, top, across, down in PASSES:
        for y in range(top, image.height, down):
            row = b"".join(bytes(image.getpixel((x, y))) for x in range(left, image.width, across))
            if row:
                rows += b"\0" + row
    header = struct.pack(">IIBBBBB", image.width, image.height, 8, 2, 0, 0, 1)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) +
            chunk(b"IEND", b""))


def main():
    folder = pathlib.Path(sys.argv[1])
    width, height = 13, 10
    colours = bytes((37 * i + 11 * (i // 3)) % 256 for i in range(3 * width * height))
    picture = Image.frombytes("RGB", (width, height), colours)
    palette = picture.quantize(12)
    palette.save(folder / "palette.png")
    palette.save(folder / "palette_transparent.png", transparency=bytes([0, 100, 255] * 4))
    grey = bytes((29 * i) % 256 for i in range(2 * width * height))
    Image.frombytes("LA", (width, height), grey).save(folder / "grey_alpha.png")
    (folder / "interlaced.png").write_bytes(interlaced(picture))
    for name in ["palette", "palette_transparent", "grey_alpha", "interlaced"]:
        with Image.open(folder / f"{name}.png") as saved:
            (folder / f"{name}.rgb").write_bytes(saved.convert("RGB").tobytes())


if __name__ == "__main__":
    main()
