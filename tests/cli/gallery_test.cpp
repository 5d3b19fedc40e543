// The pictures that a run leaves for the page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <set>

#include "cli/program.h"
#include "core/file.h"
#include "core/run/gallery_files.h"
#include "metrics/worst_flips.h"
#include "model/checkpoint/tensor_file.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Output;
using ::testing::StartsWith;
using testing::TinyStudy;

template <typename T>
std::vector<T> values(const StateDict& file, const std::string& name) {
  const StoredTensor* tensor = file.find(name);
  if (tensor == nullptr) throw std::runtime_error("there is no " + name);
  std::vector<T> copy(tensor->bytes / sizeof(T));
  std::memcpy(copy.data(), tensor->data, tensor->bytes);
  return copy;
}

Outcomes outcomes_in(const std::filesystem::path& path, const std::string& prefix) {
  const StateDict file = read_checkpoint(path);
  Outcomes outcomes;
  outcomes.predicted = values<std::int32_t>(file, prefix + "predicted");
  outcomes.confidence = values<float>(file, prefix + "confidence");
  outcomes.label_probability = values<float>(file, prefix + "label_probability");
  return outcomes;
}

std::set<std::string> pictures(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".jpg") names.insert(entry.path().stem());
  }
  return names;
}

TEST(RunGallery, HoldsTheImagesToFixAndTheWorstOfWhatEachTrialBroke) {
  const TinyStudy study;
  ASSERT_EQ(study
                .remedy({"run", "study.yaml", "--threads", "1", "--set",
                         "suites.guarded={role: guard, use: validation}"})
                .code,
            0);
  const auto run = study.path("runs/tiny");
  const GalleryFiles files(run);
  EXPECT_EQ(pictures(files.folder("test_cows")),
            (std::set<std::string>{"0", "1", "2", "3", "4", "5"}));
  EXPECT_THAT(read_file(files.picture("test_cows", 0)), StartsWith("\xff\xd8\xff"));
  EXPECT_EQ(read_json(files.images("test_cows"))["names"][0], "3.png");
  EXPECT_EQ(read_json(files.classes())[5], "kind 5");

  const auto labels = values<std::int32_t>(read_checkpoint(files.baseline("validation")), "label");
  const Outcomes before = outcomes_in(files.baseline("validation"), "");
  std::set<std::string> expected;
  for (const auto& entry : std::filesystem::directory_iterator(run / "predictions")) {
    const Outcomes after = outcomes_in(entry.path(), "validation.");
    for (const std::size_t i : worst_flips(labels, before, after, kGalleryFlips)) {
      expected.insert(std::to_string(i));
    }
  }
  EXPECT_FALSE(expected.empty());
  EXPECT_EQ(pictures(files.folder("validation")), expected);

  // A guard has those that it takes for the target too.
  const StateDict baseline = read_checkpoint(files.baseline("guarded"));
  const auto targets = values<std::int32_t>(baseline, "target_classes");
  std::set<std::string> of_guard;
  for (const auto& entry : std::filesystem::directory_iterator(run / "predictions")) {
    const Outcomes after = outcomes_in(entry.path(), "guarded.");
    for (const std::size_t i : broken_of_guard(labels, targets, before, after, kGalleryFlips)) {
      of_guard.insert(std::to_string(i));
    }
  }
  EXPECT_EQ(pictures(files.folder("guarded")), of_guard);
}

TEST(RunGallery, WhatCannotBeWrittenCostsThePicturesAlone) {
  const TinyStudy study;
  write_file(study.path("runs/tiny") / "gallery", "a file where the folder should be");
  const Output output = study.remedy({"run", "study.yaml", "--threads", "1"});
  EXPECT_EQ(output.code, 0) << output.err;
  EXPECT_THAT(read_file(study.path("runs/tiny") / "report.html"),
              Not(HasSubstr("data:image/jpeg")));
}

TEST(RunGallery, ASuiteThatHasChangedGetsPicturesOfItsOwn) {
  const TinyStudy study;
  const std::vector<std::string> command = {"run", "study.yaml", "--only", "identity"};
  ASSERT_EQ(study.remedy(command).code, 0);
  const GalleryFiles files(study.path("runs/tiny"));
  const std::string second = read_file(files.picture("test_cows", 1));
  auto changed = command;
  changed.insert(changed.end(), {"--set", "suites.test_cows.skip=4"});
  ASSERT_EQ(study.remedy(changed).code, 0);
  EXPECT_EQ(pictures(files.folder("test_cows")), (std::set<std::string>{"0", "1", "2", "3", "4"}));
  EXPECT_EQ(read_file(files.picture("test_cows", 0)), second);
}

}  // namespace
}  // namespace remedy
