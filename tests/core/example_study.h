// A small study with files that exist, and a catalogue to hold it against.
#pragma once

#include <filesystem>
#include <string>

#include "core/catalogue.h"
#include "core/file.h"
#include "core/plan/plan.h"
#include "temporary_directory.h"

namespace remedy::testing {

inline constexpr char kExampleStudy[] = R"(study: example
baseline:
  architecture: resnet18
  weights: weights.pth
  classes: classes.txt
  preprocess: {resize: 40, crop: 32}
  expect: {suite: validation, top1: 0.5, within: 0.1}
target: {name: cow, class: c1, also: [c2]}
data:
  counterexamples: {folder: images, class: c1}
  anchors: {folder: images, labels: folders}
  stop: {folder: images, class: c1, take: 5}
suites:
  validation: {role: retain, folder: images, labels: folders}
  test_cows: {role: fix, folder: images, class: c1, skip: 5}
stop: {on: stop, above: 0.9, steps: 20}
design: {anchor_classes: [2, 3], draws: 2, seeds: [0, 1]}
controls: []
remediations:
  identity: {}
  tune: {rate: [0.1, 0.2], mode: fast}
  mixing: {after: tune, alpha: 0.5}
limits: {trial: 30 min, memory: 8 GiB}
)";

// The study in `text`, written beside the files that it names.
inline std::filesystem::path write_study(const TemporaryDirectory& directory,
                                         const std::string& text = kExampleStudy) {
  write_file(directory / "weights.pth", "not read here");
  write_file(directory / "classes.txt", "c0 zero\n");
  std::filesystem::create_directories(directory / "images");
  const auto file = directory / "study.yaml";
  write_file(file, text);
  return file;
}

inline Catalogue example_catalogue() {
  Catalogue catalogue;
  RemediationInfo identity;
  identity.id = "identity";
  identity.version = "1.0.0";
  catalogue.add(identity);
  RemediationInfo tune;
  tune.id = "tune";
  tune.version = "1.0.0";
  tune.uses = {true, true, true, true};
  tune.parameters = {
      {"rate", ParameterKind::kReal, 0.5, false, positive, {}, "step size"},
      {"mode", ParameterKind::kChoice, std::string("slow"), false, {}, {"slow", "fast"}, "speed"},
      {"weight", ParameterKind::kReal, std::monostate{}, true, fraction, {}, "share"},
  };
  catalogue.add(tune);
  RemediationInfo mixing;
  mixing.id = "mixing";
  mixing.version = "1.0.0";
  mixing.parameters = {{"alpha", ParameterKind::kReal, 0.1, false, fraction, {}, "share"}};
  catalogue.add(mixing);
  return catalogue;
}

inline Fingerprints example_fingerprints() {
  Fingerprints prints;
  prints.baseline = "b";
  prints.target_classes = {1, 2};
  prints.counterexamples = "s";
  prints.counterexample_count = 10;
  prints.anchor_labels = {0, 0, 1, 2, 3};
  prints.anchor_contents = {"a", "b", "c", "d", "e"};
  prints.stop_sets = {{"stop", "t"}, {"validation", "v"}, {"test_cows", "f"}};
  prints.suites = {{"validation", "v"}, {"test_cows", "f"}};
  return prints;
}

}  // namespace remedy::testing
