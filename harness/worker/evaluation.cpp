#include "worker/evaluation.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "metrics/suite_metrics.h"
#include "model/stored_tensors.h"
#include "model/weights.h"
#include "remedy/context.h"
#include "statistics/describe.h"
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

}  // namespace

Evaluation::Evaluation(const EvaluationGround& ground, std::vector<OpenSuite> suites,
                       const OpeningProgress& progress)
    : ground_(ground), suites_(std::move(suites)) {
  keep_class_names(ground_.run.root(), ground_.listing.classes);
  for (OpenSuite& suite : suites_) {
    suite.activations = std::make_unique<PrefixCache>(ground_.inference, *suite.images->tensor,
                                                      ground_.batch, cache_budget_);
    measure_baseline(suite, progress);
    keep_suite(ground_.run.root(), suite, ground_.listing.target_classes);
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
  suite.margins = margins_of(suite.baseline_logits);
  if (ground_.study.precision == Precision::kFloat32) return;
  const auto exact = make_inference_network(ground_.baseline, Precision::kFloat32);
  suite.rounding = rounding_of(
      suite, kept(suite.name + ".float32", *exact,
                  [&] { return compute_logits(*exact, *suite.images->tensor, ground_.batch); }));
}

Outcomes Evaluation::outcomes_of(const at::Tensor& logits, const OpenSuite& suite) const {
  return outcomes(logits.data_ptr<float>(), suite.images->labels, static_cast<int>(logits.size(1)),
                  ground_.listing.target_classes.front(), ground_.threads);
}

TargetMargins Evaluation::margins_of(const at::Tensor& logits) const {
  return target_margins(logits.data_ptr<float>(), static_cast<std::size_t>(logits.size(0)),
                        static_cast<int>(logits.size(1)), ground_.listing.target_classes,
                        ground_.threads);
}

Divergences Evaluation::divergences_of(const at::Tensor& before, const at::Tensor& after) const {
  return divergences(before.data_ptr<float>(), after.data_ptr<float>(),
                     static_cast<std::size_t>(before.size(0)), static_cast<int>(before.size(1)),
                     ground_.threads);
}

Rounding Evaluation::rounding_of(const OpenSuite& suite, const at::Tensor& exact) const {
  const Outcomes outcome = outcomes_of(exact, suite);
  const std::size_t images = suite.images->labels.size();
  const std::vector<double> kl = divergences_of(exact, suite.baseline_logits).kl;
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

Named<SuiteFigures> Evaluation::measure(const Network& network, const std::string& trial,
                                        Stopwatch& watch) {
  Named<SuiteFigures> suites;
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
    outcome.target_classes = ground_.listing.target_classes;
    outcome.class_name = [this](int index) { return ground_.listing.classes.name(index); };
    outcome.baseline = suite.baseline;
    outcome.remediated = outcomes_of(logits, suite);
    outcome.divergences = divergences_of(suite.baseline_logits, logits);
    suites.emplace_back(suite.name, suite_metrics(outcome)).second.rounding = suite.rounding;
    add_outcomes(predictions, suite.name, outcome.remediated);
    keep_flips(ground_.run.root(), suite, outcome.remediated);
    predictions.add(suite.name + ".kl", at::tensor(outcome.divergences.kl, at::kDouble));
    predictions.add(suite.name + ".target_margin", at::tensor(margins_of(logits).margin));
    watch.lap("metrics");
  }
  write_safetensors(ground_.run.predictions(trial), predictions.views());
  return suites;
}

}  // namespace remedy
