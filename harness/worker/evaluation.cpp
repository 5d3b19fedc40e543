#include "worker/evaluation.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "metrics/derived_figures.h"
#include "metrics/suite_metrics.h"
#include "model/stored_tensors.h"
#include "model/weights.h"
#include "remedy/context.h"
#include "statistics/basic/describe.h"
#include "worker/baseline.h"
#include "worker/device.h"
#include "worker/gallery.h"
#include "worker/version.h"

namespace remedy {
namespace {

void add_outcomes(TensorList& tensors, const std::string& suite, const Outcomes& outcomes) {
  const auto add = [&](const char* name, const auto& values, at::ScalarType type) {
    tensors.add(suite + "." + name, at::tensor(values, type));
  };
  add("predicted", outcomes.predicted, at::kInt);
  add("rank", outcomes.rank, at::kInt);
  add("confidence", outcomes.confidence, at::kFloat);
  add("label_probability", outcomes.label_probability, at::kFloat);
  add("target_probability", outcomes.target_probability, at::kFloat);
}

// The logits of a space that keeps some of the network's classes, each as it is.
at::Tensor in_space(const at::Tensor& logits, const LabelView& view) {
  if (view.rule != LabelRule::kRestrict) return logits;
  std::vector<std::int64_t> kept(static_cast<std::size_t>(view.classes));
  for (std::size_t c = 0; c < view.of_model.size(); ++c) {
    if (view.of_model[c] >= 0) {
      kept[static_cast<std::size_t>(view.of_model[c])] = static_cast<std::int64_t>(c);
    }
  }
  return logits.index_select(1, at::tensor(kept, at::kLong)).contiguous();
}

std::optional<LabelSpaceFigures> label_space_of(const OpenSuite& suite) {
  if (!suite.space) return std::nullopt;
  return LabelSpaceFigures{suite.space->space.name, to_string(suite.space->space.rule),
                           suite.view.classes};
}

}  // namespace

Evaluation::Evaluation(const EvaluationGround& ground, std::vector<OpenSuite> suites,
                       const OpeningProgress& progress)
    : ground_(ground), suites_(std::move(suites)) {
  keep_class_names(ground_.run.root(), ground_.listing.classes);
  for (OpenSuite& suite : suites_) {
    suite.activations = std::make_unique<PrefixCache>(ground_.inference, *suite.images->tensor,
                                                      ground_.batch, cache_budget_);
    measure_baseline(suite, progress);
    keep_suite(ground_.run.root(), suite);
  }
}

void Evaluation::measure_baseline(OpenSuite& suite, const OpeningProgress& progress) const {
  const Preprocess& preprocess = ground_.study.baseline.preprocess;
  const std::vector<std::int32_t>& labels = suite.images->labels;
  const auto kept = [&](const std::string& name, const InferenceNetwork& network,
                        const std::function<at::Tensor()>& compute) {
    // What the logits hang on, to the bit: otherwise the identity would seem to change something.
    Json key = {{"weights", ground_.baseline_hash}, {"suite", suite.images->prepared.content()},
                {"mean", preprocess.mean},          {"std", preprocess.std},
                {"batch", ground_.batch},           {"device", device_name(ground_.device)},
                {"threads", ground_.threads},       {"libtorch", libtorch_version()},
                {"network", network.kind()}};
    if (const std::string more = hidden_identity_of(ground_.study.baseline.geometry);
        !more.empty()) {
      key["geometry"] = more;
    }
    const BaselineLogits stored(ground_.run.baseline(), name, key);
    at::Tensor logits = stored.load(labels.size(), ground_.baseline.classes());
    if (!logits.defined()) {
      progress("baseline on " + name, 0, labels.size());
      logits = compute();
      stored.save(logits, labels);
    }
    return logits;
  };
  suite.baseline_logits =
      kept(suite.name, ground_.inference, [&] { return suite.activations->baseline_logits(); });
  suite.baseline = outcomes_of(suite.baseline_logits, suite);
  suite.margins = margins_of(suite.baseline_logits, suite);
  if (ground_.study.precision == Precision::kFloat32) return;
  const auto exact = make_inference_network(ground_.baseline, Precision::kFloat32);
  suite.rounding = rounding_of(
      suite, kept(suite.name + ".float32", *exact,
                  [&] { return compute_logits(*exact, *suite.images->tensor, ground_.batch); }));
}

Outcomes Evaluation::outcomes_of(const at::Tensor& logits, const OpenSuite& suite) const {
  if (!suite.is_plain()) {
    return outcomes(suite.view, logits.data_ptr<float>(), {suite.images->labels, suite.also},
                    suite.target, ground_.threads);
  }
  return outcomes(logits.data_ptr<float>(), suite.images->labels, static_cast<int>(logits.size(1)),
                  suite.target, ground_.threads);
}

TargetMargins Evaluation::margins_of(const at::Tensor& logits, const OpenSuite& suite) const {
  if (suite.target_classes.empty()) return {};
  const at::Tensor seen = in_space(logits, suite.view);
  return target_margins(seen.data_ptr<float>(), static_cast<std::size_t>(seen.size(0)),
                        static_cast<int>(seen.size(1)), suite.target_classes, ground_.threads);
}

Divergences Evaluation::divergences_of(const at::Tensor& before, const at::Tensor& after,
                                       const OpenSuite& suite) const {
  if (suite.space) {
    return divergences(suite.view, before.data_ptr<float>(), after.data_ptr<float>(),
                       static_cast<std::size_t>(before.size(0)), ground_.threads);
  }
  return divergences(before.data_ptr<float>(), after.data_ptr<float>(),
                     static_cast<std::size_t>(before.size(0)), static_cast<int>(before.size(1)),
                     ground_.threads);
}

Rounding Evaluation::rounding_of(const OpenSuite& suite, const at::Tensor& exact) const {
  const Outcomes outcome = outcomes_of(exact, suite);
  const std::size_t images = suite.images->labels.size();
  const std::vector<double> kl = divergences_of(exact, suite.baseline_logits, suite).kl;
  std::size_t same = 0;
  for (std::size_t i = 0; i < images; ++i) {
    same += outcome.predicted[i] == suite.baseline.predicted[i];
  }
  return {top_k(outcome, 1),
          static_cast<double>(same) / static_cast<double>(images),
          {statistics::mean(kl), *std::max_element(kl.begin(), kl.end())}};
}

Json Evaluation::baseline() const {
  Json json = Json::object();
  for (const OpenSuite& suite : suites_) {
    json[suite.name] = {{"role", to_string(suite.role)},
                        {"images", suite.images->labels.size()},
                        {"top1", top_k(suite.baseline, 1)},
                        {"top3", top_k(suite.baseline, 3)},
                        {"top5", top_k(suite.baseline, 5)}};
    if (suite.rounding) json[suite.name]["rounding"] = to_json(*suite.rounding);
  }
  return json;
}

const OpenSet* Evaluation::images(const std::string& suite) const {
  for (const OpenSuite& one : suites_) {
    if (one.name == suite) return one.images.get();
  }
  return nullptr;
}

Evaluation::Measured Evaluation::measure(const Network& network, const std::string& trial,
                                         Stopwatch& watch) {
  Measured result;
  std::vector<MeasuredSuite> measured;
  TensorList predictions;
  const std::size_t unchanged = equal_stages(network, ground_.baseline);
  const auto inference = make_inference_network(network, ground_.study.precision);
  watch.lap("start");
  for (OpenSuite& suite : suites_) {
    const at::Tensor logits = suite.activations->logits(*inference, unchanged);
    watch.lap("forward");
    if (!at::isfinite(logits).all().item<bool>()) {
      throw Diverged("the logits on " + suite.name + " are not finite; try a gentler setting");
    }
    SuiteOutcome outcome;
    outcome.role = suite.role;
    outcome.labels = suite.images->labels;
    outcome.target_classes = suite.target_classes;
    const ClassList& classes = suite.space ? suite.space->classes : ground_.listing.classes;
    outcome.class_name = [&classes](int index) { return classes.name(index); };
    outcome.groupings = suite.groupings;
    outcome.baseline = suite.baseline;
    outcome.remediated = outcomes_of(logits, suite);
    outcome.divergences = divergences_of(suite.baseline_logits, logits, suite);
    SuiteFigures& figures = result.suites.emplace_back(suite.name, suite_metrics(outcome)).second;
    figures.rounding = suite.rounding;
    figures.label_space = label_space_of(suite);
    add_outcomes(predictions, suite.name, outcome.remediated);
    keep_flips(ground_.run.root(), suite, outcome.remediated);
    predictions.add(suite.name + ".kl", at::tensor(outcome.divergences.kl, at::kDouble));
    if (!suite.target_classes.empty()) {
      predictions.add(suite.name + ".target_margin", at::tensor(margins_of(logits, suite).margin));
    }
    if (!ground_.study.derived.empty()) {
      measured.push_back({suite.name, std::move(outcome), suite.pair_keys});
    }
    watch.lap("metrics");
  }
  for (const Derived& derived : ground_.study.derived) {
    result.derived.emplace_back(derived.name, derived_figures(derived, measured));
  }
  write_safetensors(ground_.run.predictions(trial), predictions.views());
  return result;
}

}  // namespace remedy
