#include "model/checkpoint/fit/inspection.h"

#include "core/study/reader/baseline_reader.h"
#include "model/checkpoint/fit/tiny_network.h"

namespace remedy::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace p = pickled;

using Inspections = Checkpoints;

TEST_F(Inspections, ShowDictsPrefixesAndNetworks) {
  Writing writing;
  writing.rename = [](const std::string& name) { return "module." + name; };
  PthFile file;
  const auto written =
      file.write(folder_ / "a.pth",
                 p::dict({{"epoch", p::integer(3)},
                          {"model", p::dict(file.items(TinyNetwork(), writing))},
                          {"teacher", p::dict({{"blocks.0.weight", file.floats({2}, {1, 2})}})}}));
  const Inspection inspection = inspect_checkpoint(written);
  ASSERT_EQ(inspection.sets.size(), 2U);
  EXPECT_EQ(inspection.sets[0].key, "model");
  EXPECT_EQ(inspection.sets[0].tensors, 122U);
  EXPECT_EQ(inspection.sets[1].bytes, 8U);
  EXPECT_THAT(inspection.sets[1].names, ElementsAre("blocks.0.weight"));
  ASSERT_EQ(inspection.networks.size(), 1U);
  const Recognised& network = inspection.networks[0];
  EXPECT_EQ(network.fit.prefix, "module.");
  EXPECT_EQ(network.shape.architecture, "resnet18");
  EXPECT_EQ(network.shape.classes, 3);
  EXPECT_EQ(network.shape.residual()->base_width, 2);
  EXPECT_THAT(inspection.baseline, HasSubstr("architecture: resnet18\n  base_width: 2\n"));
  EXPECT_THAT(inspection.unseen, Contains(HasSubstr("stem: imagenet, caffe")));
}

// What is shown to be written is read as a study's baseline and gives the weights.
TEST_F(Inspections, TheBaselineToWriteIsWhatAStudyReads) {
  const TinyNetwork first, second(1000);
  PthFile file;
  const std::string one = p::dict(file.items(first));
  p::Items more = file.items(second);
  more.emplace_back("projector.0.weight", file.floats({1}, {1}));
  put(folder_ / "classes.txt", "a a\nb b\nc c\n");
  for (const std::string& value : {one, p::dict({{"model", one}, {"ema", p::dict(more)}}),
                                   p::dict({{"ema", p::dict(more)}})}) {
    const auto written = file.write(folder_ / "it's.pth", value);
    const Inspection inspection = inspect_checkpoint(written);
    ASSERT_FALSE(inspection.networks.empty());
    Problems problems("study.yaml");
    const Baseline baseline = read_baseline(YAML::Load(inspection.baseline)["baseline"],
                                            StudyPaths(folder_ / "study.yaml"), problems);
    problems.raise();
    EXPECT_EQ(content(baseline),
              plain_content(value.size() > one.size() && value.find("model") == std::string::npos
                                ? second
                                : first));
  }
}

TEST_F(Inspections, AFileWithoutAKnownNetworkIsShownAllTheSame) {
  PthFile file;
  const auto written = file.write(folder_ / "a.pth",
                                  p::dict({{"patch_embed.proj.weight", file.floats({2}, {1, 2})}}));
  const Inspection inspection = inspect_checkpoint(written);
  EXPECT_TRUE(inspection.networks.empty());
  EXPECT_EQ(inspection.baseline, "");
  EXPECT_EQ(to_json(inspection)["sets"][0]["names"][0], "patch_embed.proj.weight");
}

}  // namespace
}  // namespace remedy::testing
