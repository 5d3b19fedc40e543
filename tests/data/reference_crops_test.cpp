// The whole way from a file to pixels, against an independent implementation.
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "core/file.h"
#include "data/decode/decode.h"
#include "data/transform/preprocess.h"
#include "image_files.h"
#include "test_data.h"

namespace remedy {
namespace {

using namespace remedy::testing;

Image read_image(const std::filesystem::path& file) {
  const std::string bytes = read_file(file);
  return decode(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), file.string());
}

TEST(ReferenceCrops, EqualTheReferenceToTheLevel) {
  REMEDY_NEEDS_TEST_DATA("imagenet-mini/reference/preprocessed");
  const auto root = test_data() / "imagenet-mini";
  std::ifstream index(root / "reference/preprocessed/index.csv");
  std::string line;
  std::getline(index, line);  // headings
  std::size_t values = 0;
  std::size_t equal = 0;
  int crops = 0;
  for (; std::getline(index, line); ++crops) {
    const auto comma = line.find(',');
    const Image expected = read_image(root / "reference/preprocessed" / line.substr(0, comma));
    const Image result = preprocess(read_image(root / line.substr(comma + 1)), Preprocess());
    EXPECT_LE(largest_difference(result, expected), 1) << line;
    values += result.rgb.size();
    for (std::size_t i = 0; i < result.rgb.size(); ++i) equal += result.rgb[i] == expected.rgb[i];
  }
  EXPECT_EQ(crops, 20);
  const double fraction = static_cast<double>(equal) / static_cast<double>(values);
  EXPECT_GE(fraction, 0.999);
  RecordProperty("equal_fraction", std::to_string(fraction));
}

}  // namespace
}  // namespace remedy
