#include "model/checkpoint/fit/transformer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/hash.h"
#include "core/json.h"
#include "model/checkpoint/fit/baseline_weights.h"
#include "model/checkpoint/fit/inspection.h"
#include "model/checkpoint/tensor_file.h"
#include "places.h"
#include "temporary_directory.h"

namespace remedy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

Json reference() { return read_json(source_dir() + "/tests/model/transformer_reference.json"); }

NetworkShape shape_of(const std::string& name, const Json& network) {
  return {name, 1000, TransformerShape{network.at("pixels")}};
}

// tests/model/make_transformer_reference.py asked torchvision and timm.
TEST(TransformerTensors, AreTorchvisionsAndUnderOtherNamesTimms) {
  const Json networks = reference();
  for (const auto& [name, network] : networks.items()) {
    Sha256 ours, timms;
    std::vector<std::string> renamed;
    const NameFamily& timm = names_of(name, "timm");
    for (const ExpectedTensor& tensor : tensors_of(shape_of(name, network))) {
      const std::string shape = fmt::format("[{}]", fmt::join(tensor.shape, ", "));
      ours.update(fmt::format("{} {}\n", tensor.name, shape));
      renamed.push_back(fmt::format("{} {}\n", timm.rename(tensor.name), shape));
    }
    std::sort(renamed.begin(), renamed.end());
    for (const std::string& line : renamed) timms.update(line);
    EXPECT_EQ(ours.hex(), network.at("sha256")) << name;
    EXPECT_EQ(timms.hex(), network.at("timm_sha256")) << name;
  }
}

TEST(TransformerTensors, AreRecognisedByTheirShapes) {
  const Json networks = reference();
  for (const auto& [name, network] : networks.items()) {
    std::map<std::string, std::vector<std::int64_t>> shapes;
    for (const ExpectedTensor& tensor : tensors_of(shape_of(name, network))) {
      shapes[tensor.name] = tensor.shape;
    }
    const auto recognised = transformer_family().recognise([&](const std::string& tensor) {
      const auto found = shapes.find(tensor);
      return found == shapes.end() ? nullptr : &found->second;
    });
    ASSERT_TRUE(recognised.has_value()) << name;
    EXPECT_EQ(recognised->architecture, name);
    EXPECT_EQ(recognised->classes, 1000);
    EXPECT_EQ(recognised->transformer()->pixels, network.at("pixels").get<std::int64_t>());
  }
}

// As torchvision 0.12 named a layer's perceptron.
TEST(TransformerTensors, OlderTorchvisions) {
  const NameFamily& older = transformer_family().names.at(2);
  EXPECT_EQ(older.rename("encoder.layers.encoder_layer_11.mlp.3.bias"),
            "encoder.layers.encoder_layer_11.mlp.linear_2.bias");
  EXPECT_EQ(older.rename("encoder.ln.bias"), "encoder.ln.bias");
}

// A file of a vit_ti_16 for images of 32 pixels with 3 classes, its weights all different.
class TransformerFile : public ::testing::Test {
 protected:
  std::string write(const std::function<std::string(const std::string&)>& rename) const {
    const std::vector<ExpectedTensor> expected = tensors_of({"vit_ti_16", 3, TransformerShape{32}});
    std::vector<std::vector<float>> values;
    std::vector<StoredTensor> stored;
    float next = 0;
    for (const ExpectedTensor& tensor : expected) {
      std::size_t count = 1;
      for (const std::int64_t size : tensor.shape) count *= static_cast<std::size_t>(size);
      std::vector<float>& own = values.emplace_back(count);
      for (float& value : own) value = next += 0.25F;
      stored.push_back({rename(tensor.name), DType::kFloat32, tensor.shape,
                        reinterpret_cast<const std::uint8_t*>(own.data()), 4 * count});
    }
    const std::filesystem::path file = folder_ / "weights.safetensors";
    write_safetensors(file, stored);
    return file;
  }

  static Baseline baseline(const std::string& file, int crop = 32) {
    Baseline baseline;
    baseline.architecture = "vit_ti_16";
    baseline.preprocess.crop = crop;
    baseline.weights = file;
    return baseline;
  }

  const TemporaryDirectory folder_;
};

TEST_F(TransformerFile, IsTheSameUnderEveryName) {
  const BaselineWeights plain = read_baseline_weights(baseline(write(unchanged)), 3);
  EXPECT_THAT(plain.note, IsEmpty());
  for (const NameFamily& names : transformer_family().names) {
    const auto rename = [&](const std::string& name) { return "module." + names.rename(name); };
    const BaselineWeights read = read_baseline_weights(baseline(write(rename)), 3);
    EXPECT_EQ(read.weights.content(), plain.weights.content()) << names.name;
    EXPECT_THAT(read.note, HasSubstr("without the prefix \"module.\""));
    if (names.rename != unchanged) {
      EXPECT_THAT(read.note, HasSubstr(fmt::format("names are {}", names.name)));
    }
  }
}

TEST_F(TransformerFile, ForImagesOfAnotherSizeSaysWhichCropFits) {
  const std::string file = write(names_of("vit_ti_16", "timm").rename);
  try {
    read_baseline_weights(baseline(file, 224), 3);
    FAIL() << "it was read";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("these are not the weights of a vit_ti_16 with 3 classes "
                                        "for images of 224x224 pixels"));
    EXPECT_THAT(error.what(), HasSubstr("\"pos_embed\" is [1, 5, 192], expected [1, 197, 192]"));
    EXPECT_THAT(error.what(), HasSubstr("the study crops images to 224 pixels: preprocess: {crop: "
                                        "32} fits them"));
  }
}

TEST_F(TransformerFile, IsInspected) {
  const Inspection inspection = inspect_checkpoint(write(names_of("vit_ti_16", "timm").rename));
  ASSERT_EQ(inspection.networks.size(), 1U);
  EXPECT_EQ(inspection.networks[0].shape.architecture, "vit_ti_16");
  EXPECT_EQ(inspection.networks[0].shape.classes, 3);
  EXPECT_STREQ(inspection.networks[0].fit.names->name, "timm's");
  EXPECT_THAT(inspection.baseline, HasSubstr("architecture: vit_ti_16\n  weights: "));
  EXPECT_THAT(inspection.baseline, HasSubstr("preprocess: {resize: 36, crop: 32}"));
  EXPECT_EQ(to_json(inspection)["networks"][0]["pixels"], 32);
}

TEST_F(TransformerFile, AHeadOfAnotherNameIsFound) {
  const Inspection inspection = inspect_checkpoint(write([](const std::string& name) {
    const std::string begin = "heads.head.";
    return name.rfind(begin, 0) == 0 ? "heads.1." + name.substr(begin.size()) : name;
  }));
  ASSERT_EQ(inspection.networks.size(), 1U);
  EXPECT_EQ(inspection.networks[0].shape.classes, 3);
  EXPECT_EQ(inspection.networks[0].fit.head, "heads.1");
}

// DINO's have no head.
TEST_F(TransformerFile, WithoutAHeadIsABackbone) {
  const Inspection inspection = inspect_checkpoint(write([](const std::string& name) {
    const std::string timms = names_of("vit_ti_16", "timm").rename(name);
    return timms.rfind("head.", 0) == 0 ? "dino_" + timms.substr(5) : timms;
  }));
  ASSERT_EQ(inspection.networks.size(), 1U);
  EXPECT_EQ(inspection.networks[0].shape.classes, 0);
}

}  // namespace
}  // namespace remedy::testing
