#include "model/checkpoint/tensor_file.h"

#include "core/hash.h"
#include "model/checkpoint/checkpoint_testing.h"
#include "model/checkpoint/tensor_checks.h"

namespace remedy::testing {
namespace {

const float kOnes[] = {1, 1, 1, 1};

StoredTensor tensor_of(std::string name, std::vector<std::int64_t> shape,
                       DType dtype = DType::kFloat32) {
  const std::size_t bytes = byte_count(shape, dtype).value();
  return {std::move(name), dtype, std::move(shape), reinterpret_cast<const std::uint8_t*>(kOnes),
          bytes};
}

std::string content_of(std::vector<StoredTensor> tensors) {
  return StateDict(std::move(tensors), {}).content();
}

TEST(StateDict, ContentDoesNotDependOnTheOrder) {
  EXPECT_EQ(content_of({tensor_of("a", {4}), tensor_of("b", {2})}),
            content_of({tensor_of("b", {2}), tensor_of("a", {4})}));
}

TEST(StateDict, ContentDependsOnNameShapeAndDtype) {
  const std::string content = content_of({tensor_of("a", {4})});
  EXPECT_NE(content, content_of({tensor_of("b", {4})}));
  EXPECT_NE(content, content_of({tensor_of("a", {2, 2})}));
  EXPECT_NE(content, content_of({tensor_of("a", {4}, DType::kInt32)}));
  EXPECT_NE(content, content_of({tensor_of("a", {3})}));
}

// A changed encoding would make every stored hash of a baseline invalid: change it knowingly.
TEST(StateDict, ContentIsStable) {
  EXPECT_EQ(content_of({tensor_of("a", {4})}),
            sha256("[\"a\",\"float32\",[4],16]\n" +
                   std::string(reinterpret_cast<const char*>(kOnes), 16)));
}

TEST(StateDict, FindsByName) {
  const StateDict weights({tensor_of("b", {1}), tensor_of("a", {2})}, {});
  EXPECT_EQ(weights.find("a"), &weights.tensors()[1]);
  EXPECT_EQ(weights.find("aa"), nullptr);
  EXPECT_EQ(weights.find("c"), nullptr);
}

TEST(ByteCount, RefusesWhatOverflows) {
  EXPECT_EQ(byte_count({}, DType::kFloat64), 8U);
  EXPECT_EQ(byte_count({2, 3}, DType::kFloat16), 12U);
  EXPECT_EQ(byte_count({5, 0}, DType::kFloat32), 0U);
  EXPECT_FALSE(byte_count({INT64_MAX / 2, 4}, DType::kBool));
  EXPECT_FALSE(byte_count({INT64_MAX / 2}, DType::kFloat32));
  EXPECT_FALSE(byte_count({INT64_MAX, 0, 2}, DType::kBool));
  EXPECT_FALSE(byte_count({-1}, DType::kFloat32));
  EXPECT_FALSE(byte_count(std::vector<std::int64_t>(kMostDimensions + 1, 1), DType::kBool));
}

TEST(Utf8, AcceptsWhatIsValidOnly) {
  EXPECT_TRUE(is_utf8("layer1.0.conv\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x84"));
  for (const char* bad : {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xff",
                          "\xf4\x90\x80\x80", "\xf0\x80\x80\x80", "\xe2\x82"}) {
    EXPECT_FALSE(is_utf8(bad)) << in_quotes(bad);
  }
}

TEST(InQuotes, ShortensAndEscapes) {
  EXPECT_EQ(in_quotes("a\n\x1b"), "\"a\\n\\u001b\"");
  EXPECT_EQ(in_quotes(std::string(1000, 'x')), "\"" + std::string(100, 'x') + "...\"");
}

}  // namespace
}  // namespace remedy::testing
