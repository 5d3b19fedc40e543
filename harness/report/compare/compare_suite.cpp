#include "report/compare/compare_suite.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "core/error.h"
#include "core/hash.h"
#include "core/run/run_directory.h"
#include "report/content/fields.h"
#include "report/content/metrics.h"
#include "report/input/image_ranks.h"
#include "statistics/crossed.h"
#include "statistics/describe.h"
#include "statistics/mcnemar.h"

namespace remedy {
namespace {

using Ranks = std::vector<std::int32_t>;
struct RankPair {
  std::size_t draw;
  double weight;  // of the mean over seeds and then over draws
  Ranks a, b;
};

// Of a figure that says how many labels are among so many classes: how many; 0 of the others.
int ranks_within(const std::string& metric) {
  return metric == "top1" ? 1 : metric == "top3" ? 3 : metric == "top5" ? 5 : 0;
}

// The hash of a file of predictions; of one that cannot be read, the trial's id.
std::string content_of(const RunData& run, const Trial& trial) {
  try {
    return sha256_file(RunDirectory(run.root).predictions(trial.id));
  } catch (const Error&) {
    return trial.id;
  }
}

std::optional<double> figure_of(const RunData& run, const Trial& trial, const std::string& suite,
                                const std::string& metric) {
  const Json* suites = find_field(run.records.at(trial.id), "suites");
  const Json* entry = suites == nullptr ? nullptr : find_member(*suites, suite);
  return entry == nullptr ? std::nullopt : number_at(*entry, metric);
}

// Of every pair, or of none: where one lacks its predictions.
std::vector<RankPair> ranks_of_pairs(const RunData& a, const RunData& b,
                                     const std::vector<PairedDraw>& draws, const std::string& suite,
                                     std::int64_t images) {
  std::vector<RankPair> ranks;
  for (std::size_t d = 0; d < draws.size(); ++d) {
    const double weight =
        1 / static_cast<double>(draws.size()) / static_cast<double>(draws[d].size());
    for (const TrialPair& pair : draws[d]) {
      auto of_a = image_ranks(RunDirectory(a.root).predictions(pair.a->id), suite);
      auto of_b = image_ranks(RunDirectory(b.root).predictions(pair.b->id), suite);
      if (!of_a || !of_b || of_a->size() != of_b->size()) return {};
      if (static_cast<std::int64_t>(of_a->size()) != images) return {};
      ranks.push_back({d, weight, std::move(*of_a), std::move(*of_b)});
    }
  }
  return ranks;
}

// Of each image the difference, averaged over seeds and then over draws.
std::vector<double> differences_of_images(const std::vector<RankPair>& ranks, int within) {
  std::vector<double> differences(ranks.front().a.size());
  for (const RankPair& pair : ranks) {
    for (std::size_t i = 0; i < differences.size(); ++i) {
      differences[i] += pair.weight * ((pair.b[i] < within) - (pair.a[i] < within));
    }
  }
  for (double& difference : differences) {  // what rounding adds
    difference = std::max(-1.0, std::min(1.0, difference));
  }
  return differences;
}

Json discordant_images(const std::vector<RankPair>& ranks) {
  Json json = {{"only_a_right", nullptr}, {"only_b_right", nullptr}, {"mcnemar_p", nullptr}};
  if (ranks.empty()) return json;
  double only_a = 0, only_b = 0;
  for (const RankPair& pair : ranks) {
    std::int64_t first = 0, second = 0;
    for (std::size_t i = 0; i < pair.a.size(); ++i) {
      first += pair.a[i] == 0 && pair.b[i] != 0;
      second += pair.a[i] != 0 && pair.b[i] == 0;
    }
    only_a += pair.weight * static_cast<double>(first);
    only_b += pair.weight * static_cast<double>(second);
    if (ranks.size() == 1) json["mcnemar_p"] = statistics::mcnemar_p(first, second);
  }
  json["only_a_right"] = only_a;
  json["only_b_right"] = only_b;
  return json;
}

// Of each draw, averaged over its seeds.
struct PairedFigures {
  std::vector<double> a, b, differences;
};

PairedFigures figures_of(const RunData& a, const RunData& b, const std::vector<PairedDraw>& draws,
                         const std::string& suite, const std::string& metric) {
  PairedFigures figures;
  for (const PairedDraw& draw : draws) {
    std::vector<double> of_a, of_b;
    for (const TrialPair& pair : draw) {
      const auto first = figure_of(a, *pair.a, suite, metric);
      const auto second = figure_of(b, *pair.b, suite, metric);
      if (!first || !second) continue;
      of_a.push_back(*first);
      of_b.push_back(*second);
    }
    if (of_a.empty()) continue;
    figures.a.push_back(statistics::mean(of_a));
    figures.b.push_back(statistics::mean(of_b));
    figures.differences.push_back(figures.b.back() - figures.a.back());
  }
  return figures;
}

// Sets "interval" and "holds_for".
void add_interval(const std::vector<double>& differences, const std::vector<RankPair>& ranks,
                  const Metric& metric, std::int64_t images, Json& entry) {
  const double floor = statistics::rounding_deviation(smallest_step(metric, images));
  const int within = ranks.empty() ? 0 : ranks_within(metric.key);
  const statistics::Interval interval =
      within == 0
          ? statistics::over_draws(differences, floor)
          : statistics::over_draws_and_images(
                differences, statistics::over_images(differences_of_images(ranks, within)), floor);
  entry["interval"] = entry["holds_for"] = nullptr;
  if (!std::isfinite(interval.low)) return;
  entry["interval"] = {interval.low, interval.high};
  entry["holds_for"] = within == 0              ? "draws"
                       : differences.size() > 1 ? "draws and images"
                                                : "images";
}

}  // namespace

std::vector<PairedDraw> paired_draws(const RunData& a, const RunData& b,
                                     const std::vector<TrialPair>& pairs) {
  std::vector<PairedDraw> draws;
  std::map<std::string, std::size_t> index;
  for (const TrialPair& pair : pairs) {
    const Trial& one = *pair.a;
    const std::string key = !one.anchors.empty() ? one.anchors + " " + pair.b->anchors
                            : one.draw           ? std::to_string(*one.draw)
                                                 : std::to_string(one.seed.value_or(0));
    const auto [entry, is_new] = index.insert({key, draws.size()});
    if (is_new) draws.emplace_back();
    draws[entry->second].push_back(pair);
  }
  if (draws.size() < 2) return draws;
  std::set<std::string> seen;
  std::vector<PairedDraw> distinct;
  for (PairedDraw& draw : draws) {
    std::string content;
    for (const TrialPair& pair : draw) content += content_of(a, *pair.a) + content_of(b, *pair.b);
    if (seen.insert(content).second) distinct.push_back(std::move(draw));
  }
  return distinct;
}

Json compare_suite(const RunData& a, const RunData& b, const std::vector<PairedDraw>& draws,
                   const std::string& suite, std::int64_t images) {
  Json json = {{"images", images}, {"metrics", Json::object()}};
  const std::vector<RankPair> ranks = ranks_of_pairs(a, b, draws, suite, images);
  for (const Metric& metric : suite_metrics_table()) {
    if (metric.derived) continue;
    const PairedFigures figures = figures_of(a, b, draws, suite, metric.key);
    if (figures.differences.empty()) continue;
    Json entry = {{"a", statistics::mean(figures.a)},
                  {"b", statistics::mean(figures.b)},
                  {"difference", statistics::mean(figures.differences)}};
    add_interval(figures.differences, ranks, metric, images, entry);
    json["metrics"][metric.key] = std::move(entry);
  }
  json.update(discordant_images(ranks));
  return json;
}

}  // namespace remedy
