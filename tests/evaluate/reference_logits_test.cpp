// From a JPEG to its logits, against torchvision with Pillow.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "core/file.h"
#include "evaluate/suite_tensor.h"
#include "metrics/sample_metrics.h"
#include "model/architectures/resnet.h"
#include "model/inference.h"
#include "model/weights.h"
#include "test_data.h"

namespace remedy {
namespace {

using testing::test_data;

struct Reference {
  std::map<std::string, std::size_t> row;  // by path
  std::vector<float> logits;               // [rows, 1000]
};

Reference read_reference(const std::filesystem::path& folder) {
  Reference reference;
  std::ifstream index(folder / "index.csv");
  std::string line;
  std::getline(index, line);
  while (std::getline(index, line)) {
    std::istringstream fields(line);
    std::string row, path;
    std::getline(fields, row, ',');
    std::getline(fields, path, ',');
    reference.row[path] = std::stoul(row);
  }
  // NumPy's format 1.0: a header whose length stands at byte 8, then row-major float32.
  const std::string npy = read_file(folder / "logits.npy");
  const auto byte = [&](std::size_t i) { return std::size_t{static_cast<unsigned char>(npy[i])}; };
  const std::size_t start = 10 + byte(8) + 256 * byte(9);
  reference.logits.resize((npy.size() - start) / sizeof(float));
  std::copy(npy.begin() + static_cast<std::ptrdiff_t>(start), npy.end(),
            reinterpret_cast<char*>(reference.logits.data()));
  return reference;
}

class ReferenceLogits : public ::testing::Test {
 protected:
  struct Measured {
    std::size_t images = 0;
    double largest_difference = 0;
    std::int64_t top1 = 0;
    std::int64_t top5 = 0;
  };

  // By what evaluation makes of the network and, on every `stride`-th image, by the network itself,
  // which takes several times as long.
  static std::vector<Measured> measure(const std::string& folder, const std::string& label,
                                       std::size_t stride = 1) {
    const auto root = test_data() / "imagenet-mini";
    at::set_num_threads(static_cast<int>(std::thread::hardware_concurrency()));
    const ClassList classes(root / "synset_words.txt");
    ImageSet images;
    images.folder()->folder = root / folder;
    images.label = label;
    const Listing listing = list_images(images, classes);
    Listing some = listing;
    some.images.clear();
    for (std::size_t i = 0; i < listing.images.size(); i += stride) {
      some.images.push_back(listing.images[i]);
    }
    ResNet network({"resnet18", 1000, 64}, c10::Device("cpu"));
    load_weights(network, read_checkpoint(root / "weights/resnet18.pth"), "resnet18.pth");
    const auto inference = make_inference_network(network, Precision::kFloat32);
    return {compare(*inference, listing, folder), compare(network, some, folder)};
  }

 private:
  template <class Network>
  static Measured compare(Network& network, const Listing& listing, const std::string& folder) {
    const PreparedSet prepared = prepare(listing, Preprocess{}, 2);
    const SuiteTensor suite(prepared, Preprocess{}, c10::Device("cpu"));
    const at::Tensor logits = compute_logits(network, suite, 32);
    const Reference reference = read_reference(test_data() / "imagenet-mini/reference");
    Measured result;
    result.images = prepared.size();
    for (std::size_t i = 0; i < prepared.size(); ++i) {
      const float* own = logits.data_ptr<float>() + 1000 * i;
      const float* other =
          reference.logits.data() + 1000 * reference.row.at(folder + "/" + prepared.path(i));
      for (int c = 0; c < 1000; ++c) {
        result.largest_difference =
            std::max(result.largest_difference, static_cast<double>(std::abs(own[c] - other[c])));
      }
    }
    const Outcomes all = outcomes(logits.data_ptr<float>(), prepared.labels(), 1000, 345);
    for (const std::int32_t rank : all.rank) {
      result.top1 += rank < 1;
      result.top5 += rank < 5;
    }
    return result;
  }
};

TEST_F(ReferenceLogits, OfTheValidationImages) {
  REMEDY_NEEDS_TEST_DATA("imagenet-mini");
  const std::vector<Measured> measured = measure("val", "", 8);
  for (const Measured& one : measured) {
    std::cout << "largest difference " << one.largest_difference << '\n';
    EXPECT_LE(one.largest_difference, 1e-3);
  }
  EXPECT_EQ(measured[0].images, 1405u);
  EXPECT_EQ(measured[0].top1, 1050);
  EXPECT_EQ(measured[0].top5, 1296);
  EXPECT_EQ(measured[1].images, 176u);
}

TEST_F(ReferenceLogits, OfTheCows) {
  REMEDY_NEEDS_TEST_DATA("imagenet-mini");
  const struct {
    const char* folder;
    std::size_t images;
  } sets[] = {{"cows/rainbow_train", 10}, {"cows/rainbow_test", 15}, {"cows/held_out", 9}};
  for (const auto& set : sets) {
    for (const Measured& measured : measure(set.folder, "n02403003")) {
      EXPECT_EQ(measured.images, set.images) << set.folder;
      EXPECT_LE(measured.largest_difference, 1e-3) << set.folder;
      if (set.images != 10) {
        EXPECT_EQ(measured.top1, 0) << set.folder;
      }
    }
  }
}

}  // namespace
}  // namespace remedy
