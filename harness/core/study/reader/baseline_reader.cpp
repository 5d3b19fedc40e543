#include "core/study/reader/baseline_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/study/architectures.h"
#include "core/study/pretrained/pretrained_config.h"
#include "core/study/reader/sections/geometry_section.h"
#include "core/study/reader/sections/preprocess_section.h"
#include "core/text.h"

namespace remedy {
namespace {

std::string read_architecture(Section& section, const std::string& fallback) {
  std::string name = section.text("architecture").value_or(fallback);
  if (const ArchitectureInfo* known = find_architecture(name)) return known->name;
  const std::vector<std::string> names = architecture_names();
  section.problem("architecture",
                  fmt::format("found \"{}\"{}; allowed: {}; or what timm calls them", name,
                              did_you_mean(name, names), join(names, ", ")));
  return name;
}

// What belongs to residual networks alone.
void refuse_geometry(Section& section, const std::string& architecture) {
  for (const char* key : {"base_width", "stem", "stride_in", "batch_norm_eps"}) {
    if (!section.take(key).IsDefined()) continue;
    section.problem(key, fmt::format("goes with residual networks, and a {} is none: leave it out",
                                     architecture));
  }
}

void require_whole_patches(const Baseline& baseline, const TransformerLayout& layout, int line,
                           Problems& problems) {
  const int pixels = baseline.preprocess.crop;
  if (pixels % layout.patch == 0) return;
  problems.add(line, "baseline.preprocess.crop",
               fmt::format("found {}, expected a multiple of {}: a {} sees its image in patches of "
                           "so many pixels",
                           pixels, layout.patch, baseline.architecture));
}

// `preprocess: auto`: what stands in a file beside the weights.
Preprocess read_beside(Section& section, const std::filesystem::path& weights,
                       const Preprocess& fallback) {
  try {
    if (const auto config = pretrained_config(weights)) return config->preprocess;
    section.problem(
        "preprocess",
        fmt::format("auto: there is neither a config.json with \"pretrained_cfg\" nor a "
                    "preprocessor_config.json in {}; give {{resize: ..., crop: ...}}",
                    weights.parent_path().string()));
  } catch (const Error& error) {
    section.problem("preprocess", std::string("auto: ") + error.what());
  }
  return fallback;
}

Brokenness read_brokenness(const YAML::Node& node, int line, Problems& problems) {
  Section section(node, "baseline.expect.broken", problems);
  Brokenness broken;
  broken.line = line;
  broken.suite = section.text("suite", /*required=*/true).value_or("");
  broken.below = section.real("below", 0, 1).value_or(broken.below);
  section.finish();
  return broken;
}

void read_expectation(const YAML::Node& node, Baseline& baseline, Problems& problems) {
  Section section(node, "baseline.expect", problems);
  if (section.has("broken")) {
    const int line = section.line("broken");
    baseline.broken = read_brokenness(section.take("broken"), line, problems);
    if (section.keys() == std::vector<std::string>{"broken"}) {
      section.finish();
      return;
    }
  }
  Expectation expectation;
  expectation.suite = section.text("suite", /*required=*/true).value_or("");
  if (!section.has("top1")) section.problem("", "\"top1\" is missing");
  expectation.top1 = section.real("top1", 0, 1).value_or(0);
  expectation.within = section.real("within", 0, 1).value_or(0);
  expectation.glyphs = section.text("glyphs").value_or("");
  section.finish();
  baseline.expect = expectation;
}

// `by_generator`: samples are made for the training, and not taken from the study's data.
Pretraining read_pretraining(const YAML::Node& node, bool by_generator, Problems& problems) {
  Section section(node, "baseline.pretrain", problems);
  Pretraining recipe;
  const auto count = [&](const char* key, std::int64_t& to) {
    to = section.integer(key, 1).value_or(to);
  };
  count("epochs", recipe.epochs);
  if (by_generator) count("per_class", recipe.per_class);
  count("batch", recipe.batch);
  recipe.learning_rate = section.real("learning_rate", 0, 100).value_or(recipe.learning_rate);
  recipe.momentum = section.real("momentum", 0, 1).value_or(recipe.momentum);
  recipe.weight_decay = section.real("weight_decay", 0, 1).value_or(recipe.weight_decay);
  if (by_generator) {
    recipe.rainbow_share = section.real("rainbow_share", 0, 1).value_or(recipe.rainbow_share);
    recipe.except = section.texts("except");
  }
  recipe.bfloat16 = section.choice("precision", {"float32", "bfloat16"}) == 1u;
  recipe.seed = section.integer("seed", 0).value_or(recipe.seed);
  section.finish();
  return recipe;
}

}  // namespace

Baseline read_baseline(const YAML::Node& node, const StudyPaths& paths, Problems& problems) {
  Section section(node, "baseline", problems);
  Baseline baseline;
  baseline.architecture = read_architecture(section, baseline.architecture);
  const ArchitectureInfo* known = find_architecture(baseline.architecture);
  const TransformerLayout* transformer = known == nullptr ? nullptr : known->transformer();
  if (!has_geometry(baseline.architecture)) {
    refuse_geometry(section, baseline.architecture);
  } else {
    baseline.base_width =
        static_cast<int>(section.integer("base_width", 1).value_or(baseline.base_width));
    baseline.geometry = read_geometry(section, baseline.architecture, problems);
  }
  const bool scripted = is_scripted(baseline.architecture);
  if (scripted) {
    baseline.head = section.text("head", /*required=*/true).value_or("");
  } else if (section.take("head").IsDefined()) {
    section.problem("head",
                    "goes with architecture: torchscript; the last layer of others is known");
  }
  // Taken whether they are there or not: the list of allowed keys names them.
  const YAML::Node pretrain = section.take("pretrain");
  const YAML::Node expect = section.take("expect");
  if (pretrain.IsDefined()) {
    baseline.pretrain = read_pretraining(pretrain, section.text("classes") == kGenerator, problems);
    baseline.weights = paths.resolve(section.text("weights", /*required=*/true).value_or(""));
  } else if (const YAML::Node given = section.take("weights"); given.IsDefined() && given.IsMap()) {
    Section weights(given, "baseline.weights", problems);
    baseline.weights = paths.existing_file(weights, "file");
    baseline.weights_key = weights.text("key").value_or("");
    baseline.weights_prefix = weights.text("prefix");
    baseline.weights_ignore = weights.texts("ignore");
    weights.finish();
  } else {
    baseline.weights = paths.existing_file(section, "weights");
  }
  const std::string classes = section.text("classes").value_or("");
  const bool generated = classes == kGenerator || classes == kGroupsGenerator;
  baseline.classes =
      generated ? std::filesystem::path(classes) : paths.existing_file(section, "classes");
  const Preprocess usual = known ? known->preprocess : Preprocess();
  const int preprocess_line = section.line("preprocess");
  const YAML::Node preprocess = section.take("preprocess");
  const bool beside =
      preprocess.IsDefined() && preprocess.IsScalar() && preprocess.Scalar() == "auto";
  baseline.preprocess = beside ? read_beside(section, baseline.weights, usual)
                               : read_preprocess(preprocess, "baseline.preprocess", usual,
                                                 /*with_statistics=*/true, problems);
  if (scripted && baseline.pretrain) {
    section.problem("pretrain", "a TorchScript program is trained where it was written");
  }
  if (scripted && (baseline.weights_prefix || !baseline.weights_key.empty() ||
                   !baseline.weights_ignore.empty())) {
    section.problem("weights", "a TorchScript file holds one network: give the file alone");
  }
  if (transformer != nullptr) {
    require_whole_patches(baseline, *transformer, preprocess_line, problems);
  }
  if (expect.IsDefined()) read_expectation(expect, baseline, problems);
  section.finish();
  return baseline;
}

}  // namespace remedy
