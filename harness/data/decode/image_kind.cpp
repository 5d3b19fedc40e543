#include "data/decode/image_kind.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <string>

namespace remedy {
namespace {

struct Signature {
  std::size_t at;
  const char* bytes;
  std::size_t count;
  ImageKind kind;
  const char* name;
};

constexpr Signature kSignatures[] = {
    {0, "\xFF\xD8\xFF", 3, ImageKind::kJpeg, "a JPEG image"},
    {0, "\x89PNG\r\n\x1A\n", 8, ImageKind::kPng, "a PNG image"},
    {8, "WEBP", 4, ImageKind::kWebp, "a WebP image"},
    {0, "BM", 2, ImageKind::kBmp, "a BMP image"},
    {0, "II*\0", 4, ImageKind::kTiff, "a TIFF image"},
    {0, "MM\0*", 4, ImageKind::kTiff, "a TIFF image"},
    {0, "GIF8", 4, ImageKind::kOther, "a GIF image"},
    {4, "ftypavif", 8, ImageKind::kOther, "an AVIF image"},
    {4, "ftypheic", 8, ImageKind::kOther, "a HEIC image"},
    {0, "\0\0\0\x0CjP  ", 8, ImageKind::kOther, "a JPEG 2000 image"},
    {0, "\xFF\x0A", 2, ImageKind::kOther, "a JPEG XL image"},
    {0, "<!DOCTYPE", 9, ImageKind::kOther, "an HTML page"},
    {0, "<html", 5, ImageKind::kOther, "an HTML page"},
    {0, "version https://", 16, ImageKind::kOther, "a pointer of Git LFS (run git lfs pull)"},
};

// "P1" to "P6" and white space.
bool is_pnm(const std::uint8_t* bytes, std::size_t count) {
  return count >= 3 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6' &&
         (bytes[2] == '\n' || bytes[2] == ' ' || bytes[2] == '\t' || bytes[2] == '\r' ||
          bytes[2] == '#');
}

const Signature* find_signature(const std::uint8_t* bytes, std::size_t count) {
  const auto found =
      std::find_if(std::begin(kSignatures), std::end(kSignatures), [&](const Signature& signature) {
        return count >= signature.at + signature.count &&
               std::memcmp(bytes + signature.at, signature.bytes, signature.count) == 0;
      });
  return found == std::end(kSignatures) ? nullptr : found;
}

}  // namespace

ImageKind image_kind(const std::uint8_t* bytes, std::size_t count) {
  if (is_pnm(bytes, count)) return ImageKind::kPnm;
  const Signature* signature = find_signature(bytes, count);
  return signature == nullptr ? ImageKind::kOther : signature->kind;
}

const char* describe_content(const std::uint8_t* bytes, std::size_t count) {
  if (is_pnm(bytes, count)) return "a PNM image";
  const Signature* signature = find_signature(bytes, count);
  return signature == nullptr ? "" : signature->name;
}

bool has_image_extension(const std::filesystem::path& file) {
  std::string extension = file.extension().string();
  for (char& letter : extension) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return std::find(std::begin(kImageExtensions), std::end(kImageExtensions), extension) !=
         std::end(kImageExtensions);
}

}  // namespace remedy
