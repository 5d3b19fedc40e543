// Archives made by hand: what PyTorch writes today and did not when the fixtures were made, and
// what it never writes.
#include "allocations.h"
#include "model/checkpoint/checkpoint_testing.h"
#include "temporary_directory.h"

namespace remedy::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string pickled(std::int64_t value) {
  std::string text = "\x8a\x08";  // LONG1
  for (int i = 0; i < 8; ++i) text += static_cast<char>(value >> (8 * i));
  return text;
}

std::string pickled(const std::string& text) {
  return "\x8c" + std::string(1, static_cast<char>(text.size())) + text;  // SHORT_BINUNICODE
}

std::string pickled(const std::vector<std::int64_t>& values) {
  std::string text = "(";
  for (const std::int64_t value : values) text += pickled(value);
  return text + "t";
}

// How one tensor is described, by default six float32 of storage 0.
struct Described {
  std::vector<std::int64_t> shape = {2, 3};
  std::vector<std::int64_t> strides = {3, 1};
  std::int64_t offset = 0;
  std::int64_t elements = 6;
  std::string storage = "ctorch\nFloatStorage\n";
  std::string key = "0";
  std::string more;  // arguments after the hooks
};

std::string pickled(const Described& tensor) {
  return "ctorch._utils\n_rebuild_tensor_v2\n((" + pickled("storage") + tensor.storage +
         pickled(tensor.key) + pickled("cuda:0") + pickled(tensor.elements) + "tQ" +
         pickled(tensor.offset) + pickled(tensor.shape) + pickled(tensor.strides) + "\x89N" +
         tensor.more + "tR";
}

class TorchArchive : public ::testing::Test {
 protected:
  // An archive of this pickle and one storage of 24 bytes: the floats 0 to 5.
  std::filesystem::path file(const std::string& pickle,
                             std::vector<std::pair<std::string, std::string>> more = {}) const {
    const float values[] = {0, 1, 2, 3, 4, 5};
    more.emplace_back("a/data.pkl", "\x80\x02" + pickle + ".");
    more.emplace_back("a/data/0", std::string(reinterpret_cast<const char*>(values), 24));
    write_archive(folder_ / "a.pth", more);
    return folder_ / "a.pth";
  }

  std::string refused(const Described& tensor) const {
    return refusal(file("}" + pickled("w") + pickled(tensor) + "s"));
  }

  const TemporaryDirectory folder_;
};

TEST_F(TorchArchive, ReadsTheRecordsOfNewerPyTorch) {
  const StateDict weights = read_checkpoint(
      file("}" + pickled("w") + pickled(Described()) + "s", {{"a/.format_version", "1"},
                                                             {"a/.storage_alignment", "64"},
                                                             {"a/byteorder", "little"},
                                                             {"a/version", "3\n"},
                                                             {"a/.data/serialization_id", "1"}}));
  EXPECT_THAT(elements<float>(weights.find("w")), ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST_F(TorchArchive, TheOtherByteOrderIsRefused) {
  EXPECT_THAT(
      refusal(file("}" + pickled("w") + pickled(Described()) + "s", {{"a/byteorder", "big"}})),
      HasSubstr("a.pth: written with byte order \"big\", expected \"little\""));
}

TEST_F(TorchArchive, AnUntypedStorageStandsForItsBytes) {
  Described tensor;
  tensor.storage = "ctorch.storage\nUntypedStorage\n";
  tensor.shape = {24};
  tensor.strides = {1};
  tensor.elements = 24;
  const StateDict weights = read_checkpoint(file("}" + pickled("w") + pickled(tensor) + "s"));
  EXPECT_EQ(weights.find("w")->dtype, DType::kUInt8);
  EXPECT_EQ(weights.find("w")->bytes, 24U);
}

TEST_F(TorchArchive, APrefixThatNotAllNamesHaveStays) {
  const std::string tensor = pickled(Described());
  const StateDict weights =
      read_checkpoint(file("}(" + pickled("module.a") + tensor + pickled("b") + tensor + "u"));
  EXPECT_THAT(names(weights), ElementsAre("module.a", "b"));
}

TEST_F(TorchArchive, ATensorNamedModelIsNotTakenForAStateDict) {
  const StateDict weights =
      read_checkpoint(file("}" + pickled("model") + pickled(Described()) + "s"));
  EXPECT_THAT(names(weights), ElementsAre("model"));
}

TEST_F(TorchArchive, ATensorGivenTwiceIsRefused) {
  const std::string tensor = pickled(Described());
  EXPECT_THAT(refusal(file("}(" + pickled("w") + tensor + pickled("w") + tensor + "u")),
              HasSubstr("tensor \"w\" is given twice"));
}

TEST_F(TorchArchive, WhatHasNoNameDoesNotMatter) {
  const std::string tensor = pickled(Described());
  const StateDict weights = read_checkpoint(
      file("}(" + pickled("w") + tensor + pickled("") + tensor + "K\x01" + tensor + "u"));
  EXPECT_THAT(names(weights), ElementsAre("w"));
}

TEST_F(TorchArchive, AStorageOfAnotherSizeIsRefused) {
  Described tensor;
  tensor.elements = 7;
  EXPECT_THAT(refused(tensor), AllOf(HasSubstr("a.pth: tensor \"w\""),
                                     HasSubstr("7 elements of float32, but entry \"a/data/0\" has "
                                               "24 bytes")));
  tensor.key = "1";
  EXPECT_THAT(refused(tensor), HasSubstr("the archive has no entry \"a/data/1\""));
}

TEST_F(TorchArchive, AViewOutsideItsStorageIsRefused) {
  Described tensor;
  tensor.offset = 1;
  EXPECT_THAT(refused(tensor), HasSubstr("reach outside its storage of 6 elements"));
  tensor.offset = -1;
  EXPECT_THAT(refused(tensor), HasSubstr("its offset is an int (-1)"));
  tensor.offset = 0;
  tensor.strides = {-3, 1};
  EXPECT_THAT(refused(tensor), HasSubstr("its strides is an int (-3)"));
  tensor.strides = {INT64_MAX, INT64_MAX};
  EXPECT_THAT(refused(tensor), HasSubstr("reach outside"));
  tensor.strides = {1};
  EXPECT_THAT(refused(tensor), HasSubstr("2 sizes and 1 strides"));
}

TEST_F(TorchArchive, HugeShapesWithoutStridesAreRefusedBeforeMemoryIsTaken) {
  forget_allocations();
  Described tensor;
  tensor.strides = {0, 0};
  tensor.shape = {INT64_MAX, INT64_MAX};
  EXPECT_THAT(refused(tensor), HasSubstr("is not possible"));
  tensor.shape = {1'000'000, 1'000'000};
  EXPECT_THAT(refused(tensor), HasSubstr("4000000000000 bytes, far more than the file holds"));
  tensor.shape = {INT64_MAX, 0};
  EXPECT_THAT(refused(tensor), HasSubstr("is not possible"));
  tensor.shape = {1000, 1000};  // 4 MB: still reasonable
  EXPECT_EQ(refused(tensor), "");
  EXPECT_LT(largest_allocation(), 5'000'000U);
}

TEST_F(TorchArchive, ManyExpandedTensorsAreRefusedTogether) {
  Described tensor;
  tensor.strides = {0, 0};
  tensor.shape = {1000, 1000};
  std::string pickle = "}(";
  for (char name = 'a'; name <= 'z'; ++name)
    pickle += pickled(std::string(1, name)) + pickled(tensor);
  EXPECT_THAT(refusal(file(pickle + "u")), HasSubstr("far more than the file holds"));
}

TEST_F(TorchArchive, FlagsOfATensorAreRefused) {
  Described tensor;
  tensor.more = "}";
  EXPECT_EQ(refused(tensor), "");
  tensor.more = "}" + pickled("neg") + "\x88s";
  EXPECT_THAT(refused(tensor), HasSubstr("conjugate or negative"));
  tensor.more = "}N";
  EXPECT_THAT(refused(tensor), HasSubstr("is made of 8 arguments, expected 4 to 7"));
}

TEST_F(TorchArchive, AnArchiveWithoutAPickleOrWithTwoIsRefused) {
  write_archive(folder_ / "a.pth", {{"a/readme", ""}});
  EXPECT_THAT(refusal(folder_ / "a.pth"), HasSubstr("a zip archive without data.pkl"));
  write_archive(folder_ / "a.pth", {{"a/data.pkl", ""}, {"b/data.pkl", ""}});
  EXPECT_THAT(refusal(folder_ / "a.pth"), HasSubstr("more than one data.pkl"));
}

}  // namespace
}  // namespace remedy::testing
