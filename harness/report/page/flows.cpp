#include "report/page/flows.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "core/error.h"
#include "core/run/gallery_files.h"
#include "core/run/run_directory.h"
#include "model/checkpoint/tensor_file.h"
#include "report/input/kept_values.h"
#include "report/settings/role_means.h"

namespace remedy {
namespace {

using Classes = std::vector<std::int32_t>;
using Pair = std::pair<std::int32_t, std::int32_t>;  // from, to

// A suite as the baseline sees it; empty where that is not kept.
struct Seen {
  Classes labels, before;
};

class FlowReader {
 public:
  FlowReader(const std::vector<RunData>& runs, const Report& report)
      : runs_(runs), report_(report) {}

  std::vector<FlipFlows> read() {
    std::vector<FlipFlows> result;
    for (const DecisionRow& row : report_.matrix.rows) {
      for (const Role role : {Role::kRetain, Role::kGuard}) {
        for (const std::size_t suite : suites_of_role(report_.suites, role)) {
          FlipFlows flows = flows_of(row.setting, suite);
          if (flows.pairs > 0) result.push_back(std::move(flows));
        }
      }
    }
    return result;
  }

 private:
  FlipFlows flows_of(std::size_t setting, std::size_t suite) {
    const std::size_t run = report_.settings[setting].run;
    const Seen& seen = seen_by_baseline(run, suite);
    std::map<Pair, std::vector<double>> counts;  // by trial
    std::size_t trials = 0;
    for (const TrialRow& trial : report_.trials) {
      if (trial.setting != setting || !trial.has_result() || trial.repeats_draw) continue;
      const Classes after = predicted(run, trial.planned.id, report_.suites[suite].name);
      if (after.empty() || after.size() != seen.labels.size()) continue;
      for (std::size_t i = 0; i < after.size(); ++i) {
        if (seen.before[i] != seen.labels[i] || after[i] == seen.labels[i]) continue;
        auto& values = counts[{seen.labels[i], after[i]}];
        values.resize(trials + 1);
        ++values.back();
      }
      ++trials;
    }
    return summed_up(setting, suite, counts, trials);
  }

  FlipFlows summed_up(std::size_t setting, std::size_t suite,
                      const std::map<Pair, std::vector<double>>& counts, std::size_t trials) {
    FlipFlows result;
    result.setting = setting;
    result.suite = suite;
    result.pairs = counts.size();
    const std::size_t run = report_.settings[setting].run;
    const std::string& name = report_.suites[suite].name;
    const Classes& labels = seen_by_baseline(run, suite).labels;
    for (auto [pair, values] : counts) {
      values.resize(trials);
      const double sum = std::accumulate(values.begin(), values.end(), 0.0);
      const double mean = sum / static_cast<double>(trials);
      result.flips += mean;
      result.flows.push_back(
          {runs_[run].class_name(name, pair.first), runs_[run].class_name(name, pair.second),
           std::count(labels.begin(), labels.end(), pair.first), mean, std::move(values)});
    }
    std::stable_sort(result.flows.begin(), result.flows.end(),
                     [](const FlipFlow& a, const FlipFlow& b) { return a.mean > b.mean; });
    if (result.flows.size() > kFlows) result.flows.resize(kFlows);
    return result;
  }

  const Seen& seen_by_baseline(std::size_t run, std::size_t suite) {
    const auto [entry, is_new] = seen_.try_emplace({run, suite});
    if (!is_new) return entry->second;
    try {
      const StateDict kept =
          read_checkpoint(GalleryFiles(runs_[run].root).baseline(report_.suites[suite].name));
      Seen seen{kept_values<std::int32_t>(kept, "label", DType::kInt32),
                kept_values<std::int32_t>(kept, "predicted", DType::kInt32)};
      if (seen.labels.size() == seen.before.size()) entry->second = std::move(seen);
    } catch (const Error&) {
      // As if it were not there.
    }
    return entry->second;
  }

  Classes predicted(std::size_t run, const std::string& trial, const std::string& suite) const {
    try {
      const StateDict file = read_checkpoint(RunDirectory(runs_[run].root).predictions(trial));
      return kept_values<std::int32_t>(file, suite + ".predicted", DType::kInt32);
    } catch (const Error&) {
      return {};
    }
  }

  const std::vector<RunData>& runs_;
  const Report& report_;
  std::map<std::pair<std::size_t, std::size_t>, Seen> seen_;  // by run and suite
};

}  // namespace

std::vector<FlipFlows> gather_flows(const std::vector<RunData>& runs, const Report& report) {
  return FlowReader(runs, report).read();
}

}  // namespace remedy
