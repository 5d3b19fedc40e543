#!/usr/bin/env python3
"""Writes what the bank of cue transforms makes of generated pictures, to be compared with.

Usage: make_cue_reference.py OUTPUT

Plain Python from the definitions in harness/data/transform/cue_bank.h, pixel by pixel; border_crop
resizes with Pillow. One case a line, with the SHA-256 of the resulting RGB bytes:
  <transform> <amount> <seed> <width> <height> <sha256>
Picture number n (the line's number, from 0) is that of make_resample_reference.py. The subject is
where (7 x + 13 y) mod 16 is below 8.
"""
import hashlib
import sys

from PIL import Image

from make_resample_reference import generated_image

WORD = 0xFFFFFFFFFFFFFFFF


def words(seed):
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) & WORD
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
        yield z ^ (z >> 31)


def half_up(numerator, denominator):
    return (2 * numerator + denominator) // (2 * denominator)


def luma(p):
    return (19595 * p[0] + 38470 * p[1] + 7471 * p[2] + 32768) // 65536


def in_mask(x, y):
    return (7 * x + 13 * y) % 16 < 8


def by_pixel(size, pixels, change):
    width, height = size
    return [change(pixels[y * width + x], x, y) for y in range(height) for x in range(width)]


def hue(p, degrees):
    low, high = min(p), max(p)
    chroma = high - low
    if chroma == 0:
        return p
    # The hue in sixtieths of a degree's chroma, exactly.
    if p[0] == high:
        angle = 60 * (p[1] - p[2])
    elif p[1] == high:
        angle = 60 * (p[2] - p[0]) + 120 * chroma
    else:
        angle = 60 * (p[0] - p[1]) + 240 * chroma
    angle = (angle + degrees * chroma) % (360 * chroma)
    sextant, rest = divmod(angle, 60 * chroma)
    up = low + half_up(rest, 60)
    down = low + half_up(60 * chroma - rest, 60)
    return [(high, up, low), (down, high, low), (low, high, up), (low, down, high), (up, low, high),
            (high, low, down)][sextant]


def rainbow(size, pixels, seed):
    stream = words(seed)
    phase = next(stream) % 1536
    dx, dy = [(1, 0), (1, 1), (0, 1), (-1, 1)][next(stream) % 4]
    side = max(size)

    def change(p, x, y):
        if not in_mask(x, y):
            return p
        place = (dx * x + dy * y + side) * 1536 // side
        value = 64 + luma(p) * 191 // 255
        edges = [min(max(abs((phase + place + offset) % 1536 - 768) - 256, 0), 256)
                 for offset in (0, 1024, 512)]
        return tuple((value * edge + 128) // 256 for edge in edges)

    return by_pixel(size, pixels, change)


def blurred_line(line, radius):
    last = len(line) - 1
    result = []
    for i in range(len(line)):
        window = [line[min(max(j, 0), last)] for j in range(i - radius, i + radius + 1)]
        result.append(half_up(sum(window), len(window)))
    return result


def low_pass(size, pixels, radius):
    width, height = size
    channels = [[p[c] for p in pixels] for c in range(3)]
    for _ in range(3):
        for c in range(3):
            rows = [blurred_line(channels[c][y * width:(y + 1) * width], radius)
                    for y in range(height)]
            columns = [blurred_line([rows[y][x] for y in range(height)], radius)
                       for x in range(width)]
            channels[c] = [columns[x][y] for y in range(height) for x in range(width)]
    return list(zip(*channels))


def patch_shuffle(size, pixels, patches, seed):
    width, height = size
    w, h = width // patches, height // patches
    order = list(range(patches * patches))
    stream = words(seed)
    for i in range(len(order) - 1, 0, -1):
        j = next(stream) % (i + 1)
        order[i], order[j] = order[j], order[i]

    def change(p, x, y):
        if x >= w * patches or y >= h * patches:
            return p
        source = order[y // h * patches + x // w]
        return pixels[(source // patches * h + y % h) * width + source % patches * w + x % w]

    return by_pixel(size, pixels, change)


def clouds(size, cells, seed):
    """Bilinear between random colours at the corners of cells x cells rectangles."""
    stream = words(seed)
    corners = [[(word >> shift) % 256 for shift in (0, 8, 16)]
               for word in (next(stream) for _ in range((cells + 1) ** 2))]

    def colour(x, y):
        column, right = divmod(x * cells * 256 // size[0], 256)
        row, down = divmod(y * cells * 256 // size[1], 256)
        weights = {(0, 0): (256 - right) * (256 - down), (1, 0): right * (256 - down),
                   (0, 1): (256 - right) * down, (1, 1): right * down}
        return tuple(half_up(sum(weight * corners[(row + b) * (cells + 1) + column + a][c]
                                 for (a, b), weight in weights.items()), 65536) for c in range(3))

    return colour


def transformed(image, name, amount, seed):
    size = image.size
    pixels = list(image.getdata())
    gray = (128, 128, 128)
    if name == "grayscale":
        return by_pixel(size, pixels, lambda p, x, y: (luma(p),) * 3)
    if name == "hue":
        return by_pixel(size, pixels, lambda p, x, y: hue(p, amount))
    if name == "palette":
        return by_pixel(size, pixels, lambda p, x, y: tuple(p[(c + amount) % 3] for c in range(3)))
    if name == "rainbow":
        return rainbow(size, pixels, seed)
    if name == "low_pass":
        return low_pass(size, pixels, amount)
    if name == "high_pass":
        low = low_pass(size, pixels, amount)
        return [tuple(min(max(128 + a - b, 0), 255) for a, b in zip(p, q))
                for p, q in zip(pixels, low)]
    if name == "patch_shuffle":
        return patch_shuffle(size, pixels, amount, seed)
    if name == "silhouette":
        return by_pixel(size, pixels, lambda p, x, y: (0,) * 3 if in_mask(x, y) else (255,) * 3)
    if name == "background_gray":
        return by_pixel(size, pixels, lambda p, x, y: p if in_mask(x, y) else gray)
    if name == "foreground_gray":
        return by_pixel(size, pixels, lambda p, x, y: gray if in_mask(x, y) else p)
    if name == "background_blur":
        low = low_pass(size, pixels, amount)
        return by_pixel(size, pixels,
                        lambda p, x, y: p if in_mask(x, y) else low[y * size[0] + x])
    if name == "background_swap":
        ground = clouds(size, amount, seed)
        return by_pixel(size, pixels, lambda p, x, y: p if in_mask(x, y) else ground(x, y))
    if name == "border_crop":
        inside = image.crop((amount, amount, size[0] - amount, size[1] - amount))
        return list(inside.resize(size, Image.BILINEAR).getdata())
    # Pillow turns against the clock too.
    return list(image.rotate(amount, expand=True).getdata())


def cases():
    for size in [(32, 32), (45, 31)]:
        for name, amounts in [("grayscale", [0]), ("hue", [1, 90, 180, 359]), ("palette", [1, 2]),
                              ("rainbow", [0]), ("low_pass", [1, 4, 20]), ("high_pass", [3]),
                              ("patch_shuffle", [2, 4, 7]), ("silhouette", [0]),
                              ("background_gray", [0]), ("background_blur", [5]),
                              ("foreground_gray", [0]), ("border_crop", [1, 9]),
                              ("rotate", [180])]:
            for amount in amounts:
                yield name, amount, size
    yield "rotate", 90, (32, 32)
    yield "rotate", 270, (32, 32)
    for size in [(32, 32), (45, 31)]:
        for amount in [1, 6]:
            yield "background_swap", amount, size


def main():
    with open(sys.argv[1], "w", encoding="ascii") as output:
        for n, (name, amount, size) in enumerate(cases()):
            seed = (n * 0x123456789ABCDEF + 7) & WORD
            result = transformed(generated_image(n, *size), name, amount, seed)
            digest = hashlib.sha256(bytes(v for p in result for v in p)).hexdigest()
            output.write(f"{name} {amount} {seed} {size[0]} {size[1]} {digest}\n")


if __name__ == "__main__":
    main()
