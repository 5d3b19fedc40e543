#include "data/decode.h"

#include <cstring>

#include "core/error.h"
#include "data/decode_jpeg.h"
#include "data/decode_png.h"

namespace remedy {
namespace {

constexpr std::uint8_t kJpegStart[] = {0xFF, 0xD8, 0xFF};
constexpr std::uint8_t kPngStart[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

template <std::size_t N>
bool starts_with(const std::uint8_t* bytes, std::size_t count, const std::uint8_t (&magic)[N]) {
  return count >= N && std::memcmp(bytes, magic, N) == 0;
}

}  // namespace

Image decode(const std::uint8_t* bytes, std::size_t count, const std::string& name) {
  if (starts_with(bytes, count, kJpegStart)) return decode_jpeg(bytes, count, name);
  if (starts_with(bytes, count, kPngStart)) return decode_png(bytes, count, name);
  if (count == 0) throw Error("{}: the file is empty; expected a JPEG or PNG image", name);
  throw Error("{}: neither a JPEG nor a PNG image by its first bytes", name);
}

}  // namespace remedy
