// Anchors, merge keys and documents, as a study's reader meets them.
#include "core/study/yaml/yaml_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/example_study.h"
#include "core/study/reader/study_reader.h"
#include "core/study/yaml/study_override.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::kExampleStudy;
using testing::TemporaryDirectory;
using testing::write_study;

std::string error_of(const std::string& text) {
  try {
    load_document(text, "study.yaml");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

// The document in one line, with every alias written out.
std::string flow(const YAML::Node& node) {
  if (node.IsNull()) return "~";
  if (node.IsScalar()) return node.Scalar();
  std::string text;
  for (const auto& item : node) {
    text += text.empty() ? "" : ", ";
    text += node.IsMap() ? item.first.Scalar() + ": " + flow(item.second) : flow(item);
  }
  return node.IsMap() ? "{" + text + "}" : "[" + text + "]";
}

std::string overridden(const std::string& text, const std::string& setting) {
  YAML::Node root = load_document(text, "study.yaml");
  apply_override(root, setting);
  return flow(root);
}

TEST(YamlDocument, OverrideChangesNoOtherUseOfAnAlias) {
  EXPECT_EQ(overridden("a: &x {k: 1, l: 2}\nb: *x\nc: 3", "a.k=9"),
            "{a: {k: 9, l: 2}, b: {k: 1, l: 2}, c: 3}");
  EXPECT_EQ(overridden("a: &x {k: 1, l: 2}\nb: *x\nc: 3", "b.k=9"),
            "{a: {k: 1, l: 2}, b: {k: 9, l: 2}, c: 3}");
  EXPECT_EQ(overridden("a: &x {k: 1}\nb: *x", "b.new=9"), "{a: {k: 1}, b: {k: 1, new: 9}}");
}

TEST(YamlDocument, OverrideReachesAliasesOfEveryKind) {
  EXPECT_EQ(overridden("a: &x 1\nb: *x", "a=9"), "{a: 9, b: 1}");
  EXPECT_EQ(overridden("a: &x [1, 2]\nb: *x", "a.1=9"), "{a: [1, 9], b: [1, 2]}");
  EXPECT_EQ(overridden("a: [&x {k: 1}, *x]", "a.1.k=9"), "{a: [{k: 1}, {k: 9}]}");
  EXPECT_EQ(overridden("a: &x {in: {k: 1}}\nb: *x", "b.in.k=9"),
            "{a: {in: {k: 1}}, b: {in: {k: 9}}}");
  EXPECT_EQ(overridden("a: {in: &x {k: 1}}\nb: {in: *x}", "a.in.k=9"),
            "{a: {in: {k: 9}}, b: {in: {k: 1}}}");
}

TEST(YamlDocument, OverrideOfAStudyWithAliasesKeepsLinesOfMistakes) {
  const TemporaryDirectory directory;
  std::string text = kExampleStudy;
  text.replace(text.find("{role: fix"), 1, "&cows {");
  text.insert(text.find("stop: {on"),
              "  other: *cows\n  last: {role: fixx, folder: images, class: c1}\n");
  const StudyDraft draft = draft_study(write_study(directory, text), {"suites.other.skip=7"});
  ASSERT_EQ(draft.study.suites.size(), 4U);
  EXPECT_EQ(draft.study.suites[1].images.folder()->skip, 5U);
  EXPECT_EQ(draft.study.suites[2].images.folder()->skip, 7U);
  std::string problems;
  try {
    draft.problems.raise();
  } catch (const Error& error) {
    problems = error.what();
  }
  EXPECT_THAT(problems, HasSubstr("study.yaml:17: suites.last.role"));
}

TEST(YamlDocument, SecondDocumentIsAnErrorWithItsLine) {
  EXPECT_THAT(error_of("a: 1\n---\n\nb: 2\n"),
              AllOf(HasSubstr("study.yaml:4:"), HasSubstr("second YAML document")));
  EXPECT_THAT(error_of("---\na: 1\n---\nb: 2\n"), HasSubstr("study.yaml:4:"));
  EXPECT_THAT(error_of("a: 1\n---\nb: [\n"), HasSubstr("not valid YAML"));
}

TEST(YamlDocument, MarkersAroundOneDocumentAreFine) {
  EXPECT_EQ(flow(load_document("---\na: 1\n...\n", "study.yaml")), "{a: 1}");
  EXPECT_EQ(flow(load_document("a: 1\n---\n# nothing\n", "study.yaml")), "{a: 1}");
}

TEST(YamlDocument, MergeKeysAreHonoured) {
  const std::string base = "base: &b {k: 1, l: 2}\nmore: &m {l: 3, n: 4}\n";
  const auto merged = [&](const std::string& map) {
    return flow(load_document(base + "a: " + map, "study.yaml")["a"]);
  };
  EXPECT_EQ(merged("{<<: *b, k: 9}"), "{k: 9, l: 2}");
  EXPECT_EQ(merged("{k: 9, <<: *b}"), "{k: 9, l: 2}");
  EXPECT_EQ(merged("{<<: [*b, *m]}"), "{k: 1, l: 2, n: 4}");
  EXPECT_EQ(merged("{<<: {x: 1}}"), "{x: 1}");
  EXPECT_EQ(merged("{in: {<<: *m}}"), "{in: {l: 3, n: 4}}");
}

TEST(YamlDocument, MergedMapThatMergesItselfIsFollowed) {
  const YAML::Node root =
      load_document("a: &a {k: 1}\nb: &b {<<: *a, l: 2}\nc: {<<: *b, n: 3}", "study.yaml");
  EXPECT_EQ(flow(root["c"]), "{n: 3, l: 2, k: 1}");
}

TEST(YamlDocument, MergeKeyWithoutAMapIsAnErrorWithItsLine) {
  EXPECT_THAT(error_of("a:\n  <<: 3\n"), AllOf(HasSubstr("study.yaml:2: <<"), HasSubstr("a map")));
  EXPECT_THAT(error_of("a: {<<: [{k: 1}, 3]}\n"), HasSubstr("study.yaml:1: <<"));
}

TEST(YamlDocument, OverrideOfAMergedValueChangesNoOtherUse) {
  EXPECT_EQ(overridden("a: &a {in: {k: 1}}\nb: {<<: *a}", "b.in.k=9"),
            "{a: {in: {k: 1}}, b: {in: {k: 9}}}");
}

// yaml-cpp makes empty documents of what nothing can begin with, until memory is full.
TEST(YamlDocument, WhatNothingCanBeginWithIsAnErrorAndNoHang) {
  for (const std::string begin : {"", "# note\n", "study: a\n", "[1]\n", "'a'\n", "--- \n"}) {
    for (const std::string stray :
         {",", ", b: 2", "]", "}", " , val: {role: guard}", "} ]", ",\n---\n,", "]: 1"}) {
      const std::string text = begin + stray + "\n";
      EXPECT_THAT(error_of(text), HasSubstr("not valid YAML")) << text;
    }
  }
  EXPECT_EQ(error_of("# groups\n , val: {role: guard}\n"),
            "study.yaml:2: not valid YAML: nothing can begin with \",\"");
}

}  // namespace
}  // namespace remedy
