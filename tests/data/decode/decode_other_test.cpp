#include "data/decode/decode_other.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "data/decode/decode.h"
#include "data/decode/exif.h"
#include "data/image_files.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using testing::Bytes;
using testing::decoded;
using testing::generated_image;
using ::testing::HasSubstr;

Bytes lossless(const Image& image, const std::string& extension) {
  // IMWRITE_WEBP_QUALITY above 100: without loss. Others pass it over.
  return testing::encoded(image, extension,
                          extension == ".webp" ? std::vector<int>{64, 101} : std::vector<int>{});
}

std::string refusal(const Bytes& bytes) {
  try {
    decode(bytes.data(), bytes.size(), "name");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

void add_number(Bytes& bytes, std::uint32_t value, int count) {
  for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

// RGB without compression, with an orientation.
Bytes tiff(const Image& image, int orientation) {
  struct Entry {
    std::uint32_t tag, type, count, value;
  };
  const auto width = static_cast<std::uint32_t>(image.width);
  const auto height = static_cast<std::uint32_t>(image.height);
  constexpr std::uint32_t kShort = 3, kLong = 4, kEntries = 10, kEnd = 8 + 2 + 12 * kEntries + 4;
  const Entry entries[kEntries] = {
      {256, kLong, 1, width},
      {257, kLong, 1, height},
      {258, kShort, 3, kEnd},  // bits of each channel, behind the directory
      {259, kShort, 1, 1},
      {262, kShort, 1, 2},
      {273, kLong, 1, kEnd + 6},  // the pixels, behind that
      {274, kShort, 1, static_cast<std::uint32_t>(orientation)},
      {277, kShort, 1, 3},
      {278, kLong, 1, height},
      {279, kLong, 1, static_cast<std::uint32_t>(image.rgb.size())}};
  Bytes bytes = {'I', 'I', 42, 0};
  add_number(bytes, 8, 4);
  add_number(bytes, kEntries, 2);
  for (const Entry& entry : entries) {
    add_number(bytes, entry.tag, 2);
    add_number(bytes, entry.type, 2);
    add_number(bytes, entry.count, 4);
    add_number(bytes, entry.value, 4);
  }
  add_number(bytes, 0, 4);
  for (int channel = 0; channel < 3; ++channel) add_number(bytes, 8, 2);
  return testing::joined(bytes, image.rgb);
}

// A simple WebP file in the extended form, with an EXIF chunk behind its pixels.
Bytes webp_with_exif(const Image& image, const Bytes& exif) {
  const Bytes simple = lossless(image, ".webp");
  Bytes body = {'W', 'E', 'B', 'P', 'V', 'P', '8', 'X'};
  add_number(body, 10, 4);
  add_number(body, 0x08, 4);  // there is EXIF
  add_number(body, static_cast<std::uint32_t>(image.width - 1), 3);
  add_number(body, static_cast<std::uint32_t>(image.height - 1), 3);
  body.insert(body.end(), simple.begin() + 12, simple.end());
  body.insert(body.end(), {'E', 'X', 'I', 'F'});
  add_number(body, static_cast<std::uint32_t>(exif.size()), 4);
  body.insert(body.end(), exif.begin(), exif.end());
  if (exif.size() % 2 == 1) body.push_back(0);
  Bytes file = {'R', 'I', 'F', 'F'};
  add_number(file, static_cast<std::uint32_t>(body.size()), 4);
  return testing::joined(file, body);
}

class DecodeOther : public ::testing::TestWithParam<const char*> {};

TEST_P(DecodeOther, GivesThePixelsThatWereStored) {
  const Image image = generated_image(7, 11, 9);
  EXPECT_EQ(testing::largest_difference(decoded(lossless(image, GetParam())), image), 0);
}

TEST_P(DecodeOther, RefusesAFileThatIsCutOffAnywhere) {
  const Bytes whole = lossless(generated_image(7, 11, 9), GetParam());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const Bytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
    ASSERT_THAT(refusal(part), HasSubstr("name: ")) << length << " bytes";
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, DecodeOther, ::testing::Values(".webp", ".bmp", ".tif", ".ppm"),
                         [](const auto& value) { return std::string(value.param + 1); });

TEST(DecodeOtherFormats, DamageIsNamedByWhatTheFileIs) {
  Bytes bytes = lossless(generated_image(7, 11, 9), ".webp");
  bytes.resize(bytes.size() / 2);
  EXPECT_THAT(refusal(bytes), AllOf(HasSubstr("a WebP image"), HasSubstr("PNG")));
}

TEST(DecodeOtherFormats, TextIsReadAsPnm) {
  const std::string text = "P2 2 1 255\n0 200\n";
  const Image image = decoded(Bytes(text.begin(), text.end()));
  EXPECT_EQ(image.rgb, (Bytes{0, 0, 0, 200, 200, 200}));
}

TEST(DecodeOtherFormats, OrientationOfTiffAndWebpIsHeeded) {
  const Image image = generated_image(3, 6, 4);
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Image expected = upright(image, orientation);
    EXPECT_EQ(testing::largest_difference(decoded(tiff(image, orientation)), expected), 0)
        << "TIFF " << orientation;
    const Bytes block = testing::exif_block(orientation, /*big_endian=*/true);
    const Bytes prefixed = testing::joined({'E', 'x', 'i', 'f', 0, 0}, block);
    for (const Bytes& exif : {block, prefixed}) {
      EXPECT_EQ(testing::largest_difference(decoded(webp_with_exif(image, exif)), expected), 0)
          << "WebP " << orientation;
    }
  }
}

TEST(ImageKind, IsToldByTheFirstBytes) {
  const auto content = [](const std::string& text) {
    return std::string(
        describe_content(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  };
  EXPECT_EQ(content("GIF89a..."), "a GIF image");
  EXPECT_EQ(content("<!DOCTYPE html>"), "an HTML page");
  EXPECT_THAT(content("version https://git-lfs"), HasSubstr("git lfs pull"));
  EXPECT_EQ(content("RIFF....WEBPVP8 "), "a WebP image");
  EXPECT_EQ(content("P6\n2 2\n"), "a PNM image");
  EXPECT_EQ(content("P7\n"), "");
  EXPECT_EQ(content(""), "");
}

TEST(ImageKind, ExtensionsAreThoseOfTheFormatsReadHere) {
  for (const char* name : {"a.jpg", "a.JPEG", "a.jpe", "a.jfif", "a.png", "a.WebP", "a.bmp",
                           "a.dib", "a.tif", "a.TIFF", "a.ppm", "a.pgm", "a.pbm", "a.pnm"}) {
    EXPECT_TRUE(has_image_extension(name)) << name;
  }
  for (const char* name : {"a.gif", "a.txt", "jpg", "a.jpg.txt", ".png", "a"}) {
    EXPECT_FALSE(has_image_extension(name)) << name;
  }
}

}  // namespace
}  // namespace remedy
