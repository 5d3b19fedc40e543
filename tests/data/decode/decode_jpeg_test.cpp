#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

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

// By OpenCV, an implementation of its own as far as orientation goes.
Image opencv_decoded(const Bytes& bytes) {
  cv::Mat bgr = cv::imdecode(bytes, cv::IMREAD_COLOR);
  cv::Mat rgb;
  cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
  return {rgb.cols, rgb.rows, Bytes(rgb.data, rgb.data + rgb.total() * 3)};
}

std::string error_of(const Bytes& bytes) {
  try {
    decode(bytes.data(), bytes.size(), "folder/picture.jpg");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

Bytes progressive(const Image& image) {
  return encoded(image, ".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
}

Bytes with_restarts(const Image& image) {
  return encoded(image, ".jpg", {cv::IMWRITE_JPEG_RST_INTERVAL, 2});
}

TEST(DecodeJpeg, EqualsOpenCv) {
  const Image image = generated_image(1, 53, 38);
  for (const Bytes& file : {encoded(image, ".jpg"), progressive(image), with_restarts(image)}) {
    EXPECT_EQ(largest_difference(decoded(file), opencv_decoded(file)), 0);
  }
}

TEST(DecodeJpeg, GreyBecomesThreeEqualChannels) {
  cv::Mat grey(20, 30, CV_8UC1);
  for (int x = 0; x < 30; ++x) grey.col(x).setTo(8 * x);
  Bytes file;
  cv::imencode(".jpg", grey, file);
  const Image image = decoded(file);
  ASSERT_EQ(image.rgb.size(), std::size_t{3 * 30 * 20});
  for (std::size_t i = 0; i < image.rgb.size(); i += 3) {
    EXPECT_EQ(image.rgb[i], image.rgb[i + 1]);
    EXPECT_EQ(image.rgb[i], image.rgb[i + 2]);
  }
  EXPECT_NEAR(image.rgb[3 * 10], 80, 3);
}

TEST(DecodeJpeg, CmykIsWhatPillowMakesOfIt) {
  const std::string folder = source_dir() + "/tests/data/fixtures/";
  const std::string file = read_file(folder + "cmyk.jpg");
  const std::string rgb = read_file(folder + "cmyk.rgb");
  const Image expected{24, 16, Bytes(rgb.begin(), rgb.end())};
  EXPECT_LE(largest_difference(decoded(Bytes(file.begin(), file.end())), expected), 2);
}

class JpegOrientation : public ::testing::TestWithParam<int> {};

TEST_P(JpegOrientation, IsApplied) {
  const Bytes stored = encoded(smooth_image(40, 24), ".jpg");
  for (const bool big_endian : {false, true}) {
    const Bytes file = with_jpeg_exif(stored, GetParam(), big_endian);
    EXPECT_EQ(largest_difference(decoded(file), opencv_decoded(file)), 0);
  }
}

INSTANTIATE_TEST_SUITE_P(All, JpegOrientation, ::testing::Range(1, 9));

TEST(DecodeJpeg, OrientationSixTurnsClockwise) {
  // Stored lying on its left side: what is stored as the left column is the upper row.
  const Bytes stored = encoded(smooth_image(40, 24), ".jpg");
  const Image lying = decoded(stored);
  const Image standing = decoded(with_jpeg_exif(stored, 6, true));
  ASSERT_EQ(standing.width, 24);
  ASSERT_EQ(standing.height, 40);
  for (int x = 0; x < 24; ++x) {
    EXPECT_EQ(standing.rgb[3 * x], lying.rgb[std::size_t{3} * (23 - x) * 40]);
  }
}

TEST(DecodeJpeg, OrientationIsFoundBehindOtherMetadata) {
  const Bytes stored = encoded(smooth_image(40, 24), ".jpg");
  const Bytes exif = with_jpeg_exif(stored, 8, false);
  EXPECT_EQ(decoded(with_jpeg_segment(exif, 0xE1, Bytes(300, 'x'))).width, 24);
}

TEST(DecodeJpeg, SenselessOrientationIsUpright) {
  const Bytes stored = encoded(smooth_image(40, 24), ".jpg");
  for (const int orientation : {0, 9, 0x0600}) {
    EXPECT_EQ(decoded(with_jpeg_exif(stored, orientation, true)).width, 40);
  }
}

TEST(DecodeJpeg, CutOffExifIsUpright) {
  const Bytes stored = encoded(smooth_image(40, 24), ".jpg");
  const Bytes block = exif_block(6, true);
  constexpr std::ptrdiff_t kEntryEnd = 22;
  for (std::ptrdiff_t length = 0; length < kEntryEnd; ++length) {
    const Bytes cut(block.begin(), block.begin() + length);
    const Bytes content = joined({'E', 'x', 'i', 'f', 0, 0}, cut);
    EXPECT_EQ(decoded(with_jpeg_segment(stored, 0xE1, content)).width, 40) << length;
  }
}

TEST(DecodeJpeg, TruncatedAnywhereIsAnError) {
  const Image image = generated_image(2, 33, 21);
  CaptureStderr();
  for (const Bytes& file : {encoded(image, ".jpg"), progressive(image), with_restarts(image)}) {
    for (std::size_t length = 0; length < file.size(); ++length) {
      const Bytes part(file.begin(), file.begin() + std::ptrdiff_t(length));
      EXPECT_THAT(error_of(part), HasSubstr("folder/picture.jpg")) << length << " bytes";
    }
  }
  EXPECT_EQ(GetCapturedStderr(), "");
}

TEST(DecodeJpeg, TruncatedWithAnEndMarkPutOnIsAnError) {
  const Bytes file = encoded(generated_image(3, 64, 64), ".jpg");
  for (std::size_t length = file.size() / 2; length < file.size() - 8; length += 5) {
    const Bytes part(file.begin(), file.begin() + std::ptrdiff_t(length));
    EXPECT_THAT(error_of(joined(part, {0xFF, 0xD9})), HasSubstr("truncated")) << length << " bytes";
  }
}

TEST(DecodeJpeg, FlippedBytesPrintNothingAndKeepTheSize) {
  const Bytes file = encoded(smooth_image(40, 24), ".jpg");
  CaptureStderr();
  for (std::size_t at = 0; at < file.size(); ++at) {
    Bytes flipped = file;
    flipped[at] ^= 0xFF;
    try {
      const Image image = decoded(flipped);
      EXPECT_EQ(image.rgb.size(), std::size_t{3} * image.width * image.height);
    } catch (const Error&) {
    }
  }
  EXPECT_EQ(GetCapturedStderr(), "");
}

TEST(DecodeJpeg, BytesBehindTheEndAreIgnored) {
  Bytes file = encoded(smooth_image(40, 24), ".jpg");
  file.insert(file.end(), 100, 0);
  EXPECT_EQ(decoded(file).width, 40);
}

TEST(DecodeJpeg, TooManyPixelsAreRefusedByTheHeader) {
  Bytes file = encoded(smooth_image(16, 16), ".jpg");
  for (std::size_t i = 0; i + 8 < file.size(); ++i) {
    if (file[i] != 0xFF || file[i + 1] != 0xC0) continue;
    for (int byte = 5; byte < 9; ++byte) file[i + byte] = 0xF0;  // height and width 61680
  }
  EXPECT_THAT(error_of(file), HasSubstr("61680 x 61680 pixels"));
}

TEST(Decode, OtherFormatsAreRefused) {
  EXPECT_THAT(error_of({}), HasSubstr("empty"));
  EXPECT_THAT(error_of({'G', 'I', 'F', '8', '9', 'a'}),
              HasSubstr("a GIF image by its first bytes"));
}

}  // namespace
}  // namespace remedy
