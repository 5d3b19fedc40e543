// A checkpoint as people have it through a study and back: inspect, plan, run, export.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/program.h"
#include "core/file.h"
#include "model/checkpoint/tensor_file.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Output;
using testing::TinyStudy;

// The study's weights under other names.
void rewrite(const TinyStudy& study, const std::string& prefix, const std::string& head) {
  const StateDict weights = read_checkpoint(study.path("weights.pth"));
  std::vector<StoredTensor> tensors = weights.tensors();
  for (StoredTensor& tensor : tensors) {
    const bool last = tensor.name.rfind("fc.", 0) == 0;
    tensor.name = last ? head + tensor.name.substr(2) : prefix + tensor.name;
  }
  write_pth(study.path("renamed.pth"), tensors);
}

std::vector<std::string> names(const StateDict& weights) {
  std::vector<std::string> all;
  for (const StoredTensor& tensor : weights.tensors()) all.push_back(tensor.name);
  std::sort(all.begin(), all.end());
  return all;
}

TEST(Inspect, ShowsWhatAStudyHasToSay) {
  const TinyStudy study;
  rewrite(study, "model.backbone.", "model.head");
  const Output output = study.remedy({"inspect", "renamed.pth"});
  EXPECT_EQ(output.code, 0) << output.err;
  EXPECT_THAT(output.out,
              AllOf(HasSubstr("122 tensors"), HasSubstr("resnet18, 6 classes"),
                    HasSubstr("without the prefix \"model.backbone.\""),
                    HasSubstr("the last layer is model.head"),
                    HasSubstr("baseline:\n  architecture: resnet18\n  base_width: 4\n")));
  const Json json = Json::parse(study.remedy({"inspect", "renamed.pth", "--json"}).out);
  EXPECT_EQ(json["networks"][0]["prefix"], "model.backbone.");
  EXPECT_EQ(json["networks"][0]["base_width"], 4);
  EXPECT_EQ(study.remedy({"inspect", "study.yaml"}).code, 2);
}

TEST(Checkpoints, PlanAndRunSayHowTheWeightsWereFoundAndPlanRefusesWhatRunWould) {
  const TinyStudy study;
  rewrite(study, "module.", "module.fc");
  const Output plain = study.remedy({"plan", "study.yaml", "--json"});
  EXPECT_THAT(plain.err, Not(HasSubstr("weights:")));
  const Output output =
      study.remedy({"plan", "study.yaml", "--json", "--set", "baseline.weights=renamed.pth"});
  EXPECT_EQ(output.code, 0) << output.err;
  EXPECT_THAT(output.err, HasSubstr("renamed.pth: weights: the dict at its top without the prefix "
                                    "\"module.\""));
  EXPECT_EQ(output.out, plain.out);  // the same trials, by their ids: the same weights
  const Output wrong = study.remedy({"plan", "study.yaml", "--set", "baseline.base_width=8"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("these are not the weights of a resnet18 with 6 classes"));
}

TEST(Checkpoints, AStudyThatPreparesImagesOtherwiseThanConfigJsonSaysIsWarned) {
  const TinyStudy study;
  write_file(study.path("config.json"),
             R"({"pretrained_cfg": {"input_size": [3, 32, 32], "crop_pct": 0.8,
                 "interpolation": "bicubic"}})");
  const Output output = study.remedy({"plan", "study.yaml"});
  EXPECT_EQ(output.code, 0) << output.err;
  EXPECT_THAT(output.err, AllOf(HasSubstr("config.json: resize is 36, not 40"),
                                HasSubstr("interpolation is bilinear, not bicubic")));
  const Output automatic =
      study.remedy({"plan", "study.yaml", "--set", "baseline.preprocess=auto"});
  EXPECT_EQ(automatic.code, 0) << automatic.err;
  EXPECT_THAT(automatic.err, Not(HasSubstr("differs from")));
}

TEST(NewStudy, IsPlannedWithoutAnError) {
  const TinyStudy study;
  const std::vector<std::string> command = {"new-study",     "weights.pth", "val",      "train",
                                            "green_test=c0", "--to",        "mine.yaml"};
  const Output output = study.remedy(command);
  ASSERT_EQ(output.code, 0) << output.err;
  EXPECT_THAT(output.err, HasSubstr("the order of the classes"));
  const Output plan = study.remedy({"plan", "mine.yaml"});
  EXPECT_EQ(plan.code, 0) << plan.err;
  EXPECT_THAT(plan.out, HasSubstr("mixed_finetune N=6 draw=0"));
  EXPECT_EQ(study.remedy(command).code, 2);  // never writes over a study
  EXPECT_THAT(
      study.remedy({"new-study", "weights.pth", "val", "train", "green_test", "--to", "b.yaml"})
          .err,
      HasSubstr("expected FOLDER=CLASS"));
  EXPECT_THAT(study
                  .remedy({"new-study", "weights.pth", "green_test", "train", "green_test=c0",
                           "--to", "b.yaml"})
                  .err,
              HasSubstr("expected a sub-folder for each class"));
}

TEST(Export, WritesTheRepairedWeightsUnderTheNamesTheyCameWith) {
  const TinyStudy study;
  rewrite(study, "backbone.", "head.1");
  const Output run = study.remedy({"run", "study.yaml", "--out", "run", "--only", "identity",
                                   "--keep-weights", "--set", "baseline.weights=renamed.pth"});
  ASSERT_EQ(run.code, 0) << run.err;
  for (const char* format : {"pth", "safetensors"}) {
    const Output output =
        study.remedy({"export", "run", "identity", "--format", format, "--to", "out"});
    ASSERT_EQ(output.code, 0) << output.err;
    const StateDict exported = read_checkpoint(study.path("out/model." + std::string(format)));
    const StateDict given = read_checkpoint(study.path("renamed.pth"));
    EXPECT_EQ(names(exported), names(given));
    EXPECT_EQ(exported.content(), given.content());  // the identity's weights are the baseline's
  }
  const std::string id = study.records("run").at("identity")["id"];
  EXPECT_EQ(read_json(study.path("out/record.json"))["id"], id);
  const Json config = read_json(study.path("out/config.json"));
  EXPECT_EQ(config["architecture"], "resnet18");
  EXPECT_EQ(config["num_classes"], 6);
  EXPECT_EQ(config["pretrained_cfg"]["input_size"], Json({3, 32, 32}));
  EXPECT_EQ(config["remedy"]["trial"], id);
  const Output plain =
      study.remedy({"export", "run", id, "--names", "torchvision", "--to", "plain"});
  ASSERT_EQ(plain.code, 0) << plain.err;
  EXPECT_EQ(names(read_checkpoint(study.path("plain/model.safetensors"))),
            names(read_checkpoint(study.path("weights.pth"))));
}

TEST(Export, SaysHowToHaveWeightsThatWereNotKept) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--out", "run"}).code, 0);
  const Output output = study.remedy({"export", "run", "identity"});
  EXPECT_EQ(output.code, 2);
  const std::string id = study.records("run").at("identity")["id"];
  EXPECT_THAT(output.err,
              AllOf(HasSubstr("were not kept"), HasSubstr("remedy run run/study.yaml --out run "
                                                          "--again " +
                                                          id + " --keep-weights")));
  const Output again =
      study.remedy({"run", "run/study.yaml", "--out", "run", "--again", id, "--keep-weights"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.err, HasSubstr("1 to run"));
  EXPECT_EQ(study.remedy({"export", "run", "identity"}).code, 0);
  EXPECT_TRUE(std::filesystem::exists(study.path("run/export") / id / "model.safetensors"));
  const Output several = study.remedy({"export", "run", "mixed_finetune"});
  EXPECT_EQ(several.code, 2);
  EXPECT_THAT(several.err, HasSubstr("4 trials have that label or line; give the id of one"));
  EXPECT_THAT(study.remedy({"export", "run", "nothing"}).err, HasSubstr("no trial has such"));
  EXPECT_THAT(study.remedy({"export", "absent", "identity"}).err, HasSubstr("no run is here"));
}

}  // namespace
}  // namespace remedy
