#include "launch/image_folders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "core/error.h"
#include "core/file.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

// A study whose image folders each hold one file.
class ImageFolders : public ::testing::Test {
 protected:
  ImageFolders() {
    setenv("REMEDY_CACHE", (root_ / "cache").c_str(), /*overwrite=*/1);
    write_file(root_ / "classes.txt", "c0 cow\n");
    study_.file = root_ / "study.yaml";
    study_.baseline.classes = root_ / "classes.txt";
    study_.target.class_id = "c0";
    study_.data.counterexamples = images("green");
    study_.data.counterexamples->folder()->originals = images("originals").folder()->folder;
    study_.data.counterexamples->folder()->masks = images("masks").folder()->folder;
    study_.data.anchors = images("train");
    study_.data.stop = images("stop");
    study_.design.anchor_classes = {1};
    study_.suites.push_back({"val", Role::kRetain, images("val"), {}, {}});
  }

  ImageSet images(const std::string& folder) const {
    write_file(root_ / folder / "a.jpg", folder);
    ImageSet set;
    set.folder()->folder = root_ / folder;
    set.label = "c0";
    return set;
  }

  std::string refusal(const fs::path& out) const {
    try {
      refuse_run_among_images(RunDirectory(out), image_folders(study_, list_study(study_)),
                              "--out");
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

  testing::TemporaryDirectory root_;
  Study study_;
};

TEST_F(ImageFolders, RunInsideOneIsRefused) {
  const std::pair<const char*, const char*> folders[] = {
      {"green", "data.counterexamples"},
      {"originals", "data.counterexamples.originals"},
      {"masks", "data.counterexamples.masks"},
      {"train", "data.anchors"},
      {"stop", "data.stop"},
      {"val", "suites.val"}};
  for (const auto& [folder, key] : folders) {
    EXPECT_THAT(refusal(root_ / folder / "not/there/yet"),
                AllOf(HasSubstr((root_ / folder).string()), HasSubstr(key), HasSubstr("--out")));
    EXPECT_THAT(refusal(root_ / folder), HasSubstr(key));
    EXPECT_THAT(refusal(root_ / "runs" / ".." / folder / "run"), HasSubstr(key));
  }
}

TEST_F(ImageFolders, RunBesideOrAboveThemIsFine) {
  EXPECT_EQ(refusal(root_ / "runs/a"), "");
  EXPECT_EQ(refusal(root_ / "value"), "");
  EXPECT_EQ(refusal(root_.path()), "");
}

TEST_F(ImageFolders, LinksHideNothing) {
  fs::create_directories(root_ / "val/deep");
  fs::create_directory_symlink(root_ / "val/deep", root_ / "shortcut");
  EXPECT_THAT(refusal(root_ / "shortcut/run"), HasSubstr("suites.val"));
  // The other way: images that are read through a link below the folder.
  write_file(root_ / "elsewhere/b.jpg", "b");
  fs::create_directory_symlink(root_ / "elsewhere", root_ / "val/linked");
  EXPECT_THAT(refusal(root_ / "elsewhere/run"), HasSubstr("suites.val"));
}

TEST_F(ImageFolders, ImagesInAFolderThatTheRunWritesToAreRefused) {
  for (const char* own : {"gallery/old", "weights", "trials/pictures"}) {
    study_.suites.front().images = images(std::string("run/") + own);
    EXPECT_THAT(refusal(root_ / "run"), AllOf(HasSubstr("suites.val"), HasSubstr("run")));
    EXPECT_EQ(refusal(root_ / "other"), "");
  }
}

}  // namespace
}  // namespace remedy
