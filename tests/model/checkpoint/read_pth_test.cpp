#include "model/checkpoint/checkpoint_testing.h"
#include "temporary_directory.h"
#include "test_data.h"

namespace remedy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ReadPth, ReadsAnOrderedDictWithMetadataInItsOrder) {
  const StateDict weights = read_checkpoint(fixture("ordered_dict.pth"));
  EXPECT_THAT(names(weights),
              ElementsAre("fc.weight", "fc.bias", "bn.weight", "bn.bias", "bn.running_mean",
                          "bn.running_var", "bn.num_batches_tracked"));
  const StoredTensor* weight = weights.find("fc.weight");
  ASSERT_NE(weight, nullptr);
  EXPECT_EQ(weight->dtype, DType::kFloat32);
  EXPECT_THAT(weight->shape, ElementsAre(2, 3));
  EXPECT_THAT(elements<float>(weight), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(elements<float>(weights.find("bn.running_var")), ElementsAre(1, 1));
}

TEST(ReadPth, AScalarHasNoShapeAndOneElement) {
  const StateDict weights = read_checkpoint(fixture("ordered_dict.pth"));
  const StoredTensor* batches = weights.find("bn.num_batches_tracked");
  ASSERT_NE(batches, nullptr);
  EXPECT_EQ(batches->dtype, DType::kInt64);
  EXPECT_THAT(batches->shape, IsEmpty());
  EXPECT_THAT(elements<std::int64_t>(batches), ElementsAre(7));
}

class SameWeights : public ::testing::TestWithParam<const char*> {};

TEST_P(SameWeights, HaveTheNamesAndTheContentOfThePlainStateDict) {
  const StateDict expected = read_checkpoint(fixture("ordered_dict.pth"));
  const StateDict weights = read_checkpoint(fixture(GetParam()));
  EXPECT_EQ(names(weights), names(expected));
  EXPECT_EQ(weights.content(), expected.content());
}

INSTANTIATE_TEST_SUITE_P(Files, SameWeights,
                         ::testing::Values("protocol4.pth", "protocol5.pth", "plain_dict.pth",
                                           "data_parallel.pth", "nested_state_dict.pth",
                                           "nested_model.pth", "legacy.pth", "legacy_nested.pth",
                                           "legacy_module.pth"),
                         [](const auto& instance) {
                           const std::string name = instance.param;
                           return name.substr(0, name.find('.'));
                         });

TEST(ReadPth, ReadsEveryDtype) {
  const StateDict weights = read_checkpoint(fixture("dtypes.pth"));
  EXPECT_THAT(elements<double>(weights.find("float64")), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(elements<float>(weights.find("float32")), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(elements<std::uint16_t>(weights.find("float16")),
              ElementsAre(0, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500));
  EXPECT_THAT(elements<std::uint16_t>(weights.find("bfloat16")),
              ElementsAre(0, 0x3f80, 0x4000, 0x4040, 0x4080, 0x40a0));
  EXPECT_THAT(elements<std::int64_t>(weights.find("int64")), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(elements<std::int32_t>(weights.find("int32")), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(elements<std::int16_t>(weights.find("int16")), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(elements<std::int8_t>(weights.find("int8")), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(elements<std::uint8_t>(weights.find("uint8")), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(elements<std::uint8_t>(weights.find("bool")), ElementsAre(1, 0, 1));
  EXPECT_EQ(weights.find("empty")->bytes, 0U);
  EXPECT_THAT(weights.find("empty")->shape, ElementsAre(0, 3));
  for (const StoredTensor& tensor : weights.tensors()) {
    if (tensor.name == "scalar" || tensor.name == "empty") continue;
    EXPECT_EQ(tensor.name, dtype_name(tensor.dtype));
  }
}

TEST(ReadPth, MakesViewsContiguous) {
  const StateDict weights = read_checkpoint(fixture("views.pth"));
  EXPECT_THAT(weights.find("transposed")->shape, ElementsAre(6, 4));
  EXPECT_THAT(elements<float>(weights.find("transposed")),
              ElementsAre(0, 6, 12, 18, 1, 7, 13, 19, 2, 8, 14, 20, 3, 9, 15, 21, 4, 10, 16, 22, 5,
                          11, 17, 23));
  EXPECT_THAT(elements<float>(weights.find("row")), ElementsAre(12, 13, 14, 15, 16, 17));
  EXPECT_THAT(elements<float>(weights.find("column")), ElementsAre(1, 7, 13, 19));
  EXPECT_THAT(elements<float>(weights.find("block")), ElementsAre(8, 9, 10, 14, 15, 16));
  EXPECT_THAT(elements<float>(weights.find("channels_last")), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
  EXPECT_THAT(elements<float>(weights.find("expanded")), ElementsAre(5, 5, 5, 5, 5, 5));
}

TEST(ReadPth, TensorsThatShareAStorageShareItsMemory) {
  const StateDict weights = read_checkpoint(fixture("views.pth"));
  const StoredTensor* base = weights.find("base");
  EXPECT_EQ(weights.find("same")->data, base->data);
  EXPECT_EQ(weights.find("row")->data, base->data + 12 * sizeof(float));
}

TEST(ReadPth, ReadsParametersAsTensors) {
  const StateDict weights = read_checkpoint(fixture("parameters.pth"));
  EXPECT_THAT(names(weights), ElementsAre("weight", "frozen"));
  EXPECT_THAT(elements<float>(weights.find("weight")), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(elements<float>(weights.find("frozen")), ElementsAre(0, 1));
}

TEST(ReadPth, LeavesAsideWhatIsNoTensor) {
  EXPECT_THAT(names(read_checkpoint(fixture("not_only_tensors.pth"))), ElementsAre("weight"));
}

TEST(ReadPth, ReadsTheTensorsOfAPickledModule) {
  const StateDict expected = read_checkpoint(fixture("ordered_dict.pth"));
  const StateDict weights = read_checkpoint(fixture("whole_module.pth"));
  EXPECT_EQ(names(weights), names(expected));
  EXPECT_EQ(weights.content(), expected.content());
}

TEST(ReadPth, ReadsEveryDtypeOfTheLegacyFormat) {
  EXPECT_EQ(read_checkpoint(fixture("legacy_dtypes.pth")).content(),
            read_checkpoint(fixture("dtypes.pth")).content());
}

// Cut short anywhere it is refused with its name; of what is whole but for its last byte no tensor
// is given.
TEST(ReadPth, ALegacyFileThatIsCutShortIsRefused) {
  const std::string whole = read_file(fixture("legacy_nested.pth"));
  const TemporaryDirectory folder;
  for (std::size_t bytes = 1; bytes < whole.size(); bytes += 7) {
    write_file(folder / "cut.pth", whole.substr(0, bytes));
    EXPECT_THAT(refusal(folder / "cut.pth"), ::testing::HasSubstr("cut.pth")) << bytes;
  }
  write_file(folder / "cut.pth", whole.substr(0, whole.size() - 1));
  EXPECT_THAT(refusal(folder / "cut.pth"), ::testing::HasSubstr("ends within its storages"));
}

// Bytes changed one by one are read or refused, and nothing else.
TEST(ReadPth, ALegacyFileThatIsDamagedIsReadOrRefused) {
  const std::string whole = read_file(fixture("legacy_nested.pth"));
  const TemporaryDirectory folder;
  for (std::size_t at = 0; at < whole.size(); at += 5) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    write_file(folder / "damaged.pth", damaged);
    try {
      read_checkpoint(folder / "damaged.pth");
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr("damaged.pth"));
    }
  }
}

TEST(ReadPth, ReadsAResNet18) {
  REMEDY_NEEDS_TEST_DATA("imagenet-mini/weights/resnet18.pth");
  const StateDict weights = read_checkpoint(test_data() / "imagenet-mini/weights/resnet18.pth");
  EXPECT_EQ(weights.tensors().size(), 122U);
  std::size_t parameters = 0;
  for (const StoredTensor& tensor : weights.tensors()) {
    const std::string kind = tensor.name.substr(tensor.name.rfind('.') + 1);
    if (kind != "weight" && kind != "bias") continue;
    EXPECT_EQ(tensor.dtype, DType::kFloat32) << tensor.name;
    parameters += tensor.bytes / sizeof(float);
  }
  EXPECT_EQ(parameters, 11'689'512U);
  EXPECT_THAT(weights.find("conv1.weight")->shape, ElementsAre(64, 3, 7, 7));
}

}  // namespace
}  // namespace remedy::testing
