// The one dict and the one prefix that fit are found and told.
#include "model/checkpoint/fit/tiny_network.h"

namespace remedy::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
namespace p = pickled;

class DictAndPrefix : public Checkpoints {
 protected:
  static Writing with_prefix(const std::string& prefix) {
    Writing writing;
    writing.rename = [prefix](const std::string& name) { return prefix + name; };
    return writing;
  }
  static Writing without(const std::string& absent) {
    Writing writing;
    writing.rename = [absent](const std::string& name) { return name == absent ? "" : name; };
    return writing;
  }
  std::filesystem::path path() const { return folder_ / "a.pth"; }
};

TEST_F(DictAndPrefix, APlainFileIsReadWithoutAWord) {
  PthFile file;
  EXPECT_EQ(note(file.write(path(), p::ordered_dict(file.items(TinyNetwork())))), "");
}

TEST_F(DictAndPrefix, AnyDictIsFound) {
  for (const char* key : {"state_dict", "model", "net", "model_state_dict", "ema", "weights"}) {
    PthFile file;
    const std::string weights = p::ordered_dict(file.items(TinyNetwork()));
    const auto written = file.write(path(), p::dict({{"epoch", p::integer(3)}, {key, weights}}));
    EXPECT_EQ(content(written), plain_content());
    EXPECT_THAT(note(written), HasSubstr("weights: dict \"" + std::string(key) + "\""));
  }
}

TEST_F(DictAndPrefix, AnyNestingIsFound) {
  PthFile file;
  const std::string weights = p::ordered_dict(file.items(TinyNetwork()));
  const std::pair<std::string, const char*> nestings[] = {
      {p::dict({{"a", p::dict({{"b", p::dict({{"c", weights}})}})}}), "\"a.b.c\""},
      {p::tuple({weights, p::integer(7)}), "\"0\""},
      {p::dict({{"models", p::list({weights})}}), "\"models.0\""},
      {p::object("easydict", "EasyDict", {{"net", weights}}), "\"net\""},
      {p::call(p::global("collections", "defaultdict"), {"N"}) + p::pairs({{"net", weights}}),
       "\"net\""}};
  for (const auto& [value, key] : nestings) {
    const auto written = file.write(path(), value);
    EXPECT_EQ(content(written), plain_content());
    EXPECT_THAT(note(written), HasSubstr(key));
  }
}

// A backbone in one dict and the last layer in another, as self-supervised training leaves them.
TEST_F(DictAndPrefix, DictsThatHoldOneNetworkTogetherAreFound) {
  for (const char* head : {"fc", "classifier", "linear"}) {
    PthFile file;
    Writing body, last;
    body.rename = [](const std::string& name) { return name.substr(0, 3) == "fc." ? "" : name; };
    last.rename = [](const std::string& name) {
      return name.substr(0, 3) == "fc." ? name.substr(3) : "";
    };
    const std::string parts =
        p::dict({{"encoder", p::ordered_dict(file.items(TinyNetwork(), body))},
                 {head, p::ordered_dict(file.items(TinyNetwork(), last))}});
    for (const auto& [value, key] :
         {std::pair{parts, ""}, std::pair{p::dict({{"net", parts}, {"epoch", "N"}}), "net"}}) {
      const auto written = file.write(path(), value);
      EXPECT_EQ(content(written), plain_content());
      EXPECT_THAT(note(written),
                  AllOf(HasSubstr("\"encoder\""), HasSubstr(head), HasSubstr("together")));
      Baseline by_hand = tiny_baseline(written);
      by_hand.weights_key = *key == 0 ? "." : key;
      by_hand.weights_prefix = "encoder";
      EXPECT_EQ(content(by_hand), plain_content());
    }
  }
}

// Two networks in two dicts are two networks.
TEST_F(DictAndPrefix, DictsAreTakenTogetherOnlyWhereNoneFitsAlone) {
  PthFile file;
  const auto written =
      file.write(path(), p::dict({{"a", p::dict(file.items(TinyNetwork()))},
                                  {"b", p::dict({{"w", "N"}})},
                                  {"c", p::dict(file.items(TinyNetwork(9), without("fc.bias")))}}));
  EXPECT_EQ(content(written), plain_content());
  EXPECT_THAT(note(written), HasSubstr("weights: dict \"a\""));
}

TEST_F(DictAndPrefix, AnyPrefixIsFound) {
  for (const char* prefix : {"module.", "model.", "_orig_mod.", "backbone.", "module.model.",
                             "_orig_mod.module.encoder.net.", "student."}) {
    PthFile file;
    const p::Items items = file.items(TinyNetwork(), with_prefix(prefix));
    for (const std::string& value :
         {p::ordered_dict(items), p::dict({{"state_dict", p::dict(items)}})}) {
      const auto written = file.write(path(), value);
      EXPECT_EQ(content(written), plain_content());
      EXPECT_THAT(note(written), HasSubstr("without the prefix \"" + std::string(prefix) + "\""));
    }
  }
}

TEST_F(DictAndPrefix, AndInSafetensorsAlike) {
  PthFile file;
  const StateDict weights = read_checkpoint(
      file.write(path(), p::dict(file.items(TinyNetwork(), with_prefix("model.backbone.")))));
  write_safetensors(folder_ / "a.safetensors", weights.tensors());
  EXPECT_EQ(content(folder_ / "a.safetensors"), plain_content());
}

TEST_F(DictAndPrefix, NamesOfHuggingFaceAreKnown) {
  for (const char* prefix : {"", "model."}) {
    Writing writing;
    writing.rename = [&](const std::string& name) {
      return prefix + tensor_family("resnet18").names.at(1).rename(name);
    };
    PthFile file;
    const auto written = file.write(path(), p::dict(file.items(TinyNetwork(), writing)));
    EXPECT_EQ(content(written), plain_content());
    EXPECT_THAT(note(written), HasSubstr("names are Hugging Face's"));
  }
}

TEST_F(DictAndPrefix, ALastLayerUnderAnotherNameIsFound) {
  for (const char* head : {"fc.1", "head", "classifier"}) {
    Writing writing;
    writing.rename = [&](const std::string& name) {
      return name.rfind("fc.", 0) == 0 ? head + name.substr(2) : "backbone." + name;
    };
    PthFile file;
    const auto written = file.write(path(), p::dict(file.items(TinyNetwork(), writing)));
    EXPECT_EQ(content(written), plain_content());
    EXPECT_THAT(note(written), HasSubstr("the last layer is \"" + std::string(head) + "\""));
  }
}

TEST_F(DictAndPrefix, TwoSetsThatFitAreAnErrorThatNamesBoth) {
  const TinyNetwork first(0), second(1000);
  PthFile file;
  const std::string one = p::dict(file.items(first)), two = p::dict(file.items(second));
  const p::Items prefixed = [&] {
    p::Items items = file.items(first, with_prefix("encoder_q."));
    for (auto& item : file.items(second, with_prefix("encoder_k."))) items.push_back(item);
    return items;
  }();
  EXPECT_THAT(refused(file.write(path(), p::dict({{"model", one}, {"model_ema", two}}))),
              AllOf(HasSubstr("two sets of weights"), HasSubstr("dict \"model\""),
                    HasSubstr("dict \"model_ema\""),
                    HasSubstr("weights: {file: " + path().string() + ", key: \"model_ema\"")));
  EXPECT_THAT(
      refused(file.write(path(), p::dict({{"net", one}, {"ema", p::dict({{"module", two}})}}))),
      AllOf(HasSubstr("dict \"net\""), HasSubstr("dict \"ema.module\"")));
  EXPECT_THAT(refused(file.write(path(), p::dict(prefixed))),
              AllOf(HasSubstr("prefix: \"encoder_q.\""), HasSubstr("prefix: \"encoder_k.\"")));
}

TEST_F(DictAndPrefix, OneThatLacksATensorIsToldWithWhatItLacks) {
  for (const char* absent : {"fc.bias", "layer3.1.bn2.running_var", "conv1.weight"}) {
    PthFile file;
    const p::Items items = file.items(TinyNetwork(), without(absent));
    EXPECT_THAT(refused(file.write(path(), p::dict({{"model", p::dict(items)}}))),
                AllOf(HasSubstr("a.pth: these are not the weights of a resnet18 with 3 classes"),
                      HasSubstr("nearest is dict \"model\""),
                      HasSubstr("missing: " + std::string(absent)), HasSubstr("remedy inspect")));
  }
}

TEST_F(DictAndPrefix, OneOfTwoThatLacksATensorIsNotTaken) {
  const TinyNetwork whole(1000);
  PthFile file;
  const std::string broken = p::dict(file.items(TinyNetwork(), without("layer4.0.conv1.weight")));
  const std::string good = p::dict(file.items(whole));
  EXPECT_EQ(content(file.write(path(), p::dict({{"model", broken}, {"ema", good}}))),
            plain_content(whole));
}

TEST_F(DictAndPrefix, AnotherNetworkIsToldForWhatItIs) {
  PthFile file;
  const auto written = file.write(path(), p::dict(file.items(TinyNetwork())));
  Baseline baseline = tiny_baseline(written);
  EXPECT_THAT(refused(baseline, 10),
              AllOf(HasSubstr("\"fc.weight\" is [3, 16], expected [10, 16]"),
                    HasSubstr("are the weights of a resnet18 with 3 classes")));
  baseline.architecture = "resnet34";
  EXPECT_THAT(refused(baseline), HasSubstr("are the weights of a resnet18 with 3 classes"));
  baseline.architecture = "resnet18";
  baseline.base_width = 64;
  EXPECT_THAT(refused(baseline), HasSubstr("base width 2"));
}

TEST_F(DictAndPrefix, AFileWithoutSuchANetworkShowsWhatItHolds) {
  PthFile file;
  const std::string tensor = file.floats({2}, {1, 2});
  for (const char* name : {"blocks.0.attn.qkv.weight", "features.0.weight", "w"}) {
    EXPECT_THAT(refused(file.write(path(), p::dict({{name, tensor}}))),
                AllOf(HasSubstr("no names of such a network are in it"), HasSubstr(name)));
  }
}

}  // namespace
}  // namespace remedy::testing
