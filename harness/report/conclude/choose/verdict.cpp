#include "report/conclude/choose/verdict.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "report/conclude/choose/better_than_control.h"
#include "report/conclude/choose/choice.h"
#include "report/conclude/choose/choice_json.h"
#include "report/conclude/choose/rivals.h"
#include "report/conclude/controls.h"
#include "report/content/fields.h"

namespace remedy {
namespace {

// The interval that holds a difference with 95 %, negated.
Json interval_of(const PairedDifference& difference) {
  if (!difference.other_draws) return nullptr;
  statistics::HalfWidth half_width(0.025);
  const double half = half_width(difference.crossed);
  return {-difference.crossed.value - half, -difference.crossed.value + half};
}

const char* told_of(const Rival& rival) {
  switch (rival.told()) {
    case Rival::Told::kDraws:
      return "draws";
    case Rival::Told::kImages:
      return "images";
    case Rival::Told::kNo:
      break;
  }
  return "no";
}

Json rivals_json(const Json& report, const Contest& contest, const std::vector<Rival>& rivals) {
  Json list = Json::array();
  for (const Rival& one : rivals) {
    const Competitor& competitor = contest.competitors[one.competitor];
    const Json& setting = report["settings"][competitor.setting];
    Json rival;
    rival["run"] = setting["run"];
    rival["label"] = setting["label"];
    rival["setting"] = competitor.setting;
    rival["value"] = report["best"][one.group]["value"];
    rival["difference"] = 0 - one.behind.crossed.value;
    rival["shared_draws"] = one.behind.draws.size();
    rival["interval"] = interval_of(one.behind);
    rival["p_draws"] = or_null(one.p);
    rival["p_draws_holm"] = or_null(one.p_corrected);
    rival["standard_error"] = or_null(one.behind.crossed.image_error);
    rival["p_images"] = one.p_images;
    rival["p_images_holm"] = one.p_images_corrected;
    rival["told"] = told_of(one);
    list.push_back(std::move(rival));
  }
  return list;
}

// Of each rival: whether one of its settings may be the best.
Json tied_of(const Contest& contest, const Decision& choice, const std::vector<Rival>& rivals) {
  Json tied = Json::array();
  for (std::size_t i = 0; i < rivals.size(); ++i) {
    if (std::any_of(choice.standings.begin(), choice.standings.end(), [&](const Standing& one) {
          return one.may_be_best && contest.competitors[one.competitor].group == rivals[i].group;
        })) {
      tied.push_back(i);
    }
  }
  return tied;
}

// Which remediations are significantly better than each control that is eligible itself, and in
// what.
Json controls_json(const Json& report, const Contest& contest) {
  const std::vector<BetterThanControl> all = better_than_controls(contest);
  Json list = Json::array();
  for (std::size_t c = 0; c < contest.competitors.size(); ++c) {
    const Competitor& control = contest.competitors[c];
    if (!control.control) continue;
    const Json& setting = report["settings"][control.setting];
    Json row;
    for (const char* name : {"run", "label"}) row[name] = setting[name];
    row["setting"] = control.setting;
    row["remediation"] = setting["remediation"];
    row["better"] = Json::array();
    std::map<std::size_t, Json> by_group;
    for (const BetterThanControl& one : all) {
      if (one.control != c) continue;
      const Competitor& better = contest.competitors[one.competitor];
      Json& entry = by_group[better.group];
      if (entry.is_null()) {
        entry = {{"label", report["best"][better.group]["label"]},
                 {"in", Json::array()},
                 {"settings", Json::array()},
                 {"other_draws", true}};
      }
      const std::string& name = contest.measures[one.measure].name;
      const auto add = [](Json& to, const Json& value) {
        if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(value);
      };
      add(entry["in"], name);
      add(entry["settings"], better.setting);
      if (!one.other_draws) entry["other_draws"] = false;
    }
    for (auto& [group, entry] : by_group) row["better"].push_back(std::move(entry));
    list.push_back(std::move(row));
  }
  return list;
}

Json missing_controls(const Json& report) {
  Json missing = Json::array();
  for (const char* id : kControls) {
    const bool there =
        std::any_of(report["settings"].begin(), report["settings"].end(),
                    [&](const Json& setting) { return setting["remediation"] == id; });
    if (!there) missing.push_back(id);
  }
  return missing;
}

}  // namespace

Json verdict(const Json& report, const Acceptances& accept, const OutcomesOfRuns& outcomes) {
  Json result;
  // Controls stand last: where the first is one, there is nothing else.
  const bool any = !report["best"].empty() && report["best"].front()["control"] == false;
  const Json first = any ? report["best"].front() : Json::object();
  for (const char* key : {"run", "label", "setting", "outcome", "chosen_by"}) {
    result[key] = first.value(key, Json(nullptr));
  }
  if (result["outcome"] != "reached") result["setting"] = nullptr;
  const Contest contest = contest_of_report(report, accept, outcomes);
  const std::optional<Decision> choice = choose(contest);
  result["set"] = nullptr;
  result["free_of_choice"] = nullptr;
  result["rivals"] = Json::array();
  result["tied"] = Json::array();
  if (choice) {
    const std::size_t setting = contest.competitors[choice->chosen].setting;
    result["setting"] = setting;
    for (const char* key : {"run", "label"}) result[key] = report["settings"][setting][key];
    result["set"] = set_json(contest, *choice);
    result["free_of_choice"] = free_of_choice_json(*choice);
    const std::vector<Rival> rivals = rivals_of(contest, choice->chosen);
    result["rivals"] = rivals_json(report, contest, rivals);
    result["tied"] = tied_of(contest, *choice, rivals);
  }
  result["controls"] = controls_json(report, contest);
  result["missing_controls"] = missing_controls(report);
  return result;
}

}  // namespace remedy
