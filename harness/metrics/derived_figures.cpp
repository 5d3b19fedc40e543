#include "metrics/derived_figures.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "core/error.h"
#include "core/text.h"
#include "statistics/intervals.h"
#include "statistics/mover.h"
#include "statistics/paired_proportions.h"

namespace remedy {
namespace {

// Which of the two models.
enum class When { kBefore, kAfter };

const Outcomes& model(const SuiteOutcome& outcome, When when) {
  return when == When::kBefore ? outcome.baseline : outcome.remediated;
}

class DerivedMaker {
 public:
  DerivedMaker(const Derived& derived, const std::vector<MeasuredSuite>& suites)
      : derived_(derived), suites_(suites) {}

  DerivedFigures make() {
    DerivedFigures figures;
    figures.of = derived_.text;
    if (!derived_.shape_suite.empty()) {
      figures.baseline = shape_bias(When::kBefore);
      figures.remediated = shape_bias(When::kAfter);
      return figures;
    }
    if (derived_.first.grouping.empty() && derived_.second.grouping.empty()) {
      const MeasuredSuite& first = suite(derived_.first.suite);
      const MeasuredSuite& second = suite(derived_.second.suite);
      if (!first.pair_keys.empty() && !second.pair_keys.empty()) {
        const Pairs pairs = pairs_of(first, second);
        figures.pairs = static_cast<std::int64_t>(pairs.size());
        figures.baseline = over_pairs(first, second, pairs, When::kBefore);
        figures.remediated = over_pairs(first, second, pairs, When::kAfter);
        return figures;
      }
    }
    figures.baseline = combined(When::kBefore);
    figures.remediated = combined(When::kAfter);
    return figures;
  }

 private:
  using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

  template <typename... Arguments>
  [[noreturn]] void fail(fmt::format_string<Arguments...> text, Arguments&&... arguments) const {
    throw Error("derived.{}: {}", derived_.name,
                fmt::format(text, std::forward<Arguments>(arguments)...));
  }

  const MeasuredSuite& suite(const std::string& name) const {
    for (const MeasuredSuite& one : suites_) {
      if (one.name == name) return one;
    }
    fail("there is no suite {}", name);
  }

  const ImageGrouping& grouping(const MeasuredSuite& of, const std::string& name) const {
    for (const ImageGrouping& one : of.outcome.groupings) {
      if (one.name == name) return one;
    }
    fail("the suite {} has no grouping {}", of.name, name);
  }

  Pairs pairs_of(const MeasuredSuite& first, const MeasuredSuite& second) const {
    std::unordered_map<std::string, std::size_t> at;
    for (std::size_t i = 0; i < second.pair_keys.size(); ++i) {
      if (!at.emplace(second.pair_keys[i], i).second) {
        fail("two images of {} have the key \"{}\"", second.name, second.pair_keys[i]);
      }
    }
    Pairs pairs;
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < first.pair_keys.size(); ++i) {
      if (!seen.insert(first.pair_keys[i]).second) {
        fail("two images of {} have the key \"{}\"", first.name, first.pair_keys[i]);
      }
      const auto partner = at.find(first.pair_keys[i]);
      if (partner != at.end()) pairs.emplace_back(i, partner->second);
    }
    if (pairs.empty()) {
      fail("no image of {} has the key of one of {}, such as \"{}\" and \"{}\"", first.name,
           second.name, first.pair_keys.front(), second.pair_keys.front());
    }
    return pairs;
  }

  static bool right(const MeasuredSuite& of, std::size_t image, When when) {
    return model(of.outcome, when).right(image, of.outcome.labels[image]);
  }

  static DerivedValue over_pairs(const MeasuredSuite& first, const MeasuredSuite& second,
                                 const Pairs& pairs, When when) {
    std::int64_t first_alone = 0, second_alone = 0;
    for (const auto& [a, b] : pairs) {
      const bool one = right(first, a, when), other = right(second, b, when);
      first_alone += one && !other;
      second_alone += !one && other;
    }
    const auto n = static_cast<std::int64_t>(pairs.size());
    const auto interval = statistics::bonett_price_interval(first_alone, second_alone, n);
    return {static_cast<double>(first_alone - second_alone) / static_cast<double>(n), interval.low,
            interval.high, std::nullopt};
  }

  // A sum of shares, each with a weight, of sets of images that share none.
  struct Share {
    double weight = 0;
    std::int64_t right = 0, images = 0;
  };
  using Shares = std::map<std::string, Share>;  // by suite, grouping and group

  void add(const DerivedTerm& term, double sign, When when, Shares& shares) const {
    const MeasuredSuite& of = suite(term.suite);
    const auto add_images = [&](const std::string& key, double weight, const auto& images) {
      Share& share = shares[key];
      share.weight += sign * weight;
      share.images = static_cast<std::int64_t>(images.size());
      share.right = 0;
      for (const auto i : images) share.right += right(of, i, when);
    };
    if (term.grouping.empty()) {
      std::vector<std::size_t> all(of.outcome.labels.size());
      for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
      add_images(term.suite, 1, all);
      return;
    }
    const ImageGrouping& groups = grouping(of, term.grouping);
    const std::vector<double> weights = weights_of(of, groups, term.of);
    for (std::size_t g = 0; g < weights.size(); ++g) {
      if (weights[g] == 0) continue;
      add_images(term.suite + "\n" + term.grouping + "\n" + groups.groups[g].name, weights[g],
                 groups.groups[g].images);
    }
  }

  std::vector<double> weights_of(const MeasuredSuite& of, const ImageGrouping& grouping,
                                 const std::string& name) const {
    std::vector<double> weights(grouping.groups.size(), 0);
    std::vector<std::string> names;
    for (std::size_t g = 0; g < weights.size(); ++g) {
      const ImageGroup& group = grouping.groups[g];
      names.push_back(group.name);
      if (name == group.name && group.images.empty()) {
        fail("the group {} of {} has no image", name, of.name);
      }
      if (group.images.empty()) continue;
      if (name == group.name) weights[g] = 1;
      if (name == kMeanOverGroups) weights[g] = 1;
      if (name == kMeanOverImages) weights[g] = static_cast<double>(group.images.size());
      if (name == kMeanByPrevalence) weights[g] = group.prevalence.value_or(0);
    }
    double sum = 0;
    for (const double weight : weights) sum += weight;
    if (sum == 0) {
      fail(
          "the suite {} has no group \"{}\" in {}{}; there are: {}, and the means {}, {} and, with "
          "weights, {}",
          of.name, name, grouping.name, did_you_mean(name, names), join(names, ", "),
          kMeanOverImages, kMeanOverGroups, kMeanByPrevalence);
    }
    for (double& weight : weights) weight /= sum;
    refuse_shared_images(grouping);
    return weights;
  }

  void refuse_shared_images(const ImageGrouping& grouping) const {
    std::vector<std::uint32_t> all;
    for (const ImageGroup& group : grouping.groups) {
      all.insert(all.end(), group.images.begin(), group.images.end());
    }
    std::sort(all.begin(), all.end());
    if (std::adjacent_find(all.begin(), all.end()) != all.end()) {
      fail("groups of {} share images, so their differences have no interval here", grouping.name);
    }
  }

  DerivedValue combined(When when) const {
    Shares shares;
    add(derived_.first, 1, when, shares);
    add(derived_.second, -1, when, shares);
    statistics::Estimate sum{0, {0, 0}};
    for (const auto& [key, share] : shares) {
      const double p = static_cast<double>(share.right) / static_cast<double>(share.images);
      const auto interval = statistics::wilson_interval(share.right, share.images);
      const auto [low, high] =
          std::minmax({share.weight * interval.low, share.weight * interval.high});
      const statistics::Estimate weighted{share.weight * p, {low, high}};
      sum = {sum.value + weighted.value, statistics::mover_sum(sum, weighted)};
    }
    return {sum.value, std::max(sum.interval.low, -1.0), std::min(sum.interval.high, 1.0),
            std::nullopt};
  }

  DerivedValue shape_bias(When when) const {
    const MeasuredSuite& of = suite(derived_.shape_suite);
    std::map<std::string, std::int32_t> classes;  // that are the label of some image
    for (const std::int32_t label : of.outcome.labels) {
      classes.emplace(of.outcome.class_name(label), label);
    }
    std::int64_t shape = 0, texture = 0;
    for (const ImageGroup& group : grouping(of, derived_.by).groups) {
      const auto known = classes.find(group.name);
      if (known == classes.end()) {
        fail("the group \"{}\" of {} is the name of no class that {} has images of", group.name,
             derived_.by, of.name);
      }
      for (const std::uint32_t i : group.images) {
        if (of.outcome.labels[i] == known->second) continue;  // shape and texture agree
        const std::int32_t predicted = model(of.outcome, when).predicted[i];
        shape += predicted == of.outcome.labels[i];
        texture += predicted == known->second;
      }
    }
    const std::int64_t decided = shape + texture;
    if (decided == 0) return {std::nullopt, std::nullopt, std::nullopt, 0};
    const auto interval = statistics::wilson_interval(shape, decided);
    return {static_cast<double>(shape) / static_cast<double>(decided), interval.low, interval.high,
            decided};
  }

  const Derived& derived_;
  const std::vector<MeasuredSuite>& suites_;
};

}  // namespace

DerivedFigures derived_figures(const Derived& derived, const std::vector<MeasuredSuite>& suites) {
  return DerivedMaker(derived, suites).make();
}

}  // namespace remedy
