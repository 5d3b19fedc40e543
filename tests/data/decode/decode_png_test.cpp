#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>

#include "core/error.h"
#include "core/file.h"
#include "data/decode/decode.h"
#include "data/image_files.h"
#include "places.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using ::testing::internal::CaptureStderr;
using ::testing::internal::GetCapturedStderr;
using namespace remedy::testing;

std::string png_error(const Bytes& bytes) {
  try {
    decode(bytes.data(), bytes.size(), "folder/picture.png");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

Bytes png_of(const cv::Mat& pixels, const std::vector<int>& options = {}) {
  Bytes file;
  cv::imencode(".png", pixels, file, options);
  return file;
}

TEST(DecodePng, IsLossless) {
  const Image image = generated_image(1, 31, 22);
  EXPECT_EQ(decoded(encoded(image, ".png")).rgb, image.rgb);
}

TEST(DecodePng, TransparencyIsDropped) {
  const cv::Mat bgra(3, 5, CV_8UC4, cv::Scalar(30, 20, 10, 0));
  const Image image = decoded(png_of(bgra));
  EXPECT_EQ(image.width, 5);
  for (std::size_t i = 0; i < image.rgb.size(); ++i) EXPECT_EQ(image.rgb[i], 10 * (i % 3 + 1));
}

TEST(DecodePng, OfSixteenBitsTheHighEightAreKept) {
  const cv::Mat bgr(2, 2, CV_16UC3, cv::Scalar(0x30FF, 0x20FF, 0x10FF));
  EXPECT_EQ(decoded(png_of(bgr)).rgb, (Bytes{16, 32, 48, 16, 32, 48, 16, 32, 48, 16, 32, 48}));
  const cv::Mat grey(1, 2, CV_16UC1, cv::Scalar(0x80FF));
  EXPECT_EQ(decoded(png_of(grey)).rgb, Bytes(6, 0x80));
}

TEST(DecodePng, GreyOfOneAndEightBits) {
  const cv::Mat grey(1, 3, CV_8UC1, cv::Scalar(77));
  EXPECT_EQ(decoded(png_of(grey)).rgb, Bytes(9, 77));
  cv::Mat bits(1, 2, CV_8UC1, cv::Scalar(0));
  bits.at<std::uint8_t>(0, 1) = 255;
  EXPECT_EQ(decoded(png_of(bits, {cv::IMWRITE_PNG_BILEVEL, 1})).rgb,
            (Bytes{0, 0, 0, 255, 255, 255}));
}

TEST(DecodePng, PalettesAndInterlacingAreWhatPillowWrote) {
  // Made by make_png_reference.py.
  const std::string folder = source_dir() + "/tests/data/fixtures/";
  for (const std::string name : {"palette", "palette_transparent", "grey_alpha", "interlaced"}) {
    const std::string file = read_file(folder + name + ".png");
    const std::string rgb = read_file(folder + name + ".rgb");
    EXPECT_EQ(decoded(Bytes(file.begin(), file.end())).rgb, Bytes(rgb.begin(), rgb.end())) << name;
  }
}

TEST(DecodePng, OrientationIsApplied) {
  const Bytes stored = encoded(generated_image(2, 9, 4), ".png");
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Image image = decoded(with_png_chunk(stored, "eXIf", exif_block(orientation, true)));
    EXPECT_EQ(image.width, orientation < 5 ? 9 : 4) << orientation;
  }
}

TEST(DecodePng, BadMetadataIsPassedOverInSilence) {
  const Image image = generated_image(3, 9, 4);
  CaptureStderr();
  const Bytes file = with_png_chunk(encoded(image, ".png"), "iCCP", Bytes(20, 'x'));
  EXPECT_EQ(decoded(with_png_chunk(file, "gAMA", Bytes(3, 1))).rgb, image.rgb);
  EXPECT_EQ(GetCapturedStderr(), "");
}

TEST(DecodePng, TruncatedAnywhereIsAnError) {
  const Bytes file = encoded(generated_image(4, 23, 12), ".png");
  CaptureStderr();
  for (std::size_t length = 0; length < file.size(); ++length) {
    const Bytes part(file.begin(), file.begin() + std::ptrdiff_t(length));
    EXPECT_THAT(png_error(part), HasSubstr("folder/picture.png")) << length << " bytes";
  }
  EXPECT_EQ(GetCapturedStderr(), "");
}

TEST(DecodePng, AnyFlippedByteIsAnError) {
  const Bytes file = encoded(generated_image(5, 23, 12), ".png");
  CaptureStderr();
  for (std::size_t at = 0; at < file.size(); ++at) {
    Bytes flipped = file;
    flipped[at] ^= 0x11;
    EXPECT_NE(png_error(flipped), "") << "byte " << at;
  }
  EXPECT_EQ(GetCapturedStderr(), "");
}

TEST(DecodePng, PixelsThatAreMissingBehindARightChecksumAreAnError) {
  const Bytes whole = encoded(generated_image(6, 23, 12), ".png");
  const Bytes header(whole.begin(), whole.begin() + 33);
  const Bytes end(whole.end() - 12, whole.end());
  const Bytes file = joined(header, end);
  EXPECT_THAT(png_error(file), HasSubstr("no pixels"));
  CaptureStderr();
  EXPECT_THAT(png_error(with_png_chunk(file, "IDAT", Bytes(5, 'x'))), HasSubstr("cannot be read"));
  EXPECT_EQ(GetCapturedStderr(), "");
}

TEST(DecodePng, DamageIsNamedWithItsChunk) {
  const Bytes whole = encoded(generated_image(8, 9, 4), ".png");
  EXPECT_THAT(png_error(with_png_chunk(whole, "QRST", Bytes(3, 'x'))), HasSubstr("QRST"));
  Bytes text = with_png_chunk(whole, "tEXt", Bytes(3, 'x'));
  text[33 + 8] ^= 1;
  EXPECT_THAT(png_error(text), HasSubstr("tEXt: CRC error"));
  const Bytes part(whole.begin(), whole.end() - 20);
  EXPECT_THAT(png_error(part), HasSubstr("truncated PNG: it is cut off in its chunk IDAT"));
  const Bytes no_end(whole.begin(), whole.end() - 12);
  EXPECT_THAT(png_error(no_end), HasSubstr("truncated PNG: it has no end mark"));
  const Bytes flat = {0, 0, 0, 0, 0, 0, 0, 4, 8, 2, 0, 0, 0};  // 0 x 4
  Bytes empty = with_png_chunk(whole, "IHDR", flat);
  empty.erase(empty.begin() + 8, empty.begin() + 33);
  EXPECT_THAT(png_error(empty), HasSubstr("width is zero"));
}

TEST(DecodePng, EveryDepthAndChannelCountIsWhatOpenCvMakesOfIt) {
  cv::RNG random(11);
  for (const int type : {CV_8UC1, CV_8UC3, CV_8UC4, CV_16UC1, CV_16UC3, CV_16UC4}) {
    cv::Mat pixels(7, 13, type);
    random.fill(pixels, cv::RNG::UNIFORM, 0, 65536);
    const Bytes file = png_of(pixels);
    cv::Mat bgr = cv::imdecode(file, cv::IMREAD_COLOR);
    Bytes rgb;
    for (int i = 0; i < 7 * 13; ++i) {
      for (const int channel : {2, 1, 0}) rgb.push_back(bgr.data[3 * i + channel]);
    }
    EXPECT_EQ(decoded(file).rgb, rgb) << "type " << type;
  }
}

TEST(DecodePng, ALongTextIsPassedOver) {
  const Image image = generated_image(9, 9, 4);
  const Bytes file = with_png_chunk(encoded(image, ".png"), "tEXt", Bytes(9'000'000, 'x'));
  EXPECT_EQ(decoded(file).rgb, image.rgb);
}

TEST(DecodePng, TooManyPixelsAreRefusedByTheHeader) {
  Bytes whole = encoded(generated_image(7, 3, 2), ".png");
  const Bytes vast = {0, 1, 0, 0, 0, 1, 0, 0, 8, 2, 0, 0, 0};  // 65536 x 65536
  // A second header behind the first, which is then taken out.
  Bytes file = with_png_chunk(whole, "IHDR", vast);
  file.erase(file.begin() + 8, file.begin() + 33);
  EXPECT_THAT(png_error(file), HasSubstr("65536 x 65536 pixels"));
}

}  // namespace
}  // namespace remedy
