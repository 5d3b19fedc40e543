#include "core/study/reader/study_reader.h"

#include <algorithm>

#include "core/error.h"
#include "core/study/reader/baseline_reader.h"
#include "core/study/reader/controls.h"
#include "core/study/reader/image_set_reader.h"
#include "core/study/reader/remediations_reader.h"
#include "core/study/reader/sections/derived_section.h"
#include "core/study/reader/sections/label_space_section.h"
#include "core/study/reader/sections/slurm_section.h"
#include "core/study/reader/suites_section.h"
#include "core/study/yaml/study_extends.h"
#include "core/study/yaml/study_override.h"
#include "core/study/yaml/study_paths.h"
#include "core/study/yaml/yaml_document.h"
#include "core/text.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;

// Reads the sections of one study file into `study`.
class StudyReader {
 public:
  StudyReader(Study& study, Problems& problems)
      : study_(study), problems_(problems), paths_(study.file) {}

  void read(const YAML::Node& root) {
    Section top(root, "", problems_);
    study_.name = top.text("study", /*required=*/true).value_or("");
    if (top.has("study") && !valid_name(study_.name)) {
      top.problem("study", fmt::format("found \"{}\", expected letters, digits, '-', '_' or '.'",
                                       study_.name));
    }
    if (!top.has("baseline")) top.problem("", "\"baseline\" is missing");
    if (top.has("baseline")) {
      study_.baseline = read_baseline(top.take("baseline"), paths_, problems_);
      expect_line_ = line_of_expected_suite(top.take("baseline"));
    }
    read_target(top.take("target"));
    read_data(top.take("data"));
    require_training_images(top);
    if (!top.has("suites")) top.problem("", "\"suites\" is missing");
    study_.label_spaces = read_label_spaces(top.take("label_spaces"), paths_, problems_);
    if (top.has("suites")) {
      read_suites(top.take("suites"), paths_, study_, problems_);
      require_expected_suites();
    }
    study_.derived = read_derived(top.take("derived"), study_, problems_);
    read_evaluate(top.take("evaluate"));
    read_stops(top.take("stop"), top.line("stop"));
    read_design(top.take("design"));
    if (!top.has("remediations")) top.problem("", "\"remediations\" is missing");
    study_.remediations = read_remediations(top.take("remediations"), problems_);
    add_controls(study_, top.take("controls"), problems_);
    for (const std::string& plugin : top.texts("plugins"))
      study_.plugins.push_back(paths_.resolve(plugin));
    read_select(top.take("select"), top.line("select"));
    read_accept(top.take("accept"));
    read_limits(top.take("limits"));
    study_.slurm = read_slurm(top.take("slurm"), problems_);
    top.finish();
  }

 private:
  // 0 where there is none.
  static int line_of_expected_suite(const YAML::Node& baseline) {
    if (!baseline.IsMap() || !baseline["expect"].IsDefined()) return 0;
    const YAML::Node expect = baseline["expect"];
    return expect.IsMap() && expect["suite"].IsDefined() ? line_of(expect["suite"]) : 0;
  }

  void require_expected_suites() {
    if (const auto& expect = study_.baseline.expect) {
      require_suite(study_, expect->suite, "baseline.expect.suite", expect_line_, problems_);
    }
    if (const auto& broken = study_.baseline.broken) {
      require_suite(study_, broken->suite, "baseline.expect.broken.suite", broken->line, problems_);
    }
  }

  void read_target(const YAML::Node& node) {
    if (!node.IsDefined()) return;
    Section section(node, "target", problems_);
    study_.target.class_id = section.text("class", /*required=*/true).value_or("");
    study_.target.name = section.text("name").value_or(study_.target.class_id);
    study_.target.also = section.texts("also");
    section.finish();
  }

  void read_originals(Section& section, FolderSource& images) {
    if (section.has("originals")) images.originals = paths_.existing_folder(section, "originals");
    if (!section.has("masks")) return;
    images.masks = paths_.existing_folder(section, "masks");
    if (images.originals.empty() && !section.has("transform")) {
      section.problem("masks", "goes with \"originals\", the images before the change; add them");
    }
  }

  void read_data(const YAML::Node& node) {
    Section section(node, "data", problems_);
    const auto read = [&](const char* key, std::optional<ImageSet>& to) {
      const YAML::Node set = section.take(key);
      if (!set.IsDefined()) return;
      Section images(set, std::string("data.") + key, problems_);
      to = read_image_set(images, paths_);
      if (&to == &study_.data.counterexamples || &to == &study_.data.stop) {
        read_transforms(images, paths_, *to);
      }
      if (&to == &study_.data.counterexamples && to->folder() != nullptr) {
        read_originals(images, *to->folder());
      }
      images.finish();
    };
    read("counterexamples", study_.data.counterexamples);
    read("anchors", study_.data.anchors);
    read("stop", study_.data.stop);
    read("training", study_.data.training);
    const auto& anchors = study_.data.anchors;
    if (anchors && anchors->depends_on_baseline()) {
      section.problem("anchors",
                      "select: misclassified is for suites, the stop set and "
                      "counterexamples; anchors are drawn from all samples");
    }
    if (study_.data.training && study_.data.training->depends_on_baseline()) {
      section.problem("training",
                      "select: misclassified is for suites, the stop set and "
                      "counterexamples");
    }
    section.finish();
  }

  // What `remedy pretrain` would train on.
  void require_training_images(Section& top) {
    const auto& recipe = study_.baseline.pretrain;
    if (!recipe || study_.baseline.classes == kGenerator || study_.data.training) return;
    top.problem("baseline",
                fmt::format("pretrain: add data.training, the images to train on; only with "
                            "\"classes: {}\" the generator makes them",
                            kGenerator));
  }

  void read_evaluate(const YAML::Node& node) {
    Section section(node, "evaluate", problems_);
    if (const auto precision = section.choice("precision", {"float32", "bfloat16"})) {
      study_.precision = *precision == 1 ? Precision::kBFloat16 : Precision::kFloat32;
    }
    section.finish();
  }

  void read_stops(const YAML::Node& node, int line) {
    if (!node.IsDefined()) {
      if (study_.data.stop) study_.stops.emplace_back();
      return;
    }
    std::vector<YAML::Node> rules;
    if (node.IsSequence()) {
      for (const YAML::Node& rule : node) rules.push_back(rule);
    } else {
      rules.push_back(node);
    }
    for (const YAML::Node& rule_node : rules) {
      Section section(rule_node, "stop", problems_);
      StopRule rule;
      rule.on = section.text("on").value_or(rule.on);
      rule.above = section.real("above", 0, 1).value_or(rule.above);
      rule.steps = section.integer("steps", 1).value_or(rule.steps);
      if (rule.on == "stop") {
        if (!study_.data.stop) {
          section.problem("on",
                          "there is no stop set: name one under data.stop, or stop on a suite, "
                          "as published");
        }
      } else {
        require_suite(study_, rule.on, "stop.on", section.line("on"), problems_, {"stop"});
        const Suite* suite = study_.find_suite(rule.on);
        if (suite != nullptr && !suite->label_space.empty()) {
          section.problem("on",
                          "training stops by the network's own classes, and this suite has a "
                          "label space; name another, or a stop set");
        }
      }
      section.finish();
      study_.stops.push_back(rule);
    }
    if (rules.empty()) problems_.add(line, "stop", "found an empty list, expected a rule");
  }

  void read_design(const YAML::Node& node) {
    Section section(node, "design", problems_);
    Design& design = study_.design;
    design.anchor_classes = section.integers("anchor_classes", 1);
    design.anchors_per_class =
        section.integer("anchors_per_class", 1).value_or(design.anchors_per_class);
    design.draws = section.integer("draws", 1).value_or(design.draws);
    if (auto seeds = section.integers("seeds", 0); !seeds.empty()) design.seeds = seeds;
    if (study_.data.anchors && design.anchor_classes.empty() && !section.has("anchor_classes")) {
      section.problem("",
                      "\"anchor_classes\" is missing: how many classes give an anchor, such as "
                      "[100, 400]");
    }
    section.finish();
  }

  void read_select(const YAML::Node& node, int line) {
    if (!node.IsDefined()) return;
    Section section(node, "select", problems_);
    Selection select;
    select.line = line;
    if (!section.has("rule"))
      section.problem("", "\"rule\" is missing; allowed: worst_group, mean");
    const auto rule = section.choice("rule", {"worst_group", "mean"});
    if (rule == 1u) select.rule = Selection::Rule::kMean;
    select.suite = section.text("on", /*required=*/true).value_or("");
    select.grouping = section.text("groups").value_or("");
    if (!select.suite.empty()) {
      require_suite(study_, select.suite, "select.on", section.line("on"), problems_);
    }
    if (const Suite* suite = study_.find_suite(select.suite)) {
      std::vector<std::string> names;
      for (const Grouping& grouping : suite->images.groupings) names.push_back(grouping.name);
      if (names.empty()) {
        section.problem("on", fmt::format("the suite {} has no groups; name them under "
                                          "suites.{}.groups",
                                          select.suite, select.suite));
      } else if (select.grouping.empty()) {
        select.grouping = names.front();
      } else if (std::find(names.begin(), names.end(), select.grouping) == names.end()) {
        section.problem("groups", fmt::format("found \"{}\"{}; the groupings of {} are: {}",
                                              select.grouping, did_you_mean(select.grouping, names),
                                              select.suite, join(names, ", ")));
      }
    }
    section.finish();
    study_.select = select;
  }

  void read_accept(const YAML::Node& node) {
    Section section(node, "accept", problems_);
    Acceptance& accept = study_.accept;
    accept.fix = section.real("fix", 0, 1).value_or(accept.fix);
    accept.retention = section.real("retention", 0, 1).value_or(accept.retention);
    accept.guard_drop = section.real("guard_drop", 0, 1).value_or(accept.guard_drop);
    accept.over_prediction = section.real("over_prediction", 0, 1).value_or(accept.over_prediction);
    section.finish();
  }

  void read_limits(const YAML::Node& node) {
    Section section(node, "limits", problems_);
    study_.limits.trial_seconds = section.parsed<double>(
        "trial", "a time such as \"90 s\", \"30 min\" or \"2 h\"", parse_seconds);
    study_.limits.silence_seconds =
        section.parsed<double>("silence", "a time such as \"2 min\"", parse_seconds)
            .value_or(study_.limits.silence_seconds);
    study_.limits.memory_bytes = section.parsed<std::uint64_t>(
        "memory", "a size such as \"512 MiB\" or \"8 GiB\"", parse_bytes);
    section.finish();
  }

  Study& study_;
  Problems& problems_;
  StudyPaths paths_;
  int expect_line_ = 0;
};

}  // namespace

StudyDraft draft_study(const fs::path& file, const std::vector<std::string>& overrides) {
  std::vector<fs::path> files;
  YAML::Node root = load_extended(file, files);
  for (const std::string& text : overrides) apply_override(root, text);
  StudyDraft draft{Study{}, Problems(files, overrides)};
  draft.study.file = file;
  try {
    StudyReader(draft.study, draft.problems).read(root);
  } catch (const YAML::Exception& error) {
    throw Error("{}:{}: {}", file.string(), error.mark.line % kLinesOfAFile + 1, error.msg);
  }
  return draft;
}

}  // namespace remedy
