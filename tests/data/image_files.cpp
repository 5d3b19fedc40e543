#include "image_files.h"

#include <algorithm>
#include <cstdlib>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/file.h"
#include "data/decode/decode.h"

namespace remedy::testing {
namespace {

void append(Bytes* bytes, std::uint32_t value, int count, bool big_endian = true) {
  for (int i = 0; i < count; ++i) {
    const int shift = 8 * (big_endian ? count - 1 - i : i);
    bytes->push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

std::uint32_t checksum(const Bytes& bytes) {
  std::uint32_t crc = ~0U;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (0xEDB88320U & (0U - (crc & 1)));
  }
  return ~crc;
}

}  // namespace

Image generated_image(std::uint32_t seed, int width, int height) {
  Image image{width, height, Bytes(std::size_t{3} * width * height)};
  for (auto& value : image.rgb) {
    seed = seed * 1664525U + 1013904223U;
    value = static_cast<std::uint8_t>(seed >> 24);
  }
  return image;
}

Image smooth_image(int width, int height) {
  Image image{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      image.rgb.push_back(static_cast<std::uint8_t>(255 * x / width));
      image.rgb.push_back(static_cast<std::uint8_t>(255 * y / height));
      image.rgb.push_back(static_cast<std::uint8_t>(127 * (x + y) / (width + height)));
    }
  }
  return image;
}

Bytes joined(const Bytes& first, const Bytes& second) {
  Bytes result;
  result.reserve(first.size() + second.size());
  result.insert(result.end(), first.begin(), first.end());
  result.insert(result.end(), second.begin(), second.end());
  return result;
}

Bytes encoded(const Image& image, const std::string& extension, const std::vector<int>& options) {
  const cv::Mat rgb(image.height, image.width, CV_8UC3,
                    const_cast<std::uint8_t*>(image.rgb.data()));
  cv::Mat bgr;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  Bytes bytes;
  cv::imencode(extension, bgr, bytes, options);
  return bytes;
}

void write_image(const std::filesystem::path& file, const Image& image) {
  const Bytes bytes = encoded(image, file.extension().string());
  write_file(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Bytes exif_block(int orientation, bool big_endian) {
  Bytes block(2, big_endian ? 'M' : 'I');
  append(&block, 42, 2, big_endian);
  append(&block, 8, 4, big_endian);       // the directory's place
  append(&block, 1, 2, big_endian);       // its number of entries
  append(&block, 0x0112, 2, big_endian);  // orientation
  append(&block, 3, 2, big_endian);       // a 16-bit number
  append(&block, 1, 4, big_endian);       // one of them
  append(&block, static_cast<std::uint32_t>(orientation), 2, big_endian);
  append(&block, 0, 2, big_endian);
  append(&block, 0, 4, big_endian);  // no further directory
  return block;
}

Bytes with_jpeg_segment(const Bytes& jpeg, std::uint8_t marker, const Bytes& content) {
  Bytes result(jpeg.begin(), jpeg.begin() + 2);
  result.push_back(0xFF);
  result.push_back(marker);
  append(&result, static_cast<std::uint32_t>(content.size() + 2), 2);
  result.insert(result.end(), content.begin(), content.end());
  result.insert(result.end(), jpeg.begin() + 2, jpeg.end());
  return result;
}

Bytes with_jpeg_exif(const Bytes& jpeg, int orientation, bool big_endian) {
  return with_jpeg_segment(jpeg, 0xE1,
                           joined({'E', 'x', 'i', 'f', 0, 0}, exif_block(orientation, big_endian)));
}

Bytes with_png_chunk(const Bytes& png, const std::string& kind, const Bytes& content) {
  constexpr std::ptrdiff_t kHeaderEnd = 8 + 12 + 13;
  Bytes result(png.begin(), png.begin() + kHeaderEnd);
  append(&result, static_cast<std::uint32_t>(content.size()), 4);
  Bytes body(kind.begin(), kind.end());
  body.insert(body.end(), content.begin(), content.end());
  result.insert(result.end(), body.begin(), body.end());
  append(&result, checksum(body), 4);
  result.insert(result.end(), png.begin() + kHeaderEnd, png.end());
  return result;
}

int largest_difference(const Image& a, const Image& b) {
  if (a.width != b.width || a.height != b.height || a.rgb.size() != b.rgb.size()) return 256;
  int largest = 0;
  for (std::size_t i = 0; i < a.rgb.size(); ++i) {
    largest = std::max(largest, std::abs(a.rgb[i] - b.rgb[i]));
  }
  return largest;
}

Image decoded(const Bytes& bytes) { return decode(bytes.data(), bytes.size(), "test image"); }

}  // namespace remedy::testing
