#include "model/checkpoint/fit/dense.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "core/hash.h"
#include "core/json.h"
#include "places.h"

namespace remedy {
namespace {

// tests/model/make_densenet_reference.py asked torchvision, and that timm names them alike.
TEST(DenseTensors, AreTorchvisionsAndRecognisedByTheirShapes) {
  const Json networks = read_json(source_dir() + "/tests/model/densenet_reference.json");
  for (const auto& [name, network] : networks.items()) {
    const std::vector<ExpectedTensor> tensors = tensors_of({name, 1000, DenseShape{}});
    EXPECT_EQ(tensors.size(), network.at("tensors").get<std::size_t>()) << name;
    Sha256 names;
    std::map<std::string, std::vector<std::int64_t>> shapes;
    for (const ExpectedTensor& tensor : tensors) {
      names.update(fmt::format("{} [{}]\n", tensor.name, fmt::join(tensor.shape, ", ")));
      shapes[tensor.name] = tensor.shape;
    }
    EXPECT_EQ(names.hex(), network.at("sha256")) << name;
    const auto recognised = dense_family().recognise([&](const std::string& tensor) {
      const auto found = shapes.find(tensor);
      return found == shapes.end() ? nullptr : &found->second;
    });
    ASSERT_TRUE(recognised.has_value()) << name;
    EXPECT_EQ(recognised->architecture, name);
    EXPECT_EQ(recognised->classes, 1000);
  }
}

// As in densenet121-a639ec97.pth; torchvision's loader renames by a regular expression.
TEST(DenseTensors, OfTorchvisionsFilesOf2017) {
  const auto rename = dense_family().names.at(1).rename;
  EXPECT_EQ(rename("features.denseblock1.denselayer1.norm1.running_mean"),
            "features.denseblock1.denselayer1.norm.1.running_mean");
  EXPECT_EQ(rename("features.denseblock4.denselayer16.conv2.weight"),
            "features.denseblock4.denselayer16.conv.2.weight");
  EXPECT_EQ(rename("features.transition1.norm.weight"), "features.transition1.norm.weight");
  EXPECT_EQ(rename("features.norm5.bias"), "features.norm5.bias");
  EXPECT_EQ(rename("classifier.bias"), "classifier.bias");
}

}  // namespace
}  // namespace remedy
