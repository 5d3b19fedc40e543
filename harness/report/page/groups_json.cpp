#include "report/page/groups_json.h"

#include <utility>

#include "report/content/json/values_json.h"

namespace remedy {

Json short_spread(const std::optional<Spread>& spread) {
  if (!spread) return nullptr;
  Json json = {or_null(spread->mean), spread->min, spread->max, spread->trials};
  if (spread->interval) {
    json.push_back(spread->interval->low);
    json.push_back(spread->interval->high);
  }
  return json;
}

Groupings groupings_of(const Report& report) {
  Groupings groupings;
  for (std::size_t i = 0; i < report.suites.size(); ++i) {
    groupings.push_back(shown_groupings(report, i));
  }
  return groupings;
}

Json groups_data(const Setting& setting, const Groupings& all) {
  Json suites = Json::array();
  for (std::size_t i = 0; i < all.size(); ++i) {
    Json& groupings = suites.emplace_back(Json::array());
    for (const ShownGrouping& shown : all[i]) {
      const GroupingSpread* found = grouping_of(setting, i, shown);
      if (found == nullptr) {
        groupings.push_back(nullptr);
        continue;
      }
      Json summary = Json::array(), groups = Json::array();
      for (const auto* figure : group_summary(*found, shown)) {
        summary.push_back(short_spread(*figure));
      }
      for (std::size_t group = 0; group < shown.groups; ++group) {
        groups.push_back(short_spread(found->groups[group].accuracy));
      }
      groupings.push_back({std::move(summary), std::move(groups)});
    }
  }
  return suites;
}

Json groupings_data(const std::vector<ShownGrouping>& all) {
  Json groupings = Json::array();
  for (const ShownGrouping& shown : all) {
    Json titles = Json::array(), before = Json::array();
    for (std::size_t i = 0; i < shown.groups; ++i) {
      titles.push_back(group_title(shown.first->groups[i]));
      before.push_back(or_null(shown.first->groups[i].baseline));
    }
    groupings.push_back({{"name", shown.name},
                         {"text", group_sentences(shown)},
                         {"summary", group_summary_titles(shown)},
                         {"groups", std::move(titles)},
                         {"before", std::move(before)}});
  }
  return groupings;
}

}  // namespace remedy
