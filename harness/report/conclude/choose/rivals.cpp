#include "report/conclude/choose/rivals.h"

#include <algorithm>
#include <map>

#include "report/conclude/significance.h"

namespace remedy {
namespace {

void add_setting(Rival& rival, const PairedDifference& behind) {
  const double p = behind.other_draws ? statistics::p_not_above_zero(behind.crossed) : std::nan("");
  statistics::CrossedDifference images = behind.crossed;
  images.degrees = 0;
  // A p of one setting that is not known makes that of all unknown.
  rival.p = std::isnan(p) || std::isnan(rival.p) ? std::nan("") : std::max(rival.p, p);
  rival.p_images = std::max(rival.p_images, statistics::p_not_above_zero(images));
  rival.one_sign = rival.one_sign && behind.one_sign();
}

}  // namespace

Told Rival::told() const {
  if (p_corrected <= kLevel) return Told::kDraws;
  return p_images_corrected <= kLevel && one_sign ? Told::kImages : Told::kNo;
}

std::vector<Rival> rivals_of(const Contest& contest, std::size_t chosen) {
  const MeasuredContest measured(contest, contest.measures.front());
  std::map<std::size_t, std::vector<std::size_t>> groups;
  std::size_t settings = 0;
  for (std::size_t i = 0; i < contest.competitors.size(); ++i) {
    if (contest.competitors[i].control) continue;
    groups[contest.competitors[i].group].push_back(i);
    ++settings;
  }
  std::vector<Rival> rivals;
  const auto comparisons = static_cast<double>(settings * (groups.size() - 1));
  for (const auto& [group, members] : groups) {
    if (group == contest.competitors[chosen].group) continue;
    Rival rival;
    rival.group = group;
    rival.competitor =
        *std::max_element(members.begin(), members.end(),
                          [&](std::size_t a, std::size_t b) { return measured.ahead(b, a); });
    rival.behind = measured.difference(chosen, rival.competitor);
    rival.p = rival.p_images = 0;
    rival.one_sign = true;
    for (const std::size_t member : members)
      add_setting(rival, measured.difference(chosen, member));
    rival.p_corrected = std::min(1.0, comparisons * rival.p);
    if (std::isnan(rival.p)) rival.p_corrected = rival.p;
    rival.p_images_corrected = std::min(1.0, comparisons * rival.p_images);
    rivals.push_back(std::move(rival));
  }
  return rivals;
}

}  // namespace remedy
