#include "report/lost_classes.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "report/fields.h"

namespace remedy {
namespace {

constexpr std::size_t kListed = 10;

struct Loss {
  std::int64_t class_index = 0, images = 0, before = 0;
  Json name;
  double after = 0, negative_flips = 0;  // sums over trials
  int trials = 0;

  double lost() const { return static_cast<double>(before) - after / trials; }
  bool operator<(const Loss& other) const {  // the one to be shown earlier
    return std::make_tuple(-trials, -lost(), class_index) <
           std::make_tuple(-other.trials, -other.lost(), other.class_index);
  }
};

void add(const Json& entry, std::map<std::int64_t, Loss>& losses) {
  const auto index = count_at(entry, "class"), images = count_at(entry, "images"),
             before = count_at(entry, "before"), after = count_at(entry, "after"),
             flips = count_at(entry, "negative_flips");
  if (!index || !images || !before || !after || !flips) return;
  if (*before > *images || *after > *before || *flips > *before) return;
  Loss& loss = losses[*index];
  loss.class_index = *index;
  loss.images = *images;
  loss.before = *before;
  const std::string name = text_at(entry, "name");
  loss.name = name.empty() ? Json(nullptr) : Json(name);
  loss.after += static_cast<double>(*after);
  loss.negative_flips += static_cast<double>(*flips);
  ++loss.trials;
}

}  // namespace

Json lost_classes(const std::vector<const TrialRow*>& trials, const std::string& suite) {
  std::map<std::int64_t, Loss> losses;
  for (const TrialRow* row : trials) {
    if (!row->has_result()) continue;
    const Json* suites = find_member(*row->record, "suites");
    const Json* entry = suites ? find_member(*suites, suite) : nullptr;
    const Json* lost = entry ? find_field(*entry, "classes.lost") : nullptr;
    if (lost == nullptr || !lost->is_array()) continue;
    for (const Json& loss : *lost) add(loss, losses);
  }
  std::vector<Loss> ordered;
  for (const auto& [index, loss] : losses) ordered.push_back(loss);
  std::sort(ordered.begin(), ordered.end());
  if (ordered.size() > kListed) ordered.resize(kListed);
  Json list = Json::array();
  for (const Loss& loss : ordered) {
    list.push_back({{"class", loss.class_index},
                    {"name", loss.name},
                    {"images", loss.images},
                    {"before", loss.before},
                    {"after", loss.after / loss.trials},
                    {"negative_flips", loss.negative_flips / loss.trials},
                    {"trials", loss.trials}});
  }
  return list;
}

}  // namespace remedy
