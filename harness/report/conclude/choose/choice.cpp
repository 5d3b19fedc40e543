#include "report/conclude/choose/choice.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>

#include "report/conclude/choose/paired_difference.h"
#include "statistics/basic/random.h"
#include "statistics/hypothesis/comparison_with_best.h"

namespace remedy {
namespace {

using Members = std::vector<std::size_t>;  // competitors

Members contenders_of(const Contest& contest) {
  Members members;
  for (std::size_t i = 0; i < contest.competitors.size(); ++i) {
    if (!contest.competitors[i].control) members.push_back(i);
  }
  return members;
}

Members best_of(const MeasuredContest& measured, const Members& group) {
  if (group.size() < 2) return group;
  statistics::HalfWidth half_width(statistics::level_with_best(group.size()));
  Members order = group;  // the strongest first: they drop the others soonest
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return measured.ahead(a, b); });
  const auto beaten = [&](std::size_t i) {
    for (const std::size_t j : order) {
      if (j == i || (measured.same_draws(i, j) && !measured.ahead(j, i))) continue;
      // Where the draws alone leave it open, the images need not be asked.
      const auto drawn = measured.without_images(j, i).crossed;
      if (drawn.value - half_width(drawn) < 0) continue;
      const auto difference = measured.difference(j, i).crossed;
      if (difference.value - half_width(difference) >= 0) return true;
    }
    return false;
  };
  Members kept;
  for (const std::size_t i : group) {
    if (!beaten(i)) kept.push_back(i);
  }
  return kept;
}

// Those whose matched difference does not lie wholly below another's. One that has none stays.
Members by_matched(const Contest& contest, const Members& group) {
  double highest_low = -std::numeric_limits<double>::infinity();
  for (const std::size_t i : group) {
    if (const auto& matched = contest.competitors[i].matched) {
      highest_low = std::max(highest_low, matched->low);
    }
  }
  Members kept;
  for (const std::size_t i : group) {
    const auto& matched = contest.competitors[i].matched;
    if (!matched || matched->high >= highest_low) kept.push_back(i);
  }
  return kept;
}

struct Narrowed {
  Members set;
  std::map<std::size_t, std::string> worse_in;
  std::size_t chosen = 0;
};

Narrowed select(const Contest& contest, const std::vector<MeasuredContest>& measured) {
  Narrowed result;
  result.set = best_of(measured.front(), contenders_of(contest));
  Members left = result.set;
  const auto narrow = [&](Members kept, const std::string& name) {
    for (const std::size_t i : left) {
      if (std::find(kept.begin(), kept.end(), i) == kept.end()) result.worse_in[i] = name;
    }
    left = std::move(kept);
  };
  for (std::size_t m = 1; m < measured.size(); ++m) {
    narrow(best_of(measured[m], left), contest.measures[m].name);
  }
  narrow(by_matched(contest, left), "matched difference");
  const auto key = [&](std::size_t i) {
    const Competitor& one = contest.competitors[i];
    std::vector<double> harm;
    for (std::size_t m = 1; m < measured.size(); ++m) {
      const double mean = measured[m].mean(i);
      harm.push_back(contest.measures[m].higher_is_better ? -mean : mean);
    }
    const double matched = one.matched ? one.matched->low + one.matched->high : -2;
    return std::make_tuple(harm, -matched, one.steps, -measured.front().mean(i), i);
  };
  result.chosen = *std::min_element(left.begin(), left.end(),
                                    [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  return result;
}

std::vector<MeasuredContest> measure_all(const Contest& contest) {
  std::vector<MeasuredContest> all;
  all.reserve(contest.measures.size());
  for (const Measure& measure : contest.measures) all.emplace_back(contest, measure);
  return all;
}

void compare_with_best(const MeasuredContest& measured, std::vector<Standing>& all,
                       bool& other_draws) {
  const std::size_t k = all.size();
  statistics::HalfWidth half_width(statistics::level_with_best(k));
  std::vector<double> differences(k * k), widths(k * k);
  other_draws = true;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = i + 1; j < k; ++j) {
      const PairedDifference pair = measured.difference(all[i].competitor, all[j].competitor);
      other_draws = other_draws && pair.other_draws;
      differences[i * k + j] = pair.crossed.value;
      differences[j * k + i] = -pair.crossed.value;
      widths[i * k + j] = widths[j * k + i] = half_width(pair.crossed);
    }
  }
  const auto found = statistics::comparisons_with_best(k, differences, widths);
  for (std::size_t i = 0; i < k; ++i) {
    all[i].may_be_best = found[i].may_be_best;
    all[i].to_best = found[i].interval;
  }
}

// Which images of each suite stay: of a suite that is not named, all.
using Halves = std::map<std::string, std::vector<bool>>;

// The measure on those images that `halves` has as `side`; the values stay in the units of the
// whole. False where it has no images.
bool restrict_to(Measure& measure, const Halves& halves, bool side) {
  std::vector<std::size_t> kept;
  std::vector<double> worth;
  std::size_t first = 0;
  for (MeasuredSuite& suite : measure.suites) {
    const auto half = halves.find(suite.name);
    std::size_t images = 0;
    for (std::size_t i = 0; i < suite.images; ++i) {
      if (half != halves.end() && half->second[i] != side) continue;
      kept.push_back(first + i);
      worth.push_back(suite.scale);
      ++images;
    }
    first += suite.images;
    suite.images = images;
  }
  for (TrialFigure& trial : measure.trials) {
    if (trial.images.size() != first) return false;
    std::vector<std::uint8_t> images;
    images.reserve(kept.size());
    trial.value = 0;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      images.push_back(trial.images[kept[i]]);
      trial.value += images.back() ? worth[i] : 0;
    }
    trial.images = std::move(images);
  }
  return true;
}

// Empty measures where predictions are lost.
Contest half_of(const Contest& contest, const Halves& halves, bool side) {
  Contest half = contest;
  for (Measure& measure : half.measures) {
    const bool halved =
        std::any_of(measure.suites.begin(), measure.suites.end(),
                    [&](const MeasuredSuite& suite) { return halves.count(suite.name) > 0; });
    if (halved && !restrict_to(measure, halves, side)) half.measures.clear();
    if (half.measures.empty()) break;
  }
  return half;
}

}  // namespace

std::vector<std::size_t> may_be_best(const Contest& contest, std::size_t measure,
                                     const std::vector<std::size_t>& group) {
  return best_of(MeasuredContest(contest, contest.measures[measure]), group);
}

std::optional<double> free_of_choice(const Contest& contest, int splits) {
  const Measure& first = contest.measures.front();
  double sum = 0;
  for (int split = 0; split < splits; ++split) {
    Halves halves;
    statistics::Random random(/*seed=*/1965, static_cast<std::uint64_t>(split));
    for (const MeasuredSuite& suite : first.suites) {
      std::vector<std::uint8_t> side(suite.images);
      for (std::size_t i = 0; i < side.size(); i += 2) side[i] = 1;
      random.shuffle(side);
      halves[suite.name] = {side.begin(), side.end()};
    }
    const Contest a = half_of(contest, halves, true), b = half_of(contest, halves, false);
    if (a.measures.empty() || b.measures.empty()) return std::nullopt;
    const auto measured_a = measure_all(a), measured_b = measure_all(b);
    sum += measured_b.front().mean(select(a, measured_a).chosen) +
           measured_a.front().mean(select(b, measured_b).chosen);
  }
  return sum / splits;
}

std::optional<Decision> choose(const Contest& contest) {
  const Members members = contenders_of(contest);
  if (members.empty() || contest.measures.empty()) return std::nullopt;
  const std::vector<MeasuredContest> measured = measure_all(contest);
  Decision choice;
  for (const std::size_t i : members) {
    Standing standing;
    standing.competitor = i;
    standing.value = measured.front().mean(i);
    choice.standings.push_back(std::move(standing));
    const Competitor& one = contest.competitors[i];
    if (one.constant) continue;
    choice.draws = choice.draws == 0 ? one.draws.size() : std::min(choice.draws, one.draws.size());
  }
  compare_with_best(measured.front(), choice.standings, choice.other_draws);
  if (members.size() == 1) {
    choice.other_draws = choice.draws == 0 || choice.draws >= kDrawsForOthers;
  }
  Narrowed selection = select(contest, measured);
  for (Standing& standing : choice.standings) {
    const auto worse = selection.worse_in.find(standing.competitor);
    if (worse != selection.worse_in.end()) standing.worse_in = worse->second;
  }
  choice.chosen = selection.chosen;
  choice.plain = measured.front().mean(choice.chosen);
  choice.held_out = free_of_choice(contest, members.size() > 100 ? 2 : 10);
  return choice;
}

}  // namespace remedy
