#include "report/conclude/best.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "report/conclude/controls.h"
#include "report/content/fields.h"
#include "report/settings/eligible.h"
#include "report/settings/role_means.h"

namespace remedy {
namespace {

constexpr const char* kOutcomes[] = {"reached",     "not_fixed", "partly_reached",
                                     "not_reached", "no_result", "not_judged"};  // best to worst
constexpr int kEligible = 0, kNotFixed = 1, kPartly = 2, kNever = 3, kNoResult = 4, kNotJudged = 5;

struct Candidate {
  std::size_t setting = 0;
  int planned = 0, reached = 0, not_reached = 0, with_result = 0;
  bool fixed = false;
  double kept = -1;  // below every value: unknown

  double share() const { return static_cast<double>(reached) / planned; }
  bool better_than(const Candidate& other) const {
    // Whether it fixed decides only where every trial met the criterion.
    const auto eligible = [](const Candidate& c) { return c.reached == c.planned && c.fixed; };
    return std::make_tuple(eligible(*this), share(), kept) >
           std::make_tuple(eligible(other), other.share(), other.kept);
  }
};

int outcome_of(const Candidate& best, int with_result, int judged) {
  if (best.reached == best.planned) return best.fixed ? kEligible : kNotFixed;
  if (best.reached > 0) return kPartly;
  if (judged > 0) return kNever;
  return with_result == 0 ? kNoResult : kNotJudged;
}

}  // namespace

Json best_settings(const Json& settings, const Json& suites, const Acceptances& accept) {
  const std::vector<std::string> retained = suites_of_role(suites, "retain");
  const std::vector<std::string> fixed = suites_of_role(suites, "fix");
  const bool retains = !retained.empty();
  std::vector<std::vector<Candidate>> groups;
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const Json& setting = settings[i];
    const Json key = {setting["run"], setting["label"], text_at(setting, "stop.on"),
                      setting["stopped_on_reported_suite"]};
    const auto [entry, is_new] = index.insert({key.dump(), groups.size()});
    if (is_new) groups.emplace_back();
    const Json& trials = setting["trials"];
    groups[entry->second].push_back(
        {i, trials["planned"], trials["reached"], trials["not_reached"], trials["with_result"],
         is_fixed(setting, suites, accept.at(setting["run"])),
         retains ? mean_over(setting, retained, "retention").value_or(-1)
                 : mean_over(setting, fixed, "top1").value_or(-1)});
  }

  std::vector<std::tuple<bool, bool, int, double, Json>> ranked;
  for (const auto& group : groups) {
    Candidate best = group.front();
    int planned = 0, reached = 0, judged = 0, with_result = 0;
    for (const Candidate& candidate : group) {
      if (candidate.better_than(best)) best = candidate;
      planned += candidate.planned;
      reached += candidate.reached;
      judged += candidate.reached + candidate.not_reached;
      with_result += candidate.with_result;
    }
    const int outcome = outcome_of(best, with_result, judged);
    const Json& setting = settings[best.setting];
    const bool published = setting["stopped_on_reported_suite"], control = is_control(setting);
    const auto rate = fix_rate(setting, suites);
    const bool named = outcome <= kPartly;
    Json row = {
        {"run", setting["run"]},
        {"label", setting["label"]},
        {"stop_on", setting["stop"].is_null() ? Json(nullptr) : setting["stop"]["on"]},
        {"stopped_on_reported_suite", published},
        {"control", control},
        {"outcome", kOutcomes[outcome]},
        {"setting", named ? Json(best.setting) : Json(nullptr)},
        {"of_settings", group.size()},
        {"reached", named ? best.reached : reached},
        {"planned", named ? best.planned : planned},
        {"fix", named && rate ? Json{{"rate", rate->rate},
                                     {"interval", {rate->interval.low, rate->interval.high}},
                                     {"accepted_above", accept.at(setting["run"]).fix}}
                              : Json(nullptr)},
        {"chosen_by", retains ? "retention" : "fix rate"},
        {"value", named && best.kept >= 0 ? Json(best.kept) : Json(nullptr)}};
    ranked.emplace_back(control, published, outcome,
                        outcome == kPartly ? -best.share() : -best.kept, std::move(row));
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return std::tie(std::get<0>(a), std::get<1>(a), std::get<2>(a), std::get<3>(a)) <
           std::tie(std::get<0>(b), std::get<1>(b), std::get<2>(b), std::get<3>(b));
  });
  Json result = Json::array();
  for (auto& entry : ranked) result.push_back(std::move(std::get<4>(entry)));
  return result;
}

}  // namespace remedy
