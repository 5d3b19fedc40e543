// What training tools leave among the weights does not stop a file.
#include "model/checkpoint/fit/tiny_network.h"

namespace remedy::testing {
namespace {

using ::testing::HasSubstr;
namespace p = pickled;

using Extras = Checkpoints;

TEST_F(Extras, CountsOfTrainingToolsAreKnown) {
  for (const char* extra : {"total_ops", "layer1.0.total_params", "n_averaged",
                            "layer1.0.extra_norm.num_batches_tracked"}) {
    PthFile file;
    p::Items items = file.items(TinyNetwork());
    items.emplace_back(extra, file.floats({1}, {5}));
    const auto written = file.write(folder_ / "a.pth", p::dict(items));
    EXPECT_EQ(content(written), plain_content()) << extra;
    EXPECT_EQ(note(written), "");
  }
}

TEST_F(Extras, AnAveragedModelIsReadWithItsCount) {
  Writing writing;
  writing.rename = [](const std::string& name) { return "module." + name; };
  PthFile file;
  p::Items items = {{"n_averaged", file.floats({}, {5})}};
  for (auto& item : file.items(TinyNetwork(), writing)) items.push_back(item);
  EXPECT_EQ(content(file.write(folder_ / "a.pth", p::dict(items))), plain_content());
}

// Fewer tensors, or others, have another hash: values are compared one by one.
TEST_F(Extras, CountersOfBatchesMayBeMissingOrOfAnotherTypeOrShape) {
  Writing absent, other_type, other_shape;
  absent.rename = [](const std::string& name) {
    return name.find("num_batches") == std::string::npos ? name : "";
  };
  other_type.counter_type = "IntStorage";
  other_shape.counter_shape = {1};
  const TinyNetwork network;
  for (const Writing& writing : {absent, other_type, other_shape}) {
    PthFile file;
    const auto written = file.write(folder_ / "a.pth", p::dict(file.items(network, writing)));
    const StateDict weights = read_baseline_weights(tiny_baseline(written), 3).weights;
    for (std::size_t i = 0; i < network.tensors().size(); ++i) {
      if (network.tensors()[i].counter) continue;
      EXPECT_EQ(elements<float>(weights.find(network.tensors()[i].name)), network.values(i));
    }
  }
}

TEST_F(Extras, WhatStandsOutsideThePrefixIsTold) {
  Writing writing;
  writing.rename = [](const std::string& name) { return "backbone." + name; };
  PthFile file;
  p::Items items = file.items(TinyNetwork(), writing);
  items.emplace_back("normalizer.mean", file.floats({3}, {1, 2, 3}));
  EXPECT_THAT(note(file.write(folder_ / "a.pth", p::dict(items))),
              HasSubstr("1 other tensor is left aside, such as \"normalizer.mean\""));
}

// PyTorch leaves checksums out where it is told to: they are 0 then, in both headers of an entry.
TEST_F(Extras, AChecksumThatWasNotComputedIsNoDamage) {
  PthFile file;
  const auto written = file.write(folder_ / "a.pth", p::dict(file.items(TinyNetwork())));
  std::string bytes = read_file(written);
  const auto clear = [&](const std::string& header, std::size_t offset) {
    int cleared = 0;
    for (std::size_t at = bytes.find(header); at != std::string::npos;
         at = bytes.find(header, at + 1), ++cleared) {
      bytes.replace(at + offset, 4, 4, '\0');
    }
    return cleared;
  };
  EXPECT_GT(clear("PK\x03\x04", 14), 100);
  EXPECT_GT(clear("PK\x01\x02", 16), 100);
  put(written, bytes);
  EXPECT_EQ(content(written), plain_content());
}

}  // namespace
}  // namespace remedy::testing
