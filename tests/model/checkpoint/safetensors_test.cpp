#include <utility>

#include "allocations.h"
#include "model/checkpoint/checkpoint_testing.h"
#include "temporary_directory.h"

namespace remedy::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Safetensors : public ::testing::Test {
 protected:
  // A file of this header and so many bytes of data.
  std::filesystem::path file(const std::string& header, std::size_t data_bytes) const {
    std::string bytes;
    for (int i = 0; i < 8; ++i) bytes += static_cast<char>(header.size() >> (8 * i));
    bytes += header;
    for (std::size_t i = 0; i < data_bytes; ++i) bytes += static_cast<char>(i);
    put(folder_ / "test.safetensors", bytes);
    return folder_ / "test.safetensors";
  }

  std::string refused(const std::string& header, std::size_t data_bytes = 8) const {
    return refusal(file(header, data_bytes));
  }

  const TemporaryDirectory folder_;
};

TEST_F(Safetensors, ReadsWhatTheOfficialLibraryWrote) {
  const StateDict weights = read_checkpoint(fixture("official.safetensors"));
  EXPECT_THAT(names(weights), ElementsAre("int64", "scalar", "float64", "empty", "float32", "int32",
                                          "bfloat16", "float16", "int16", "int8", "uint8", "bool"));
  EXPECT_THAT(weights.find("float32")->shape, ElementsAre(2, 3));
  EXPECT_THAT(elements<float>(weights.find("float32")), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(elements<std::int64_t>(weights.find("scalar")), ElementsAre(42));
}

TEST_F(Safetensors, TheSameTensorsHaveTheContentOfThePthThatPyTorchWrote) {
  EXPECT_EQ(read_checkpoint(fixture("official.safetensors")).content(),
            read_checkpoint(fixture("dtypes.pth")).content());
}

TEST_F(Safetensors, DataOffTheAlignmentIsMovedOntoIt) {
  // A header of 57 bytes puts the data at byte 65.
  const StateDict weights =
      read_checkpoint(file(R"({"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]} })", 8));
  const StoredTensor* tensor = weights.find("a");
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(tensor->data) % 8, 0U);
  EXPECT_THAT(elements<std::uint8_t>(tensor), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
}

TEST_F(Safetensors, TheOrderIsThatOfTheData) {
  const StateDict weights =
      read_checkpoint(file(R"({"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]},)"
                           R"("a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})",
                           4));
  EXPECT_THAT(names(weights), ElementsAre("a", "b"));
  EXPECT_THAT(elements<std::uint8_t>(weights.find("b")), ElementsAre(2, 3));
}

TEST_F(Safetensors, AHoleAnOverlapAndARestAreRefused) {
  const auto two = [](const char* second) {
    return R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},)"
           R"("b":{"dtype":"U8","shape":[4],"data_offsets":)" +
           std::string(second) + "}}";
  };
  EXPECT_EQ(refused(two("[4,8]")), "");
  EXPECT_THAT(refused(two("[5,9]"), 9), HasSubstr("tensor \"b\": bytes 5 to 9"));
  EXPECT_THAT(refused(two("[3,7]")), HasSubstr("expected them to begin at 4"));
  EXPECT_THAT(refused(two("[4,8]"), 7), HasSubstr("tensor \"b\": bytes 4 to 8"));
  EXPECT_THAT(refused(two("[4,8]"), 9), HasSubstr("1 bytes of data belong to no tensor"));
  EXPECT_THAT(refused(two("[4,2]")), HasSubstr("tensor \"b\": bytes 4 to 2"));
}

TEST_F(Safetensors, AShapeThatDoesNotFitTheBytesIsRefused) {
  const auto one = [](const char* shape) {
    return R"({"a":{"dtype":"F32","data_offsets":[0,8],"shape":)" + std::string(shape) + "}}";
  };
  EXPECT_EQ(refused(one("[2]")), "");
  EXPECT_THAT(refused(one("[3]")), AllOf(HasSubstr("test.safetensors: tensor \"a\""),
                                         HasSubstr("8 bytes do not fill shape [3] of float32")));
  EXPECT_THAT(refused(one("[4611686018427387904,4,2]")), HasSubstr("do not fill"));
  EXPECT_THAT(refused(one("[9223372036854775808]")), HasSubstr("too large"));
  EXPECT_THAT(refused(one("[-2]")), HasSubstr("a negative number in shape of tensor \"a\""));
  EXPECT_THAT(refused(one("[2.0]")), HasSubstr("a fraction"));
  EXPECT_THAT(refused(one("[[2]]")), HasSubstr("an array"));
}

TEST_F(Safetensors, TheFormOfTheHeaderIsChecked) {
  const std::string a = R"("a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]})";
  EXPECT_EQ(refused("{" + a + "}   "), "");
  EXPECT_THAT(refused("{" + a + "," + a + "}"), HasSubstr("gives \"a\" twice"));
  EXPECT_THAT(refused(R"({"a":{"dtype":"U8","dtype":"U8"}})"),
              HasSubstr("gives \"dtype\" twice in tensor \"a\""));
  EXPECT_THAT(refused(R"({"a":{"dtype":"U8","shape":[8]}})"),
              HasSubstr("tensor \"a\": expected dtype, shape and data_offsets"));
  EXPECT_THAT(refused(R"({"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}})"),
              HasSubstr("tensor \"a\" has elements of \"F8_E4M3\", which are not supported"));
  EXPECT_THAT(refused(R"({"a":{"strides":[1]}})"), HasSubstr("unknown key \"strides\""));
  EXPECT_THAT(refused(R"({"a":{"data_offsets":[0,8,9]}})"),
              HasSubstr("3 numbers in tensor \"a\", expected begin and end"));
  EXPECT_THAT(refused(R"({"a":[1]})"), HasSubstr("an array at \"a\""));
  EXPECT_THAT(refused("{" + a), HasSubstr("not valid JSON"));
  EXPECT_THAT(refused("{" + a + "}{}"), HasSubstr("not valid JSON"));
  EXPECT_THAT(refused("{\"\xff\":1}"), HasSubstr("not valid JSON"));
  EXPECT_THAT(refused("{}", 0), HasSubstr("holds no tensor"));
}

TEST_F(Safetensors, MetadataIsOfStringsOnly) {
  const std::string a = R"("a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]})";
  EXPECT_EQ(refused(R"({"__metadata__":{"by":"test"},)" + a + "}"), "");
  EXPECT_EQ(refused(R"({"__metadata__":null,)" + a + "}"), "");
  EXPECT_THAT(refused(R"({"__metadata__":{"by":1},)" + a + "}"),
              HasSubstr("a number in __metadata__"));
  EXPECT_THAT(refused(R"({"__metadata__":{"by":{}},)" + a + "}"), HasSubstr("an object"));
  EXPECT_THAT(refused(R"({"__metadata__":[],)" + a + "}"), HasSubstr("an array"));
}

TEST_F(Safetensors, AHeaderLongerThanTheFileIsRefused) {
  put(folder_ / "test.safetensors", binary("\xff\xff\xff\xff\xff\xff\xff\xff{}"));
  EXPECT_THAT(refusal(folder_ / "test.safetensors"),
              HasSubstr("a safetensors header of 18446744073709551615 bytes in a file of 10"));
}

TEST_F(Safetensors, DeepNestingIsRefusedWhereItBegins) {
  forget_allocations();
  EXPECT_THAT(refused("{\"a\":" + std::string(500'000, '[')), HasSubstr("an array at \"a\""));
  EXPECT_LT(largest_allocation(), 10'000'000U);
}

}  // namespace
}  // namespace remedy::testing
