#include "report/verdict.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "report/fields.h"
#include "report/role_means.h"
#include "report/significance.h"
#include "report/verdict_words.h"
#include "statistics/describe.h"
#include "statistics/holm.h"
#include "statistics/normal.h"
#include "statistics/paired.h"

namespace remedy {
namespace {

// What entries of "best" are ordered by, on the suites that it is a mean over.
struct Measured {
  std::string metric;  // of a trial
  std::vector<std::string> suites;
  std::vector<double> scales;  // of each suite: the metric of one image
};

Measured measured_by(const Json& report) {
  Measured by{"retention", suites_of_role(report["suites"], "retain"), {}};
  const bool retains = !by.suites.empty();
  if (!retains) by = {"top1", suites_of_role(report["suites"], "fix"), {}};
  for (const Json& suite : report["suites"]) {
    const std::string name = suite["name"];
    if (std::find(by.suites.begin(), by.suites.end(), name) == by.suites.end()) continue;
    const double images = number_at(suite, "images").value_or(0);
    const double before = retains ? number_at(report["baseline"][name], "top1").value_or(0) : 1;
    by.scales.push_back(1 / (images * before));  // infinite where nothing is known
  }
  return by;
}

struct Figures {
  double value = 0;
  std::vector<double> flips;  // on each suite, either way

  void add(const Figures& other, double weight) {
    value += weight * other.value;
    flips.resize(other.flips.size());
    for (std::size_t i = 0; i < flips.size(); ++i) flips[i] += weight * other.flips[i];
  }
};

Figures mean_of(const std::vector<Figures>& all) {
  Figures mean;
  for (const Figures& figures : all) mean.add(figures, 1 / static_cast<double>(all.size()));
  return mean;
}

std::optional<Figures> figures_of(const Json& trial, const Measured& by) {
  Figures figures;
  for (const std::string& name : by.suites) {
    const Json* suite = find_member(trial["suites"], name);
    if (suite == nullptr) return std::nullopt;
    const auto value = number_at(*suite, by.metric);
    const auto negative = count_at(*suite, "negative_flips"),
               positive = count_at(*suite, "positive_flips");
    if (!value || !negative || !positive) return std::nullopt;
    figures.value += *value / static_cast<double>(by.suites.size());
    figures.flips.push_back(static_cast<double>(*negative + *positive));
  }
  return figures;
}

// An entry of "best" that reached the target.
struct Contender {
  const Json* entry = nullptr;
  std::map<std::int64_t, Figures> draws;  // empty where it is not drawn
  Figures mean;
};

// The candidates among `best` that are comparable with the first; the first of them is it.
std::vector<Contender> candidates_of(const Json& report, const Measured& by) {
  std::vector<Contender> candidates;
  if (report["best"].empty() || by.suites.empty()) return candidates;
  std::map<std::size_t, std::vector<const Json*>> trials;  // by setting
  for (const Json& trial : report["trials"]) {
    trials[trial["setting"].get<std::size_t>()].push_back(&trial);
  }
  const bool published = report["best"].front()["stopped_on_reported_suite"];
  for (const Json& entry : report["best"]) {
    if (entry["outcome"] != "reached" || entry["stopped_on_reported_suite"] != published) continue;
    std::map<std::int64_t, std::vector<Figures>> seeds;
    std::vector<Figures> undrawn;
    std::map<Json, Json> first_draw;  // of a set of anchors: draws with the same images are one
    for (const Json* trial : trials[entry["setting"].get<std::size_t>()]) {
      const auto figures = figures_of(*trial, by);
      if (!figures) continue;
      if (trial->contains("repeats_draw")) continue;  // a draw that changed nothing is none
      const Json& draw = (*trial)["design"]["draw"];
      if (const Json* anchors = find_member((*trial)["design"], "anchors")) {
        if (first_draw.emplace(*anchors, draw).first->second != draw) continue;
      }
      (draw.is_null() ? undrawn : seeds[draw.get<std::int64_t>()]).push_back(*figures);
    }
    Contender candidate;
    candidate.entry = &entry;
    std::vector<Figures> units;
    for (const auto& [draw, all] : seeds) {
      candidate.draws[draw] = mean_of(all);
      units.push_back(candidate.draws[draw]);
    }
    units.insert(units.end(), undrawn.begin(), undrawn.end());
    if (units.empty()) continue;
    candidate.mean = mean_of(units);
    candidates.push_back(std::move(candidate));
  }
  return candidates;
}

struct Duel {
  std::vector<double> differences;  // of the shared draws
  double difference = 0;
  double standard_error = 0;
  double p_draws = std::nan(""), p_images = 1;
  double p_draws_holm = std::nan(""), p_images_holm = 1;

  bool one_sign() const {
    return std::all_of(differences.begin(), differences.end(),
                       [&](double d) { return d * difference > 0; });
  }
  const char* told() const {
    if (!(p_images_holm <= kLevel)) return "no";
    if (p_draws_holm <= kLevel) return "draws";
    return one_sign() ? "images" : "no";
  }
};

Duel compare(const Contender& a, const Contender& b, const Measured& by) {
  Duel result;
  std::vector<Figures> of_a, of_b;
  if ((*a.entry)["run"] == (*b.entry)["run"]) {
    for (const auto& [draw, figures] : a.draws) {
      const auto other = b.draws.find(draw);
      if (other == b.draws.end()) continue;
      of_a.push_back(figures);
      of_b.push_back(other->second);
      result.differences.push_back(other->second.value - figures.value);
    }
  }
  const Figures mean_a = of_a.empty() ? a.mean : mean_of(of_a);
  const Figures mean_b = of_b.empty() ? b.mean : mean_of(of_b);
  result.difference = mean_b.value - mean_a.value;
  double variance = 0;
  for (std::size_t i = 0; i < by.suites.size(); ++i) {
    const double error = std::sqrt(mean_a.flips[i] + mean_b.flips[i]) * by.scales[i];
    variance += error * error;
  }
  result.standard_error = std::sqrt(variance) / static_cast<double>(by.suites.size());
  if (result.standard_error > 0 && std::isfinite(result.standard_error)) {
    result.p_images = statistics::normal_two_sided(result.difference / result.standard_error);
  }
  result.p_draws = statistics::paired_t_p(result.differences);
  return result;
}

// Of every pair, row by row: (0, 1), (0, 2), ... (1, 2), ...; corrected over all of them.
std::vector<Duel> all_pairs(const std::vector<Contender>& candidates, const Measured& by) {
  std::vector<Duel> pairs;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    for (std::size_t j = i + 1; j < candidates.size(); ++j) {
      pairs.push_back(compare(candidates[i], candidates[j], by));
    }
  }
  std::vector<double> draws, images;
  for (const Duel& pair : pairs) {
    draws.push_back(pair.p_draws);
    images.push_back(pair.p_images);
  }
  draws = statistics::holm_adjusted(draws);
  images = statistics::holm_adjusted(images);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    pairs[i].p_draws_holm = draws[i];
    pairs[i].p_images_holm = images[i];
  }
  return pairs;
}

Json rival_of(const Contender& candidate, const Duel& comparison) {
  const Json& entry = *candidate.entry;
  Json rival;
  for (const char* key : {"run", "label", "setting", "value"}) rival[key] = entry[key];
  rival["difference"] = comparison.difference;
  rival["shared_draws"] = comparison.differences.size();
  rival["interval"] = nullptr;
  if (comparison.differences.size() > 1) {
    const auto interval = statistics::t_interval(comparison.differences);
    rival["interval"] = {interval.low, interval.high};
  }
  rival["p_draws"] = or_null(comparison.p_draws);
  rival["p_draws_holm"] = or_null(comparison.p_draws_holm);
  rival["standard_error"] = or_null(comparison.standard_error);
  rival["p_images"] = comparison.p_images;
  rival["p_images_holm"] = comparison.p_images_holm;
  rival["told"] = comparison.told();
  return rival;
}

}  // namespace

Json verdict(const Json& report) {
  Json result;
  const Json first = report["best"].empty() ? Json::object() : report["best"].front();
  for (const char* key : {"run", "label", "setting", "outcome", "chosen_by"}) {
    result[key] = first.value(key, Json(nullptr));
  }
  const bool reached = result["outcome"] == "reached";
  if (!reached) result["setting"] = nullptr;
  result["rivals"] = Json::array();
  result["tied"] = Json::array();
  if (reached) {
    const Measured by = measured_by(report);
    const std::vector<Contender> candidates = candidates_of(report, by);
    const std::vector<Duel> pairs = all_pairs(candidates, by);
    if (!candidates.empty() && candidates.front().entry == &report["best"].front()) {
      for (std::size_t i = 1; i < candidates.size(); ++i) {
        if (pairs[i - 1].told() == std::string("no")) result["tied"].push_back(i - 1);
        result["rivals"].push_back(rival_of(candidates[i], pairs[i - 1]));
      }
    }
  }
  result["use"] = use_sentence(report, result);
  result["breaks"] = breaks_sentence(report, result);
  result["sure"] = sure_sentence(result);
  return result;
}

}  // namespace remedy
