#include "report/content/json/report_json.h"
#include "report/content/json/values_json.h"

namespace remedy {
namespace {

Json set_json(const std::optional<BestSet>& set) {
  if (!set) return nullptr;
  Json settings = Json::array();
  for (const SetMember& one : set->settings) {
    settings.push_back({{"setting", one.setting},
                        {"value", one.value},
                        {"to_best", interval_json(one.to_best)},
                        {"in_set", one.in_set},
                        {"worse_in", text_or_null(one.worse_in)},
                        {"as_good", one.as_good},
                        {"figures", one.figures}});
  }
  return {{"confidence", set->confidence},
          {"measure", set->measure},
          {"of", set->settings.size()},
          {"draws", set->draws == 0 ? Json(nullptr) : Json(set->draws)},
          {"images", set->images},
          {"other_draws", set->other_draws},
          {"exact", set->exact},
          {"measures", set->measures},
          {"settings", std::move(settings)}};
}

Json free_of_choice_json(const std::optional<FreeOfChoice>& free) {
  if (!free) return nullptr;
  return {{"shown", free->shown},
          {"held_out", free->held_out},
          {"difference", free->shown - free->held_out}};
}

Json rivals_json(const Report& report) {
  Json list = Json::array();
  for (const RivalRow& rival : report.verdict.rivals) {
    const Setting& setting = report.settings[rival.setting];
    list.push_back({{"run", report.run_name(setting.run)},
                    {"label", setting.label},
                    {"setting", rival.setting},
                    {"value", or_null(rival.value)},
                    {"difference", rival.difference},
                    {"shared_draws", rival.shared_draws},
                    {"interval", or_null(rival.interval)},
                    {"p_draws", or_null(rival.p_draws)},
                    {"p_draws_holm", or_null(rival.p_draws_holm)},
                    {"standard_error", or_null(rival.standard_error)},
                    {"p_images", rival.p_images},
                    {"p_images_holm", rival.p_images_holm},
                    {"told", to_string(rival.told)}});
  }
  return list;
}

Json controls_json(const Report& report) {
  Json list = Json::array();
  for (const ControlRow& control : report.verdict.controls) {
    const Setting& setting = report.settings[control.setting];
    Json better = Json::array();
    for (const BetterRemediation& one : control.better) {
      better.push_back({{"label", one.label},
                        {"in", one.in},
                        {"settings", one.settings},
                        {"other_draws", one.other_draws}});
    }
    list.push_back({{"run", report.run_name(setting.run)},
                    {"label", setting.label},
                    {"setting", control.setting},
                    {"remediation", setting.remediation},
                    {"better", std::move(better)}});
  }
  return list;
}

}  // namespace

Json verdict_json(const Report& report) {
  const Verdict& verdict = report.verdict;
  return {{"run", verdict.run ? Json(report.run_name(*verdict.run)) : Json(nullptr)},
          {"label", verdict.run ? Json(verdict.label) : Json(nullptr)},
          {"setting", or_null(verdict.setting)},
          {"outcome", verdict.outcome ? Json(to_string(*verdict.outcome)) : Json(nullptr)},
          {"chosen_by", verdict.chosen_by ? Json(to_string(*verdict.chosen_by)) : Json(nullptr)},
          {"set", set_json(verdict.set)},
          {"free_of_choice", free_of_choice_json(verdict.free_of_choice)},
          {"rivals", rivals_json(report)},
          {"tied", verdict.tied},
          {"controls", controls_json(report)},
          {"missing_controls", verdict.missing_controls},
          {"headline", verdict.headline},
          {"brief", verdict.brief},
          {"use", verdict.use},
          {"breaks", verdict.breaks},
          {"sure", verdict.sure}};
}

}  // namespace remedy
