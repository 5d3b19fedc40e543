#include <functional>

#include "model/checkpoint/checkpoint_testing.h"
#include "temporary_directory.h"
#include "test_data.h"

namespace remedy::testing {
namespace {

using ::testing::HasSubstr;

class Write : public ::testing::Test {
 protected:
  const TemporaryDirectory folder_;
};

TEST_F(Write, SafetensorsHasTheBytesOfTheOfficialWriter) {
  const StateDict weights = read_checkpoint(fixture("dtypes.pth"));
  write_safetensors(folder_ / "a.safetensors", weights.tensors(), {{"format", "pt"}});
  EXPECT_EQ(read_file(folder_ / "a.safetensors"), read_file(fixture("official.safetensors")));
}

TEST_F(Write, PthReadsBackInTheSameOrderWithTheSameContent) {
  for (const char* name : {"dtypes.pth", "views.pth", "ordered_dict.pth"}) {
    const StateDict weights = read_checkpoint(fixture(name));
    write_pth(folder_ / "a.pth", weights.tensors());
    const StateDict again = read_checkpoint(folder_ / "a.pth");
    EXPECT_EQ(names(again), names(weights));
    EXPECT_EQ(again.content(), weights.content());
  }
}

TEST_F(Write, BytesDependOnTheTensorsAlone) {
  const StateDict weights = read_checkpoint(fixture("dtypes.pth"));
  write_pth(folder_ / "a.pth", weights.tensors());
  write_pth(folder_ / "other-name.pth", weights.tensors());
  EXPECT_EQ(read_file(folder_ / "a.pth"), read_file(folder_ / "other-name.pth"));
}

TEST_F(Write, AResNet18KeepsItsContentInBothFormats) {
  REMEDY_NEEDS_TEST_DATA("imagenet-mini/weights/resnet18.pth");
  const StateDict weights = read_checkpoint(test_data() / "imagenet-mini/weights/resnet18.pth");
  write_pth(folder_ / "a.pth", weights.tensors());
  write_safetensors(folder_ / "a.safetensors", weights.tensors());
  const std::string content = weights.content();
  EXPECT_EQ(read_checkpoint(folder_ / "a.pth").content(), content);
  EXPECT_EQ(read_checkpoint(folder_ / "a.safetensors").content(), content);
}

TEST_F(Write, NamesWithQuotesAndUnicodeSurvive) {
  const float value = 1;
  const std::vector<StoredTensor> tensors = {
      {"a\"\\\n\xc3\xa9", DType::kFloat32, {1}, reinterpret_cast<const std::uint8_t*>(&value), 4}};
  write_pth(folder_ / "a.pth", tensors);
  write_safetensors(folder_ / "a.safetensors", tensors);
  EXPECT_EQ(names(read_checkpoint(folder_ / "a.pth"))[0], tensors[0].name);
  EXPECT_EQ(names(read_checkpoint(folder_ / "a.safetensors"))[0], tensors[0].name);
}

TEST_F(Write, WhatCannotBeReadBackIsRefusedAndNoFileIsLeft) {
  const float value = 1;
  const auto* data = reinterpret_cast<const std::uint8_t*>(&value);
  const StoredTensor good = {"a", DType::kFloat32, {1}, data, 4};
  const auto expect_refusal = [&](const std::vector<StoredTensor>& tensors, const char* expected) {
    for (const auto& write :
         {std::function<void()>([&] { write_pth(folder_ / "a", tensors); }),
          std::function<void()>([&] { write_safetensors(folder_ / "a", tensors); })}) {
      try {
        write();
        ADD_FAILURE() << expected;
      } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr(expected));
      }
      EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
    }
  };
  expect_refusal({good, good}, "tensor \"a\" is given twice");
  expect_refusal({{"", DType::kFloat32, {1}, data, 4}}, "expected a name");
  expect_refusal({{"\xff", DType::kFloat32, {1}, data, 4}}, "UTF-8");
  expect_refusal({{"a", DType::kFloat32, {2}, data, 4}},
                 "4 bytes do not fill shape [2] of float32");
  expect_refusal({{"a", DType::kFloat32, {-1}, data, 4}}, "do not fill");
  expect_refusal({{"a", DType::kFloat32, {1}, nullptr, 4}}, "do not fill");
}

}  // namespace
}  // namespace remedy::testing
