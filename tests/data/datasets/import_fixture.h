// Trees of files in the layout of a data set.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/error.h"
#include "core/file.h"
#include "core/study/reader/study_reader.h"
#include "data/datasets/import.h"
#include "data/listing.h"
#include "temporary_directory.h"

namespace remedy::testing {

// Small trees in the layout of each data set, imported, and the study that is written read again.
class ImportTest : public ::testing::Test {
 protected:
  ImportTest() { setenv("REMEDY_CACHE", (folder_ / "cache").c_str(), /*overwrite=*/1); }

  std::filesystem::path data() const { return folder_ / "data"; }
  void add(const std::string& path, const std::string& content = "") const {
    write_file(data() / path, content.empty() ? path : content);
  }
  Imported imported(const std::string& id) const {
    return import_dataset(find_dataset(id), data(), folder_ / "out");
  }
  std::string message(const std::string& id) const {
    try {
      (void)imported(id);
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  }
  Study study(const Imported& result) const {
    write_file(folder_ / "out/weights.pth", "not read here");
    StudyDraft draft = draft_study(result.study);
    draft.problems.raise();
    return draft.study;
  }
  static std::vector<std::string> groups(const Imported& result) {
    std::vector<std::string> lines;
    for (const ImportedGroup& group : result.groups) {
      lines.push_back(fmt::format("{} {} {} {}", group.name, group.train, group.val, group.test));
    }
    return lines;
  }
  Listing listing(const Study& study, const ImageSet& set) const {
    return list_images(set, ClassList(study.baseline.classes));
  }

  TemporaryDirectory folder_;
};

}  // namespace remedy::testing
