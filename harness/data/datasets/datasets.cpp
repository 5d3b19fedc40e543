#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "data/datasets/dataset.h"
#include "data/datasets/sets.h"

namespace remedy {

const std::vector<Dataset>& datasets() {
  static const std::vector<Dataset> all = [] {
    std::vector<Dataset> sets = group_sets();
    for (auto more : {spawrious_sets(), imagenet_sets()}) {
      sets.insert(sets.end(), more.begin(), more.end());
    }
    std::sort(sets.begin(), sets.end(),
              [](const Dataset& a, const Dataset& b) { return a.id < b.id; });
    return sets;
  }();
  return all;
}

const Dataset& find_dataset(const std::string& id) {
  std::vector<std::string> ids;
  for (const Dataset& set : datasets()) {
    if (set.id == id) return set;
    ids.push_back(set.id);
  }
  throw Error("there is no data set \"{}\"{}; there are: {}", id, did_you_mean(id, ids),
              join(ids, ", "));
}

}  // namespace remedy
