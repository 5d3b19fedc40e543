#include <yaml-cpp/yaml.h>

#include "core/study/architectures.h"
#include "core/study/reader/sections/derived_section.h"
#include "core/study/reader/sections/geometry_section.h"
#include "core/study/reader/sections/groups_section.h"
#include "core/study/reader/sections/label_space_section.h"
#include "core/study/reader/sections/preprocess_section.h"
#include "core/study/reader/sections/slurm_section.h"
#include "core/study/reader/study_reader.h"

namespace remedy {
namespace {

void emit_value(YAML::Emitter& out, const ParameterValue& value) {
  if (std::holds_alternative<std::monostate>(value)) {
    out << YAML::Null;
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    out << YAML::DoubleQuoted << *text;
  } else if (const auto* numbers = std::get_if<std::vector<double>>(&value)) {
    out << YAML::Flow << *numbers;
  } else {
    out << to_text(value);
  }
}

template <typename T>
void emit_list(YAML::Emitter& out, const char* key, const std::vector<T>& values) {
  out << YAML::Key << key << YAML::Value << YAML::Flow << values;
}

void emit_source(YAML::Emitter& out, const GeneratedSource& source, const std::string& label) {
  out << YAML::Key << kGenerator << YAML::Value << kGeneratedSplits[source.split];
  if (!label.empty()) out << YAML::Key << "class" << YAML::Value << label;
  if (!source.except.empty()) emit_list(out, "except", source.except);
  out << YAML::Key << "first" << YAML::Value << source.first;
  out << YAML::Key << "per_class" << YAML::Value << source.per_class;
  if (source.rainbow) out << YAML::Key << "recolour" << YAML::Value << "rainbow";
  if (source.misclassified) out << YAML::Key << "select" << YAML::Value << "misclassified";
}

void emit_source(YAML::Emitter& out, const GroupedSource& source, const std::string& label) {
  constexpr const char* kParts[] = {"all", "aligned", "conflicting"};
  out << YAML::Key << kGroupsGenerator << YAML::Value << kGeneratedSplits[source.split];
  if (!label.empty()) out << YAML::Key << "class" << YAML::Value << label;
  out << YAML::Key << "first" << YAML::Value << source.first;
  out << YAML::Key << "per_class" << YAML::Value << source.per_class;
  out << YAML::Key << "aligned" << YAML::Value << source.aligned;
  out << YAML::Key << "select" << YAML::Value << kParts[static_cast<int>(source.part)];
}

void emit_source(YAML::Emitter& out, const FolderSource& source, const std::string& label) {
  out << YAML::Key << "folder" << YAML::Value << source.folder.string();
  if (label.empty()) {
    out << YAML::Key << "labels" << YAML::Value << "folders";
  } else {
    out << YAML::Key << "class" << YAML::Value << label;
  }
  if (source.skip > 0) out << YAML::Key << "skip" << YAML::Value << source.skip;
  if (source.take) out << YAML::Key << "take" << YAML::Value << *source.take;
  if (!source.originals.empty()) {
    out << YAML::Key << "originals" << YAML::Value << source.originals.string();
  }
  if (!source.masks.empty()) {
    out << YAML::Key << "masks" << YAML::Value << source.masks.string();
  }
}

void emit_source(YAML::Emitter& out, const ManifestSource& source, const std::string& label) {
  out << YAML::Key << "manifest" << YAML::Value << source.file.string();
  out << YAML::Key << "root" << YAML::Value << source.root.string();
  if (!label.empty()) out << YAML::Key << "class" << YAML::Value << label;
  if (!source.columns.empty()) {
    out << YAML::Key << "columns" << YAML::Value << YAML::Flow << YAML::BeginMap;
    for (const auto& [role, column] : source.columns) {
      out << YAML::Key << role << YAML::Value << column;
    }
    out << YAML::EndMap;
  }
  if (!source.where.empty()) {
    out << YAML::Key << "where" << YAML::Value << YAML::Flow << YAML::BeginMap;
    for (const RowFilter& filter : source.where) {
      out << YAML::Key << filter.column << YAML::Value << filter.values;
    }
    out << YAML::EndMap;
  }
  if (source.skip > 0) out << YAML::Key << "skip" << YAML::Value << source.skip;
  if (source.take) out << YAML::Key << "take" << YAML::Value << *source.take;
}

void emit_images(YAML::Emitter& out, const ImageSet& images) {
  std::visit([&](const auto& source) { emit_source(out, source, images.label); }, images.source);
  emit_groupings(out, images.groupings);
  if (!images.transforms.empty()) {
    out << YAML::Key << "transform" << YAML::Value << YAML::Flow << YAML::BeginSeq;
    for (const CueTransform& transform : images.transforms) {
      if (transform.amount == 0) {
        out << transform.name;
      } else {
        out << YAML::Flow << YAML::BeginMap << YAML::Key << transform.name << YAML::Value
            << transform.amount << YAML::EndMap;
      }
    }
    out << YAML::EndSeq;
  }
  if (!images.pair_by.empty()) out << YAML::Key << "pair_by" << YAML::Value << images.pair_by;
}

void emit_pretraining(YAML::Emitter& out, const Pretraining& recipe, bool by_generator) {
  out << YAML::Key << "pretrain" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "epochs" << YAML::Value << recipe.epochs;
  if (by_generator) out << YAML::Key << "per_class" << YAML::Value << recipe.per_class;
  out << YAML::Key << "batch" << YAML::Value << recipe.batch;
  out << YAML::Key << "learning_rate" << YAML::Value << recipe.learning_rate;
  out << YAML::Key << "momentum" << YAML::Value << recipe.momentum;
  out << YAML::Key << "weight_decay" << YAML::Value << recipe.weight_decay;
  if (by_generator) out << YAML::Key << "rainbow_share" << YAML::Value << recipe.rainbow_share;
  if (!recipe.except.empty()) emit_list(out, "except", recipe.except);
  out << YAML::Key << "precision" << YAML::Value << (recipe.bfloat16 ? "bfloat16" : "float32");
  out << YAML::Key << "seed" << YAML::Value << recipe.seed;
  out << YAML::EndMap;
}

void emit_weights(YAML::Emitter& out, const Baseline& baseline) {
  const bool plain =
      baseline.weights_key.empty() && !baseline.weights_prefix && baseline.weights_ignore.empty();
  if (plain) {
    out << baseline.weights.string();
    return;
  }
  out << YAML::BeginMap << YAML::Key << "file" << YAML::Value << baseline.weights.string();
  if (!baseline.weights_key.empty()) {
    out << YAML::Key << "key" << YAML::Value << YAML::DoubleQuoted << baseline.weights_key;
  }
  if (baseline.weights_prefix) {
    out << YAML::Key << "prefix" << YAML::Value << YAML::DoubleQuoted << *baseline.weights_prefix;
  }
  if (!baseline.weights_ignore.empty()) {
    out << YAML::Key << "ignore" << YAML::Value << YAML::Flow << YAML::BeginSeq;
    for (const std::string& pattern : baseline.weights_ignore) {
      out << YAML::DoubleQuoted << pattern;
    }
    out << YAML::EndSeq;
  }
  out << YAML::EndMap;
}

void emit_baseline(YAML::Emitter& out, const Baseline& baseline) {
  out << YAML::Key << "baseline" << YAML::Value << YAML::BeginMap;
  out << YAML::Key << "architecture" << YAML::Value << baseline.architecture;
  if (has_geometry(baseline.architecture)) {
    out << YAML::Key << "base_width" << YAML::Value << baseline.base_width;
    emit_geometry(out, baseline.geometry);
  }
  if (!baseline.head.empty()) out << YAML::Key << "head" << YAML::Value << baseline.head;
  out << YAML::Key << "weights" << YAML::Value;
  emit_weights(out, baseline);
  out << YAML::Key << "classes" << YAML::Value << baseline.classes.string();
  emit_preprocess(out, baseline.preprocess, /*with_statistics=*/true);
  if (baseline.expect || baseline.broken) {
    out << YAML::Key << "expect" << YAML::Value << YAML::BeginMap;
  }
  if (baseline.expect) {
    out << YAML::Key << "suite" << YAML::Value << baseline.expect->suite;
    out << YAML::Key << "top1" << YAML::Value << baseline.expect->top1;
    out << YAML::Key << "within" << YAML::Value << baseline.expect->within;
    if (!baseline.expect->glyphs.empty()) {
      out << YAML::Key << "glyphs" << YAML::Value << YAML::DoubleQuoted << baseline.expect->glyphs;
    }
  }
  if (baseline.broken) {
    out << YAML::Key << "broken" << YAML::Value << YAML::Flow << YAML::BeginMap << YAML::Key
        << "suite" << YAML::Value << baseline.broken->suite << YAML::Key << "below" << YAML::Value
        << baseline.broken->below << YAML::EndMap;
  }
  if (baseline.expect || baseline.broken) out << YAML::EndMap;
  if (baseline.pretrain) {
    emit_pretraining(out, *baseline.pretrain, baseline.classes == kGenerator);
  }
  out << YAML::EndMap;
}

void emit_remediations(YAML::Emitter& out, const std::vector<RemediationEntry>& entries) {
  out << YAML::Key << "remediations" << YAML::Value << YAML::BeginMap;
  for (const RemediationEntry& entry : entries) {
    out << YAML::Key << entry.label << YAML::Value << YAML::BeginMap;
    if (entry.use != entry.label) out << YAML::Key << "use" << YAML::Value << entry.use;
    if (entry.after.size() == 1) {
      out << YAML::Key << "after" << YAML::Value << entry.after.front();
    } else if (!entry.after.empty()) {
      emit_list(out, "after", entry.after);
    }
    for (const auto& [key, values] : entry.grid) {
      out << YAML::Key << key << YAML::Value << YAML::Flow << YAML::BeginSeq;
      for (const ParameterValue& value : values) emit_value(out, value);
      out << YAML::EndSeq;
    }
    out << YAML::EndMap;
  }
  out << YAML::EndMap;
}

}  // namespace

std::string to_yaml(const Study& study) {
  YAML::Emitter out;
  out.SetDoublePrecision(17);
  out << YAML::BeginMap;
  out << YAML::Key << "study" << YAML::Value << study.name;
  emit_baseline(out, study.baseline);
  if (!study.target.class_id.empty()) {
    out << YAML::Key << "target" << YAML::Value << YAML::BeginMap;
    out << YAML::Key << "name" << YAML::Value << study.target.name;
    out << YAML::Key << "class" << YAML::Value << study.target.class_id;
    if (!study.target.also.empty()) emit_list(out, "also", study.target.also);
    out << YAML::EndMap;
  }
  out << YAML::Key << "data" << YAML::Value << YAML::BeginMap;
  const auto source = [&](const char* key, const std::optional<ImageSet>& images) {
    if (!images) return;
    out << YAML::Key << key << YAML::Value << YAML::BeginMap;
    emit_images(out, *images);
    out << YAML::EndMap;
  };
  source("counterexamples", study.data.counterexamples);
  source("anchors", study.data.anchors);
  source("stop", study.data.stop);
  source("training", study.data.training);
  out << YAML::EndMap;
  emit_label_spaces(out, study.label_spaces);
  out << YAML::Key << "suites" << YAML::Value << YAML::BeginMap;
  for (const Suite& suite : study.suites) {
    out << YAML::Key << suite.name << YAML::Value << YAML::BeginMap;
    out << YAML::Key << "role" << YAML::Value << to_string(suite.role);
    emit_images(out, suite.images);
    if (!suite.label_space.empty()) {
      out << YAML::Key << "label_space" << YAML::Value << suite.label_space;
    }
    if (suite.preprocess) emit_preprocess(out, *suite.preprocess, /*with_statistics=*/false);
    out << YAML::EndMap;
  }
  out << YAML::EndMap;
  emit_derived(out, study.derived);
  if (study.precision != Precision::kFloat32) {
    out << YAML::Key << "evaluate" << YAML::Value << YAML::BeginMap << YAML::Key << "precision"
        << YAML::Value << to_string(study.precision) << YAML::EndMap;
  }
  if (!study.stops.empty()) out << YAML::Key << "stop" << YAML::Value << YAML::BeginSeq;
  for (const StopRule& rule : study.stops) {
    out << YAML::Flow << YAML::BeginMap << YAML::Key << "on" << YAML::Value << rule.on << YAML::Key
        << "above" << YAML::Value << rule.above << YAML::Key << "steps" << YAML::Value << rule.steps
        << YAML::EndMap;
  }
  if (!study.stops.empty()) out << YAML::EndSeq;
  out << YAML::Key << "design" << YAML::Value << YAML::BeginMap;
  if (!study.design.anchor_classes.empty()) {
    emit_list(out, "anchor_classes", study.design.anchor_classes);
  }
  if (study.design.anchors_per_class != 1) {
    out << YAML::Key << "anchors_per_class" << YAML::Value << study.design.anchors_per_class;
  }
  out << YAML::Key << "draws" << YAML::Value << study.design.draws;
  emit_list(out, "seeds", study.design.seeds);
  out << YAML::EndMap;
  // The controls stand among the remediations by now.
  out << YAML::Key << "controls" << YAML::Value << YAML::Flow << YAML::BeginSeq << YAML::EndSeq;
  emit_remediations(out, study.remediations);
  if (!study.plugins.empty()) {
    std::vector<std::string> plugins;
    for (const auto& plugin : study.plugins) plugins.push_back(plugin.string());
    emit_list(out, "plugins", plugins);
  }
  if (study.select) {
    out << YAML::Key << "select" << YAML::Value << YAML::Flow << YAML::BeginMap;
    out << YAML::Key << "rule" << YAML::Value
        << (study.select->rule == Selection::Rule::kMean ? "mean" : "worst_group");
    out << YAML::Key << "on" << YAML::Value << study.select->suite;
    out << YAML::Key << "groups" << YAML::Value << study.select->grouping << YAML::EndMap;
  }
  out << YAML::Key << "accept" << YAML::Value << YAML::Flow << YAML::BeginMap;
  out << YAML::Key << "fix" << YAML::Value << study.accept.fix;
  out << YAML::Key << "retention" << YAML::Value << study.accept.retention;
  out << YAML::Key << "guard_drop" << YAML::Value << study.accept.guard_drop;
  out << YAML::Key << "over_prediction" << YAML::Value << study.accept.over_prediction;
  out << YAML::EndMap;
  out << YAML::Key << "limits" << YAML::Value << YAML::BeginMap;
  if (study.limits.trial_seconds) {
    out << YAML::Key << "trial" << YAML::Value << *study.limits.trial_seconds;
  }
  if (study.limits.memory_bytes) {
    out << YAML::Key << "memory" << YAML::Value << *study.limits.memory_bytes;
  }
  out << YAML::Key << "silence" << YAML::Value << study.limits.silence_seconds;
  out << YAML::EndMap;
  emit_slurm(out, study.slurm);
  out << YAML::EndMap;
  return std::string(out.c_str()) + "\n";
}

}  // namespace remedy
