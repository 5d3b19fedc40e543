#include "data/decode_png.h"

#include <array>
#include <cstring>
#include <opencv2/imgcodecs.hpp>
#include <string_view>

#include "core/error.h"
#include "data/decode.h"
#include "data/exif.h"

namespace remedy {
namespace {

constexpr std::size_t kSignature = 8;
constexpr std::size_t kHeaderLength = 13;

std::array<std::uint32_t, 256> make_crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t remainder = byte;
    for (int bit = 0; bit < 8; ++bit) {
      remainder = (remainder >> 1) ^ ((remainder & 1) != 0 ? 0xEDB88320U : 0U);
    }
    table[byte] = remainder;
  }
  return table;
}

std::uint32_t crc32(const std::uint8_t* bytes, std::size_t count) {
  static const auto table = make_crc_table();
  std::uint32_t crc = ~0U;
  for (std::size_t i = 0; i < count; ++i) crc = (crc >> 8) ^ table[(crc ^ bytes[i]) & 0xFF];
  return ~crc;
}

std::uint32_t big_endian(const std::uint8_t* at) {
  return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 |
         at[3];
}

struct Checked {
  // The same picture with nothing but what its pixels need: libpng prints complaints about colour
  // profiles and text, and transparency is not wanted.
  std::vector<std::uint8_t> essence;
  int width = 0;
  int height = 0;
  int orientation = 1;
};

void read_header(const std::uint8_t* data, std::size_t length, const std::string& name,
                 Checked* checked) {
  if (length != kHeaderLength) throw Error("{}: damaged PNG: its header is {} bytes", name, length);
  const std::uint64_t width = big_endian(data);
  const std::uint64_t height = big_endian(data + 4);
  if (width == 0 || height == 0) throw Error("{}: damaged PNG: it has no pixels", name);
  if (width * height > kMostPixels) {
    throw Error("{}: {} x {} pixels are more than the {} that are allowed", name, width, height,
                kMostPixels);
  }
  checked->width = static_cast<int>(width);
  checked->height = static_cast<int>(height);
}

// Walks all chunks to the end mark. Throws Error where one is cut off, damaged or out of place.
Checked check(const std::uint8_t* bytes, std::size_t count, const std::string& name) {
  Checked checked;
  checked.essence.assign(bytes, bytes + kSignature);
  bool has_pixels = false;
  for (std::size_t at = kSignature;;) {
    if (count - at < 12) throw Error("{}: truncated PNG: it has no end mark", name);
    const std::size_t length = big_endian(bytes + at);
    if (length > count - at - 12) throw Error("{}: truncated PNG: a chunk is cut off", name);
    const std::string_view kind(reinterpret_cast<const char*>(bytes + at + 4), 4);
    const std::uint8_t* data = bytes + at + 8;
    if (crc32(bytes + at + 4, length + 4) != big_endian(data + length)) {
      throw Error("{}: damaged PNG: the chunk at byte {} has a wrong checksum", name, at);
    }
    if ((kind == "IHDR") != (at == kSignature)) {
      throw Error("{}: damaged PNG: its header is not in the first place", name);
    }
    if (kind == "IHDR") read_header(data, length, name, &checked);
    if (kind == "eXIf") checked.orientation = exif_orientation(data, length);
    if (kind == "IDAT") has_pixels = true;
    const bool essential = (kind[0] & 0x20) == 0;
    if (essential) {
      if (kind != "IHDR" && kind != "PLTE" && kind != "IDAT" && kind != "IEND") {
        throw Error("{}: PNG with a chunk '{}' that no standard knows", name, kind);
      }
      checked.essence.insert(checked.essence.end(), bytes + at, data + length + 4);
    }
    if (kind == "IEND") break;
    at += length + 12;
  }
  if (!has_pixels) throw Error("{}: damaged PNG: it holds no pixels", name);
  return checked;
}

}  // namespace

Image decode_png(const std::uint8_t* bytes, std::size_t count, const std::string& name) {
  const Checked checked = check(bytes, count, name);
  cv::Mat bgr;
  try {
    bgr = cv::imdecode(checked.essence, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
  } catch (const cv::Exception& error) {
    throw Error("{}: damaged PNG: {}", name, std::string(error.what()));
  }
  if (bgr.rows != checked.height || bgr.cols != checked.width || bgr.type() != CV_8UC3) {
    throw Error("{}: damaged PNG: its compressed pixels cannot be read", name);
  }
  Image image;
  image.width = bgr.cols;
  image.height = bgr.rows;
  image.rgb.resize(bgr.total() * 3);
  std::uint8_t* to = image.rgb.data();
  for (int y = 0; y < bgr.rows; ++y) {
    const std::uint8_t* from = bgr.ptr<std::uint8_t>(y);
    for (int x = 0; x < bgr.cols; ++x, from += 3, to += 3) {
      to[0] = from[2];
      to[1] = from[1];
      to[2] = from[0];
    }
  }
  return upright(std::move(image), checked.orientation);
}

}  // namespace remedy
