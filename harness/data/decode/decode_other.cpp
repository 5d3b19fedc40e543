#include "data/decode/decode_other.h"

#include <algorithm>
#include <cstring>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "core/error.h"
#include "data/decode/decode.h"
#include "data/decode/exif.h"

namespace remedy {
namespace {

std::uint32_t little_endian(const std::uint8_t* at) {
  return std::uint32_t{at[3]} << 24 | std::uint32_t{at[2]} << 16 | std::uint32_t{at[1]} << 8 |
         at[0];
}

// Of the chunk "EXIF" of a WebP file; OpenCV leaves it to us. That of a TIFF file it heeds itself.
int webp_orientation(const std::uint8_t* bytes, std::size_t count) {
  constexpr std::size_t kFirstChunk = 12, kChunkHeader = 8;
  constexpr char kPrefix[] = "Exif\0";  // and one more zero byte, which some write and some do not
  for (std::size_t at = kFirstChunk; at + kChunkHeader <= count;) {
    const std::size_t length = little_endian(bytes + at + 4);
    const std::size_t start = at + kChunkHeader;
    if (length > count - start) return 1;
    if (std::memcmp(bytes + at, "EXIF", 4) == 0) {
      const bool prefixed =
          length > sizeof kPrefix && std::memcmp(bytes + start, kPrefix, sizeof kPrefix) == 0;
      const std::size_t skipped = prefixed ? sizeof kPrefix : 0;
      return exif_orientation(bytes + start + skipped, length - skipped);
    }
    at = start + length + length % 2;
  }
  return 1;
}

}  // namespace

Image decode_other(const std::uint8_t* bytes, std::size_t count, ImageKind kind,
                   const std::string& name) {
  cv::Mat bgr;
  try {
    // OpenCV asks for a pointer that may be written through; nothing is.
    const cv::Mat file(1, static_cast<int>(count), CV_8UC1, const_cast<std::uint8_t*>(bytes));
    bgr = cv::imdecode(file, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
  } catch (const cv::Exception&) {
    bgr.release();
  }
  if (bgr.empty() || bgr.type() != CV_8UC3) {
    throw Error("{}: {} that is damaged, cut off or of a kind that cannot be read; save it as PNG",
                name, describe_content(bytes, count));
  }
  if (static_cast<std::uint64_t>(bgr.total()) > kMostPixels) {
    throw Error("{}: {} x {} pixels are more than the {} that are allowed", name, bgr.cols,
                bgr.rows, kMostPixels);
  }
  Image image;
  image.width = bgr.cols;
  image.height = bgr.rows;
  image.rgb.resize(bgr.total() * 3);
  cv::Mat rgb(bgr.rows, bgr.cols, CV_8UC3, image.rgb.data());
  const int swapped[] = {0, 2, 1, 1, 2, 0};
  cv::mixChannels(&bgr, 1, &rgb, 1, swapped, 3);
  const int orientation = kind == ImageKind::kWebp ? webp_orientation(bytes, count) : 1;
  return upright(std::move(image), orientation);
}

}  // namespace remedy
