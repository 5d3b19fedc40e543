// Checkpoints that hold more than one dict of tensors.
#include "model/checkpoint/checkpoint_testing.h"
#include "temporary_directory.h"

namespace remedy::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string text_of(const std::string& text) {
  return "\x8c" + std::string(1, static_cast<char>(text.size())) + text;  // SHORT_BINUNICODE
}

// A float tensor of one value, and of this shape: storage "0" or "1".
std::string tensor(const char* storage, const std::string& shape = "K\x01") {
  return "ctorch._utils\n_rebuild_tensor_v2\n((" + text_of("storage") + "ctorch\nFloatStorage\n" +
         text_of(storage) + text_of("cpu") + binary("K\x01tQK\x00(") + shape +
         binary("t(K\x01t\x89NtR");
}

std::string dict(const std::vector<std::pair<std::string, std::string>>& items) {
  std::string text = "}(";
  for (const auto& [key, value] : items) text += text_of(key) + value;
  return text + "u";
}

class StateDicts : public ::testing::Test {
 protected:
  std::filesystem::path file(const std::string& pickle) const {
    const float values[] = {0, 1};
    const auto* bytes = reinterpret_cast<const char*>(values);
    write_archive(folder_ / "a.pth", {{"a/data.pkl", "\x80\x02" + pickle + "."},
                                      {"a/data/0", std::string(bytes, 4)},
                                      {"a/data/1", std::string(bytes + 4, 4)}});
    return folder_ / "a.pth";
  }

  static float value(const StateDict& weights) { return elements<float>(weights.find("w"))[0]; }

  const TemporaryDirectory folder_;
  const std::string first_ = dict({{"w", tensor("0")}}), second_ = dict({{"w", tensor("1")}});
};

TEST_F(StateDicts, TwoThatFitAreAnErrorThatNamesBoth) {
  for (const char* other : {"model_ema", "ema"}) {
    EXPECT_THAT(refusal(file(dict({{"model", first_}, {other, second_}}))),
                AllOf(HasSubstr("a.pth: holds two sets of weights that fit the same network, "
                                "\"model\" and \"" +
                                std::string(other) + "\""),
                      HasSubstr("key: \"" + std::string(other) + "\"}")));
  }
  EXPECT_THAT(refusal(file(dict({{"ema", second_}, {"state_dict", first_}}))),
              HasSubstr("\"state_dict\" and \"ema\""));
  EXPECT_THAT(refusal(file(dict({{"state_dict", first_}, {"model", second_}}))),
              HasSubstr("\"state_dict\" and \"model\""));
}

TEST_F(StateDicts, OneWithinADictOrWithMoreBesideItFitsAsWell) {
  EXPECT_THAT(refusal(file(dict({{"model", first_}, {"ema", dict({{"module", second_}})}}))),
              HasSubstr("\"model\" and \"ema.module\""));
  const std::string averaged = dict({{"n_averaged", tensor("0")}, {"module.w", tensor("1")}});
  EXPECT_THAT(refusal(file(dict({{"model", first_}, {"model_ema", averaged}}))),
              HasSubstr("\"model\" and \"model_ema\""));
}

TEST_F(StateDicts, OneOfOtherNamesOrShapesDoesNot) {
  const std::string other_name = dict({{"v", tensor("1")}});
  const std::string other_shape = dict({{"w", tensor("1", "K\x02")}});
  for (const std::string& other : {other_name, other_shape}) {
    EXPECT_EQ(value(read_checkpoint(file(dict({{"model", first_}, {"optimizer", other}})))), 0);
  }
}

TEST_F(StateDicts, AKeyDecides) {
  const auto both = file(dict({{"model", first_}, {"model_ema", second_}}));
  EXPECT_EQ(value(read_checkpoint(both, "model")), 0);
  EXPECT_EQ(value(read_checkpoint(both, "model_ema")), 1);
  const auto nested = file(dict({{"model", first_}, {"ema", dict({{"module", second_}})}}));
  EXPECT_EQ(value(read_checkpoint(nested, "ema.module")), 1);
  const auto dotted = file(dict({{"a.b", second_}}));
  EXPECT_EQ(value(read_checkpoint(dotted, "a.b")), 1);
}

TEST_F(StateDicts, AKeyThatIsNotThereIsToldWithThoseThatAre) {
  const auto both = file(dict({{"model", first_}, {"model_ema", second_}}));
  try {
    read_checkpoint(both, "ema");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("a.pth: there is no dict under the key \"ema\"; there are "
                                        "tensors under \"model\", \"model_ema\""));
  }
}

TEST_F(StateDicts, SafetensorsHaveNoKeys) {
  try {
    read_checkpoint(fixture("official.safetensors"), "model");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("leave the key out"));
  }
}

}  // namespace
}  // namespace remedy::testing
