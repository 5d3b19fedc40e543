#include "metrics/class_losses.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace remedy {
namespace {

// The one that lost more stands first.
bool loses_more(const ClassLoss& a, const ClassLoss& b) {
  const auto key = [](const ClassLoss& loss) {
    return std::make_tuple(loss.after - loss.before, -loss.negative_flips, loss.index);
  };
  return key(a) < key(b);
}

}  // namespace

ClassLosses class_losses(const std::vector<std::int32_t>& labels, const Outcomes& baseline,
                         const Outcomes& remediated, const ClassName& name) {
  std::map<std::int32_t, ClassLoss> tallies;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    ClassLoss& tally = tallies[labels[i]];
    const bool before = baseline.right(i, labels[i]);
    const bool after = remediated.right(i, labels[i]);
    tally.index = labels[i];
    ++tally.images;
    tally.before += before;
    tally.after += after;
    tally.negative_flips += before && !after;
  }
  ClassLosses losses;
  for (const auto& [label, tally] : tallies) {
    if (tally.before > tally.after) losses.lost.push_back(tally);
  }
  std::sort(losses.lost.begin(), losses.lost.end(), loses_more);
  if (losses.lost.size() > kClassesListed) losses.lost.resize(kClassesListed);
  if (name) {
    for (ClassLoss& loss : losses.lost) loss.name = name(static_cast<int>(loss.index));
  }
  return losses;
}

}  // namespace remedy
