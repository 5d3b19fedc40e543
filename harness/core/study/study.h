// A study: the experiment as its YAML file states it, paths absolute, defaults filled in.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/study/derived.h"
#include "core/study/geometry.h"
#include "core/study/image_set.h"
#include "core/study/label_space.h"
#include "core/study/preprocess.h"
#include "remedy/parameters.h"

namespace remedy {

enum class Role { kFix, kRetain, kTransfer, kGuard };

struct Suite {
  std::string name;
  Role role = Role::kRetain;
  ImageSet images;
  // Where it is not the baseline's; mean and std always are.
  std::optional<Preprocess> preprocess;
  std::string label_space;  // one of Study::label_spaces, or empty: the network's own classes
};

// What the baseline must score before anything is compared with it.
struct Expectation {
  std::string suite;
  double top1 = 0;    // fraction
  double within = 0;  // allowed absolute difference
  // How the content of the glyphs begins that generated images are made of (GlyphSet::content), or
  // empty: any.
  std::string glyphs;
};

// What "broken" means: the baseline's top-1 on a suite, a fraction, has to be below this, or there
// is nothing to remedy.
struct Brokenness {
  std::string suite;
  double below = 0.5;
  int line = 0;  // in the study, for messages
};

// How `remedy pretrain` makes the baseline's weights: with SGD, a warm-up over the first epoch,
// then a cosine down to 0. Where the classes are kGenerator, from the generator's split "train": an
// epoch is `per_class` samples of each class, never seen before. Else from the study's training
// source, every image once an epoch.
struct Pretraining {
  std::int64_t epochs = 8;
  std::int64_t per_class = 100;
  std::int64_t batch = 128;
  double learning_rate = 0.2;
  double momentum = 0.9;
  double weight_decay = 1e-4;  // of convolutions and the head's weight
  // Share of each class's samples that are in rainbow colours, but for the classes of `except`,
  // which always have their own.
  double rainbow_share = 0.2;
  std::vector<std::string> except;
  bool bfloat16 = false;  // `precision: bfloat16`: convolutions and the head, weights stay float32
  std::int64_t seed = 0;
};

// What evaluation computes with. kBFloat16: weights and activations of convolutions, with sums and
// the head in float32.
enum class Precision { kFloat32, kBFloat16 };

struct Baseline {
  std::string architecture = "resnet18";
  int base_width = 64;  // channels of the first stage
  Geometry geometry;
  std::string head;  // of a TorchScript program: the name of its last layer, "classifier.3"
  std::filesystem::path weights;
  // What decides by hand which of the tensors in that file are meant; the rest is looked for.
  std::string weights_key;  // of the dict, parts joined by dots, "." for the top; or empty
  std::optional<std::string> weights_prefix;  // before every name, "backbone."; may be empty
  std::vector<std::string> weights_ignore;    // patterns of names (with *) to leave aside
  // One class a line, in index order: "<id> <name>[, <name>...]"; or kGenerator,
  // for those of the generated images, or kGroupsGenerator.
  std::filesystem::path classes;
  Preprocess preprocess;
  std::optional<Expectation> expect;
  std::optional<Brokenness> broken;  // `expect: {broken: ...}`
  std::optional<Pretraining> pretrain;
};

struct Target {
  std::string name;
  std::string class_id;           // empty: there is none, as in studies of groups
  std::vector<std::string> also;  // classes counted beside it where over-prediction is measured
};

// All that a remediation may learn from.
struct TrainingSources {
  std::optional<ImageSet> counterexamples;
  std::optional<ImageSet> anchors;
  std::optional<ImageSet> stop;
  // All that the baseline was trained on, or a part of it; read in mini-batches.
  std::optional<ImageSet> training;
};

struct StopRule {
  std::string on = "stop";  // "stop": the separate stop set; or a suite's name, as published
  double above = 0.9;       // reached when the accuracy is greater than this
  std::int64_t steps = 200;
  // Stopping on a set that is also reported: flagged in every table.
  bool on_reported_suite() const { return on != "stop"; }
  bool operator==(const StopRule& other) const {
    return on == other.on && above == other.above && steps == other.steps;
  }
};

struct Design {
  std::vector<std::int64_t> anchor_classes;  // N
  std::int64_t anchors_per_class = 1;        // images of each class that is drawn
  std::int64_t draws = 1;                    // 0 ... draws-1
  std::vector<std::int64_t> seeds = {0};
};

// One entry under `remediations:`; every parameter has one value or several, which are swept.
struct RemediationEntry {
  std::string label;
  std::string use;                 // the plugin's id
  std::vector<std::string> after;  // the labels it starts from; none: the baseline
  std::vector<std::pair<std::string, std::vector<ParameterValue>>> grid;
  std::map<std::string, int> lines;  // of each key in the file, for messages
  int line = 0;
};

// By what the setting of each remediation is chosen, in place of the harness's own choice.
struct Selection {
  enum class Rule { kWorstGroup, kMean };  // the highest of either
  Rule rule = Rule::kWorstGroup;
  std::string suite;     // one with groups
  std::string grouping;  // of that suite
  int line = 0;          // in the study, for messages
};

// What a fix has to reach, and may cost at most, to be of use. Shares, from 0 to 1.
struct Acceptance {
  double fix = 0.5;               // of the suites to fix that has to be right, at least
  double retention = 0.95;        // of the accuracy on the suites to retain that has to be left
  double guard_drop = 0.05;       // by which the accuracy on a suite to guard may fall
  double over_prediction = 0.05;  // of other classes' ordinary images predicted as target
};

struct Limits {
  std::optional<double> trial_seconds;
  std::optional<std::uint64_t> memory_bytes;  // resident, per worker
  // A worker tells every second that it lives, whatever its trial does: one that has not for so
  // long is stuck (stopped, or starved by the machine), not slow.
  double silence_seconds = 120;
};

// What every job of `--launcher slurm` asks for. Where something is not given, Slurm's defaults
// hold.
struct SlurmOptions {
  std::string partition;
  std::optional<double> time_seconds;  // of one job, which serves many trials
  std::int64_t gpus = 0;               // of each job
  std::optional<std::int64_t> cpus;    // likewise; nothing: as many as the worker has threads
  std::int64_t jobs = 8;               // at once
  std::vector<std::string> options;    // of sbatch, as they stand
};

struct Study {
  std::string name;
  std::filesystem::path file;
  Baseline baseline;
  Target target;
  TrainingSources data;
  std::vector<Suite> suites;
  std::vector<LabelSpace> label_spaces;
  std::vector<Derived> derived;
  Precision precision = Precision::kFloat32;  // `evaluate: {precision: bfloat16}`
  std::vector<StopRule> stops;                // empty where there is neither a rule nor a stop set
  Design design;
  std::vector<RemediationEntry> remediations;
  std::vector<std::filesystem::path> plugins;  // libraries beside the ones that are found anyway
  std::optional<Selection> select;             // `select: {rule: worst_group, on: <suite>}`
  Acceptance accept;
  Limits limits;
  SlurmOptions slurm;

  const Suite* find_suite(const std::string& suite) const;
  // nullptr: there is no such space.
  const LabelSpace* find_label_space(const std::string& space) const;
  // How the images of a suite become network input.
  const Preprocess& preprocess_of(const Suite& suite) const {
    return suite.preprocess ? *suite.preprocess : baseline.preprocess;
  }
};

const char* to_string(Role role);
const char* to_string(Precision precision);

}  // namespace remedy
