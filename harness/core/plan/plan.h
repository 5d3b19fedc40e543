// From a study to its trials.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/catalogue.h"
#include "core/json.h"
#include "core/named.h"
#include "core/plan/comparable.h"
#include "core/study/study.h"

namespace remedy {

// What a plan needs to know of the files that a study names: contents, never paths.
struct Fingerprints {
  std::string baseline;             // of the weights and the architecture
  std::vector<int> target_classes;  // the target first, then `also`
  std::string counterexamples;      // of the images and labels, in order
  std::size_t counterexample_count = 0;
  std::string pairs;                         // of their originals and masks
  std::vector<int> anchor_labels;            // of each image of data.anchors
  std::vector<std::string> anchor_contents;  // likewise
  std::string anchors;                       // of all that some draw takes, in their order
  std::string training;                      // of the training source
  std::size_t training_count = 0;
  std::map<std::string, std::string> stop_sets;  // by StopRule::on
  std::map<std::string, std::string> suites;     // by name
  std::string device = "cpu";                    // its kind
};

// One (remediation, parameters, N, draw, seed).
struct Trial {
  std::string id;
  std::string label;
  std::string remediation;
  std::string version;
  std::map<std::string, ParameterValue> parameters;  // every one, defaults included
  // Points of the design; nothing where the remediation does not use the factor.
  std::optional<std::int64_t> anchor_classes;
  std::optional<std::int64_t> draw;
  std::optional<std::int64_t> seed;
  // Which anchors are trained on, as a set: the same where two draws have the same images, as all
  // have that take every class of a pool with one image of each. Empty without anchors.
  std::string anchors;
  std::optional<StopRule> stop;    // the rule it stops by, or, where it does not, is measured by
  bool stops = false;              // whether it trains until the rule is met
  std::vector<std::string> after;  // the ids of the trials that it starts from; none: the baseline
  bool depended_upon = false;      // another trial starts from its weights
  std::size_t training_images = 0;
  std::vector<std::string> given;  // those parameters that the study names, in its order
  // What had to be found or marked for it and for what it starts from: Uses::supervision().
  std::vector<std::string> supervision;
};

struct Plan {
  std::vector<Trial> trials;  // a trial stands after those it starts from
  // The hash of a plugin's library as it is now, by remediation, where results that are kept were
  // made with another one.
  std::map<std::string, std::string> libraries;

  const Trial* find(const std::string& id) const;
  // Of every trial by id: how many trials it starts from, one after the other; 0: the baseline.
  std::map<std::string, int> depths() const;
};

// "gentle N=100 draw=0 learning_rate=0.001": what tells a trial from its neighbours.
std::string describe_trial(const Trial& trial);

// The trials of a study, in the order of its file. Two labels that lead to the same trial share its
// id, and it runs once. Throws Error where the anchors cannot be drawn.
Plan make_plan(const Study& study, const Catalogue& catalogue, const Fingerprints& fingerprints);

Comparable comparable(const Study& study, const Fingerprints& fingerprints);

// The hashes of what trials learn from: "counterexamples", "pairs", "anchors" and "stop", those
// there are.
Named<std::string> training(const Fingerprints& fingerprints);

Json to_json(const Trial& trial);
Trial trial_from_json(const Json& json);
// plan.json
Json to_json(const Plan& plan);
Plan plan_from_json(const Json& json);

}  // namespace remedy
