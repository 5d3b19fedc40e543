#include "report/compare/compare_suite.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "core/error.h"
#include "core/hash.h"
#include "core/run/run_directory.h"
#include "report/compare/image_ranks.h"
#include "report/content/trial.h"
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
int ranks_within(Figure figure) {
  switch (figure) {
    case Figure::kTop1:
      return 1;
    case Figure::kTop3:
      return 3;
    case Figure::kTop5:
      return 5;
    default:
      return 0;
  }
}

// The hash of a file of predictions; of one that cannot be read, the trial's id.
std::string content_of(const RunData& run, const Trial& trial) {
  try {
    return sha256_file(RunDirectory(run.root).predictions(trial.id));
  } catch (const Error&) {
    return trial.id;
  }
}

std::optional<double> recorded(const RunData& run, const Trial& trial, const std::string& suite,
                               Figure figure) {
  const SuiteFigures* figures = find_named(run.records.at(trial.id).result.suites, suite);
  if (figures == nullptr) return std::nullopt;
  SuiteRow row;
  row.recorded = *figures;
  return figure_of(row, figure);
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

void add_discordant_images(const std::vector<RankPair>& ranks, ComparedSuite& suite) {
  if (ranks.empty()) return;
  double only_a = 0, only_b = 0;
  for (const RankPair& pair : ranks) {
    std::int64_t first = 0, second = 0;
    for (std::size_t i = 0; i < pair.a.size(); ++i) {
      first += pair.a[i] == 0 && pair.b[i] != 0;
      second += pair.a[i] != 0 && pair.b[i] == 0;
    }
    only_a += pair.weight * static_cast<double>(first);
    only_b += pair.weight * static_cast<double>(second);
    if (ranks.size() == 1) suite.mcnemar_p = statistics::mcnemar_p(first, second);
  }
  suite.only_a_right = only_a;
  suite.only_b_right = only_b;
}

// Of each draw, averaged over its seeds.
struct PairedFigures {
  std::vector<double> a, b, differences;
};

PairedFigures figures_of(const RunData& a, const RunData& b, const std::vector<PairedDraw>& draws,
                         const std::string& suite, Figure figure) {
  PairedFigures figures;
  for (const PairedDraw& draw : draws) {
    std::vector<double> of_a, of_b;
    for (const TrialPair& pair : draw) {
      const auto first = recorded(a, *pair.a, suite, figure);
      const auto second = recorded(b, *pair.b, suite, figure);
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

// Sets `interval` and `holds_for`.
void add_interval(const std::vector<double>& differences, const std::vector<RankPair>& ranks,
                  const Metric& metric, std::int64_t images, FigureDifference& entry) {
  const double floor = statistics::rounding_deviation(smallest_step(metric, images));
  const int within = ranks.empty() ? 0 : ranks_within(metric.figure);
  const statistics::Interval interval =
      within == 0
          ? statistics::over_draws(differences, floor)
          : statistics::over_draws_and_images(
                differences, statistics::over_images(differences_of_images(ranks, within)), floor);
  if (!std::isfinite(interval.low)) return;
  entry.interval = interval;
  entry.holds_for = within == 0              ? HoldsFor::kDraws
                    : differences.size() > 1 ? HoldsFor::kDrawsAndImages
                                             : HoldsFor::kImages;
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

ComparedSuite compare_suite(const RunData& a, const RunData& b,
                            const std::vector<PairedDraw>& draws, const std::string& suite,
                            std::int64_t images) {
  ComparedSuite result;
  result.name = suite;
  result.images = images;
  const std::vector<RankPair> ranks = ranks_of_pairs(a, b, draws, suite, images);
  for (const Metric& metric : suite_metrics_table()) {
    if (metric.derived) continue;
    const PairedFigures figures = figures_of(a, b, draws, suite, metric.figure);
    if (figures.differences.empty()) continue;
    FigureDifference entry;
    entry.figure = metric.figure;
    entry.a = statistics::mean(figures.a);
    entry.b = statistics::mean(figures.b);
    entry.difference = statistics::mean(figures.differences);
    add_interval(figures.differences, ranks, metric, images, entry);
    result.figures.push_back(entry);
  }
  add_discordant_images(ranks, result);
  return result;
}

}  // namespace remedy
