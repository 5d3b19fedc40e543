// Which format an image file has: by its first bytes, or by what its name promises.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace remedy {

// kOther: a known format that is not decoded here, and anything else.
enum class ImageKind { kJpeg, kPng, kWebp, kBmp, kTiff, kPnm, kOther };

inline constexpr std::size_t kImageKindBytes = 16;  // so many are enough

ImageKind image_kind(const std::uint8_t* bytes, std::size_t count);

// "a WebP image", "a GIF image", "an HTML page"; empty where the bytes are of no format known here.
const char* describe_content(const std::uint8_t* bytes, std::size_t count);

// Whether the extension, in any case, is one of kImageExtensions.
bool has_image_extension(const std::filesystem::path& file);

inline constexpr const char* kImageExtensions[] = {".jpg",  ".jpeg", ".jpe", ".jfif", ".png",
                                                   ".webp", ".bmp",  ".dib", ".tif",  ".tiff",
                                                   ".ppm",  ".pgm",  ".pbm", ".pnm"};
// The same for people.
inline constexpr char kImageKinds[] = "JPEG, PNG, WebP, BMP, TIFF or PNM (.ppm, .pgm, .pbm)";

}  // namespace remedy
