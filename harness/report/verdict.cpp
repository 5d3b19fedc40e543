#include "report/verdict.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "report/controls.h"
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

// What entries of "best" are ordered by, on the suites that it is a mean over; or a rate of false
// positives on one suite.
struct Measured {
  std::string metric;  // of a trial
  std::vector<std::string> suites;
  std::vector<double> scales;  // of each suite: the metric of one image
  bool errors = false;         // the metric is a share of images, and less of it is better
};

// One for each suite to retain or to guard.
std::vector<Measured> false_positives_of(const Json& report) {
  std::vector<Measured> all;
  for (const Json& suite : report["suites"]) {
    const double images = number_at(suite, "images").value_or(0);
    if (suite["role"] == "retain") {
      all.push_back({"over_prediction.remediated", {suite["name"]}, {1 / images}, true});
    } else if (suite["role"] == "guard") {
      all.push_back({"predicted_as_target.remediated", {suite["name"]}, {1 / images}, true});
    }
  }
  return all;
}

Measured measured_by(const Json& report) {
  Measured by{"retention", suites_of_role(report["suites"], "retain"), {}, false};
  const bool retains = !by.suites.empty();
  if (!retains) by = {"top1", suites_of_role(report["suites"], "fix"), {}, false};
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
  std::vector<double> flips;  // on each suite, either way; or false positives

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
    const std::size_t at = figures.flips.size();
    figures.flips.push_back(by.errors ? *value / by.scales[at]
                                      : static_cast<double>(*negative + *positive));
  }
  return figures;
}

// An eligible entry of "best".
struct Contender {
  const Json* entry = nullptr;
  std::map<std::int64_t, Figures> draws;  // empty where it is not drawn
  Figures mean;
};

// The eligible entries of `best` that are comparable with the first, controls or all others. Where
// the first is eligible it is the first of the others.
std::vector<Contender> candidates_of(const Json& report, const Measured& by, bool controls) {
  std::vector<Contender> candidates;
  if (report["best"].empty() || by.suites.empty()) return candidates;
  const Json published = report["best"].front()["stopped_on_reported_suite"];
  std::map<std::size_t, std::vector<const Json*>> trials;  // by setting
  for (const Json& trial : report["trials"]) {
    trials[trial["setting"].get<std::size_t>()].push_back(&trial);
  }
  for (const Json& entry : report["best"]) {
    if (entry["outcome"] != "reached" || entry["control"] != controls ||
        entry["stopped_on_reported_suite"] != published) {
      continue;
    }
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

// `constant`: b has one figure whatever the draw.
Duel compare(const Contender& a, const Contender& b, const Measured& by, bool constant = false) {
  Duel result;
  std::vector<Figures> of_a, of_b;
  if ((*a.entry)["run"] == (*b.entry)["run"]) {
    for (const auto& [draw, figures] : a.draws) {
      const auto other = b.draws.find(draw);
      if (other == b.draws.end() && !constant) continue;
      const Figures& of_other = constant ? b.mean : other->second;
      of_a.push_back(figures);
      of_b.push_back(of_other);
      result.differences.push_back(of_other.value - figures.value);
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

// Fills in Holm's correction over all of them.
void correct(std::vector<Duel>& duels) {
  std::vector<double> draws, images;
  for (const Duel& duel : duels) {
    draws.push_back(duel.p_draws);
    images.push_back(duel.p_images);
  }
  draws = statistics::holm_adjusted(draws);
  images = statistics::holm_adjusted(images);
  for (std::size_t i = 0; i < duels.size(); ++i) {
    duels[i].p_draws_holm = draws[i];
    duels[i].p_images_holm = images[i];
  }
}

// Of every pair, row by row: (0, 1), (0, 2), ... (1, 2), ...; corrected over all of them.
std::vector<Duel> all_pairs(const std::vector<Contender>& candidates, const Measured& by) {
  std::vector<Duel> pairs;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    for (std::size_t j = i + 1; j < candidates.size(); ++j) {
      pairs.push_back(compare(candidates[i], candidates[j], by));
    }
  }
  correct(pairs);
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

// Which remediations are significantly better than each control that is eligible itself, and in
// what.
Json controls_of(const Json& report, const Measured& by) {
  std::vector<Measured> figures = false_positives_of(report);
  figures.insert(figures.begin(), by);
  struct Bout {
    std::string control, remediation, figure;  // the former two as keys
    bool lower_is_better = false;
  };
  std::vector<Bout> bouts;
  std::vector<Duel> duels;
  Json result = Json::array();
  const auto key = [](const Json& entry) {
    return Json{entry["run"], entry["label"], entry["stop_on"]}.dump();
  };
  for (const Measured& figure : figures) {
    for (const Contender& control : candidates_of(report, figure, /*controls=*/true)) {
      for (const Contender& one : candidates_of(report, figure, /*controls=*/false)) {
        bouts.push_back({key(*control.entry), key(*one.entry),
                         figure.errors         ? "false positives on " + figure.suites.front()
                         : by.metric == "top1" ? "fix rate"
                                               : by.metric,
                         figure.errors});
        duels.push_back(compare(one, control, figure, /*constant=*/control.draws.empty()));
      }
    }
  }
  correct(duels);
  for (const Contender& control : candidates_of(report, by, /*controls=*/true)) {
    Json row;
    for (const char* name : {"run", "label", "setting"}) row[name] = (*control.entry)[name];
    row["remediation"] = report["settings"][row["setting"].get<std::size_t>()]["remediation"];
    row["better"] = Json::array();
    for (const Contender& one : candidates_of(report, by, /*controls=*/false)) {
      Json in = Json::array();
      for (std::size_t i = 0; i < bouts.size(); ++i) {
        if (bouts[i].control != key(*control.entry) || bouts[i].remediation != key(*one.entry)) {
          continue;
        }
        const bool better =
            bouts[i].lower_is_better ? duels[i].difference > 0 : duels[i].difference < 0;
        if (better && duels[i].told() != std::string("no")) in.push_back(bouts[i].figure);
      }
      if (!in.empty()) row["better"].push_back({{"label", (*one.entry)["label"]}, {"in", in}});
    }
    result.push_back(std::move(row));
  }
  return result;
}

Json missing_controls(const Json& report) {
  Json missing = Json::array();
  for (const char* id : kControls) {
    const bool there =
        std::any_of(report["settings"].begin(), report["settings"].end(),
                    [&](const Json& setting) { return setting["remediation"] == id; });
    if (!there) missing.push_back(id);
  }
  return missing;
}

}  // namespace

Json verdict(const Json& report, const Acceptances& accept) {
  Json result;
  // Controls stand last: where the first is one, there is nothing else.
  const bool any = !report["best"].empty() && report["best"].front()["control"] == false;
  const Json first = any ? report["best"].front() : Json::object();
  for (const char* key : {"run", "label", "setting", "outcome", "chosen_by"}) {
    result[key] = first.value(key, Json(nullptr));
  }
  const bool reached = result["outcome"] == "reached";
  if (!reached) result["setting"] = nullptr;
  result["rivals"] = Json::array();
  result["tied"] = Json::array();
  const Measured by = measured_by(report);
  if (reached) {
    const std::vector<Contender> candidates = candidates_of(report, by, /*controls=*/false);
    const std::vector<Duel> pairs = all_pairs(candidates, by);
    if (!candidates.empty() && candidates.front().entry == &report["best"].front()) {
      for (std::size_t i = 1; i < candidates.size(); ++i) {
        if (pairs[i - 1].told() == std::string("no")) result["tied"].push_back(i - 1);
        result["rivals"].push_back(rival_of(candidates[i], pairs[i - 1]));
      }
    }
  }
  result["controls"] = controls_of(report, by);
  result["missing_controls"] = missing_controls(report);
  result["use"] = use_sentence(report, result);
  result["breaks"] = breaks_sentence(report, result, accept);
  result["sure"] = sure_sentence(result);
  return result;
}

}  // namespace remedy
