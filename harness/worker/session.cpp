#include "worker/session.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "core/error.h"
#include "core/exception_name.h"
#include "core/file.h"
#include "core/study/reader/study_reader.h"
#include "launch/broken_gate.h"
#include "launch/process/worker_process.h"
#include "model/architectures/architectures.h"
#include "model/device_failure.h"
#include "model/device_memory.h"
#include "model/memory.h"
#include "model/weights.h"
#include "worker/baseline.h"
#include "worker/device.h"
#include "worker/trial_context.h"
#include "worker/version.h"

namespace remedy {
namespace {

// "evaluate" is all that comes after the remediation; its parts stand beside it.
Named<double> with_total(Named<double> seconds) {
  double evaluate = 0;
  for (const char* part : {"forward", "metrics", "write"}) evaluate += named(seconds, part);
  named(seconds, "evaluate") = evaluate;
  return seconds;
}

// Half of what a worker may hold is for activations that a backward pass keeps: the other half is
// for gradients, and for the stage that is computed again. Of a device, half of what is free now.
std::int64_t activation_budget(const Limits& limits, c10::Device device) {
  if (const auto memory = device_memory(device)) return memory->free / 2;
  if (!device.is_cpu()) return std::numeric_limits<std::int64_t>::max();
  const std::uint64_t machine = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
                                static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  return static_cast<std::int64_t>(std::min(limits.memory_bytes.value_or(machine), machine) / 2);
}

// Of a study that the launcher has read too, perhaps on a machine that has folders which this one
// lacks. Throws one Error with everything that is wrong here.
Study read_study(const std::filesystem::path& file) {
  StudyDraft draft = draft_study(file);
  draft.problems.raise();
  return std::move(draft.study);
}

// A GPU's libraries start threads with the first backward pass, which no remediation has left
// behind.
void start_training_threads(c10::Device device) {
  const at::AutoGradMode grad(true);
  const auto on_device = at::TensorOptions(at::kFloat).device(device);
  const at::Tensor weight = at::ones({4, 3, 3, 3}, on_device).requires_grad_(true);
  at::conv2d(at::ones({1, 3, 8, 8}, on_device), weight).sum().backward();
}

TrialResult failure(Status status, const std::string& reason) {
  TrialResult result;
  result.status = status;
  result.reason = reason.empty() ? "the remediation threw without a message" : reason;
  return result;
}

}  // namespace

Session::Session(const SessionOptions& options, const OpeningProgress& progress)
    : options_(options),
      study_(read_study(options.study)),
      run_(options.run),
      listing_(list_study(study_)),
      device_(parse_device(options.device)),
      batch_(device_.is_cpu() ? 32 : 256) {
  at::set_num_threads(options.threads);
  LoadedBaseline loaded = load_baseline(study_.baseline, listing_.classes.size(), device_);
  baseline_ = std::move(loaded.network);
  baseline_hash_ = std::move(loaded.content);
  if (const std::string bad = first_not_finite(*baseline_); !bad.empty()) {
    throw Error("{}: {} holds a value that is not finite", study_.baseline.weights.string(), bad);
  }
  data_ =
      study_data(study_, fingerprints(study_, listing_, baseline_hash_,
                                      c10::DeviceTypeName(device_.type(), /*lower_case=*/true)));
  baseline_inference_ = make_inference_network(*baseline_, study_.precision);
  select_images(study_, listing_, *baseline_inference_, device_);
  images_ = open_images(study_, listing_, device_, options_.threads, options_.training, progress);
  evaluation_ = std::make_unique<Evaluation>(
      EvaluationGround{study_, listing_, run_, *baseline_, *baseline_inference_, baseline_hash_,
                       device_, batch_, options.threads},
      std::move(images_.suites), progress);
  if (!device_.is_cpu()) start_training_threads(device_);
  malloc_trim(0);
  opened_bytes_ = static_cast<std::int64_t>(resident_bytes(getpid())) - cached_bytes();
}

Json Session::summary() {
  Json json;
  json["baseline"] = evaluation_->baseline();
  json["gate"] =
      unexpected(study_.baseline, json["baseline"], listing_.glyphs ? &*listing_.glyphs : nullptr);
  if (!study_.baseline.expect) json["gate"] = contradicted();
  std::vector<BaselineStop> stops;
  json["stops"] = Json::array();
  for (const StopRule& rule : study_.stops) {
    StopProbe& probe = stop_probe(rule);
    stops.push_back({rule, probe.images(), probe.accuracy(*baseline_)});
    json["stops"].push_back(to_json(stops.back()));
  }
  if (json["gate"].get_ref<const std::string&>().empty())
    json["gate"] = not_broken(study_, json["baseline"], stops);
  if (listing_.glyphs != nullptr) json["glyphs"] = listing_.glyphs->content();
  json["classes"] = listing_.classes.size();
  if (images_.near_duplicates.count > 0) {
    json["near_duplicates"] = {{"count", images_.near_duplicates.count},
                               {"first", images_.near_duplicates.first}};
  }
  json["data"] = to_json(data_);
  Provenance provenance;
  provenance.harness = harness_version();
  provenance.libtorch = libtorch_version();
  provenance.compiler = compiler_version();
  provenance.convolutions = baseline_inference_->kind();
  provenance.device = device_name(device_);
  provenance.threads = options_.threads;
  json["provenance"] = to_json(provenance);
  return json;
}

// Judged by some images of the suite that is most like what the network was trained on.
std::string Session::contradicted() const {
  const std::size_t most = study_.baseline.preprocess.crop > 96 ? 16 : 32;  // images
  const auto retained = std::find_if(study_.suites.begin(), study_.suites.end(),
                                     [](const Suite& s) { return s.role == Role::kRetain; });
  const Suite& suite = retained == study_.suites.end() ? study_.suites.front() : *retained;
  const SuiteTensor& tensor = *evaluation_->images(suite.name)->tensor;
  const auto size = static_cast<std::size_t>(tensor.size());
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < std::min(size, most); ++i) {
    rows.push_back(i * size / std::min(size, most));
  }
  return remedy::contradicted(study_.baseline, *baseline_, tensor.images(rows), suite.name);
}

const OpenSet& Session::training_source() {
  if (images_.training == nullptr) {
    images_.training = open_training(study_, listing_, device_, options_.threads);
    opened_bytes_ = std::max(opened_bytes_,
                             static_cast<std::int64_t>(resident_bytes(getpid())) - cached_bytes());
  }
  return *images_.training;
}

StopProbe& Session::stop_probe(const StopRule& rule) {
  std::unique_ptr<StopProbe>& probe = stop_probes_[rule.on];
  if (probe != nullptr) return *probe;
  const OpenSet* set = rule.on_reported_suite() ? evaluation_->images(rule.on) : images_.stop.get();
  if (set == nullptr) throw Error("stop.on: there is no suite {}", rule.on);
  probe = std::make_unique<StopProbe>(*baseline_, *set->tensor, set->labels, batch_);
  return *probe;
}

double Session::stop_accuracy(Model& model, const StopRule& rule) {
  // A model of a plugin's own, and a network that it damaged, are run as they are.
  const auto* network = dynamic_cast<const Network*>(&model);
  const bool plain = network == nullptr || !damage(*network).empty();
  return plain ? stop_probe(rule).accuracy(model) : stop_probe(rule).accuracy(*network);
}

std::unique_ptr<Network> Session::starting_point(const Trial& trial) const {
  std::unique_ptr<Network> network = baseline_->copy();
  network->set_activation_budget(activation_budget(study_.limits, device_));
  if (!trial.after.empty()) load_result(trial.after.front(), *network);
  return network;
}

void Session::load_result(const std::string& trial, Network& network) const {
  const auto file = run_.weights(trial);
  load_weights(network, read_checkpoint(file), file.string());
}

// What a remediation did to the network that no repaired classifier may have, or nothing.
std::string Session::damage(const Network& network) const {
  for (std::size_t i = 0; i < network.state().size(); ++i) {
    const NamedTensor& now = network.state()[i];
    const at::Tensor& before = baseline_->state()[i].tensor;
    if (now.tensor.sizes() != before.sizes() || now.tensor.dtype() != before.dtype() ||
        now.tensor.device() != before.device()) {
      return fmt::format("the remediation changed the shape, type or device of {}", now.name);
    }
  }
  return {};
}

std::int64_t Session::cached_bytes() const {
  std::int64_t bytes = evaluation_->cached_bytes();
  for (const auto& [on, probe] : stop_probes_) bytes += probe->cached_bytes();
  return bytes;
}

std::string Session::memory_left() const {
  constexpr std::int64_t kMiB = 1 << 20;
  malloc_trim(0);
  const std::int64_t left =
      static_cast<std::int64_t>(resident_bytes(getpid())) - opened_bytes_ - cached_bytes();
  const auto allowed = static_cast<std::int64_t>(study_.limits.memory_bytes.value_or(1ULL << 40));
  if (left < std::clamp(allowed / 4, 256 * kMiB, 1024 * kMiB)) return {};
  return fmt::format("{} MiB of memory", left / kMiB);
}

TrialResult Session::run_trial(
    const Trial& trial, const PluginLibrary& plugin, bool keep_weights, TrialState& state,
    const std::function<void(std::int64_t, const std::string&)>& progress) {
  Stopwatch watch;
  malloc_trim(0);
  at::set_num_threads(options_.threads);
  at::AutoGradMode grad(true);
  at::manual_seed(trial.seed.value_or(0));
  std::unique_ptr<Network> network = starting_point(trial);
  std::error_code none;
  std::filesystem::remove(run_.notes(trial.id), none);  // of an earlier run of it
  TrialContext context(*this, trial, plugin.info().uses, state, progress);
  watch.lap("start");
  const pid_t process = getpid();
  std::optional<TrialResult> failed;
  try {
    const PluginLibrary::Instance remediation = plugin.create(trial.parameters);
    remediation->apply(*network, context);
  } catch (const Diverged& error) {
    failed = failure(Status::kDiverged, error.what());
  } catch (const std::exception& error) {
    failed = failure(is_out_of_memory(error) ? Status::kOutOfMemory : Status::kFailed,
                     plain_message(error));
  } catch (...) {
    failed = failure(Status::kFailed,
                     fmt::format("the remediation threw an object of type {}, which is no "
                                 "std::exception",
                                 exception_name()));
  }
  if (getpid() != process) _exit(0);  // a child that the remediation left: it has no result
  state.restore();
  if (!context.log().empty()) write_file(run_.notes(trial.id), context.log().to_csv());
  if (failed) return *failed;
  watch.lap("apply");
  at::set_num_threads(options_.threads);
  at::AutoGradMode no_grad(false);
  network->eval();
  if (const std::string what = damage(*network); !what.empty()) {
    return failure(Status::kFailed, what);
  }
  if (const std::string bad = first_not_finite(*network); !bad.empty()) {
    return failure(Status::kDiverged,
                   fmt::format("{} holds a value that is not finite; try a gentler setting", bad));
  }
  TrialResult result;
  if (trial.stop) {
    const double reached_accuracy = stop_accuracy(*network, *trial.stop);
    const bool reached = reached_accuracy > trial.stop->above;
    watch.lap("forward");
    result.stop = StopOutcome{trial.stop->on,    trial.stop->on_reported_suite(),
                              trial.stop->above, trial.stops,
                              reached,           reached_accuracy,
                              context.steps(),   context.probes()};
    if (trial.stops && !reached) {
      result.status = Status::kNotReached;
      result.reason = fmt::format(
          "accuracy on {} was {:.3f} after {} steps, the study asks for "
          "more than {}",
          trial.stop->on, reached_accuracy, context.steps(), trial.stop->above);
    }
  }
  try {
    Evaluation::Measured measured = evaluation_->measure(*network, trial.id, watch);
    result.suites = std::move(measured.suites);
    result.derived = std::move(measured.derived);
  } catch (const Diverged& error) {
    return failure(Status::kDiverged, error.what());
  }
  if (keep_weights) save_weights(*network, run_.weights(trial.id));
  watch.lap("write");
  result.seconds = with_total(watch.seconds());
  return result;
}

}  // namespace remedy
