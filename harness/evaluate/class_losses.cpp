#include "evaluate/class_losses.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace remedy {
namespace {

struct Tally {
  int class_index = 0;
  std::int64_t images = 0, before = 0, after = 0, negative_flips = 0;

  std::int64_t loss() const { return before - after; }
  bool operator<(const Tally& other) const {  // the one that lost more stands first
    return std::make_tuple(-loss(), -negative_flips, class_index) <
           std::make_tuple(-other.loss(), -other.negative_flips, other.class_index);
  }
};

}  // namespace

Json class_losses(const std::vector<std::int32_t>& labels, const Outcomes& baseline,
                  const Outcomes& remediated, const ClassName& name) {
  std::map<std::int32_t, Tally> tallies;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    Tally& tally = tallies[labels[i]];
    const bool before = baseline.predicted[i] == labels[i];
    const bool after = remediated.predicted[i] == labels[i];
    tally.class_index = labels[i];
    ++tally.images;
    tally.before += before;
    tally.after += after;
    tally.negative_flips += before && !after;
  }
  std::vector<Tally> losers;
  for (const auto& [label, tally] : tallies) {
    if (tally.loss() > 0) losers.push_back(tally);
  }
  std::sort(losers.begin(), losers.end());
  if (losers.size() > kClassesListed) losers.resize(kClassesListed);
  Json lost = Json::array();
  for (const Tally& tally : losers) {
    Json entry = {{"class", tally.class_index}};
    if (name) entry["name"] = name(tally.class_index);
    entry["images"] = tally.images;
    entry["before"] = tally.before;
    entry["after"] = tally.after;
    entry["negative_flips"] = tally.negative_flips;
    lost.push_back(std::move(entry));
  }
  return {{"lost", std::move(lost)}};
}

}  // namespace remedy
