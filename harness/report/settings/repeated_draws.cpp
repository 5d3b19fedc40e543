#include "report/settings/repeated_draws.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "core/error.h"
#include "core/file.h"
#include "report/content/fields.h"
#include "report/content/number_text.h"

namespace remedy {
namespace {

using BySeed = std::map<std::int64_t, TrialRow*>;

bool same_bytes(const std::filesystem::path& a, const std::filesystem::path& b) {
  try {
    const MappedFile first(a), second(b);
    return first.size() == second.size() &&
           std::memcmp(first.data(), second.data(), first.size()) == 0;
  } catch (const Error&) {
    return false;
  }
}

// Figures first: where they differ, no file is read.
bool same_predictions(const TrialRow& a, const TrialRow& b) {
  return a.has_result() && b.has_result() && (*a.record)["suites"] == (*b.record)["suites"] &&
         same_bytes(a.predictions, b.predictions);
}

bool same_draw(const BySeed& a, const BySeed& b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](const auto& one, const auto& other) {
           return one.first == other.first && same_predictions(*one.second, *other.second);
         });
}

}  // namespace

void mark_repeated_draws(const std::vector<TrialRow*>& setting) {
  std::map<std::int64_t, BySeed> draws;
  for (TrialRow* row : setting) {
    if (row->trial->draw) draws[*row->trial->draw][row->trial->seed.value_or(0)] = row;
  }
  for (auto later = draws.begin(); later != draws.end(); ++later) {
    const auto first = std::find_if(draws.begin(), later, [&](const auto& earlier) {
      return same_draw(earlier.second, later->second);
    });
    if (first == later) continue;
    for (const auto& [seed, row] : later->second) row->json["repeats_draw"] = first->first;
  }
}

void flag_identical_draws(const Json& report, Flags& flags) {
  std::map<std::pair<std::string, std::string>, std::set<std::size_t>> settings;  // by run, label
  for (const Json& trial : report["trials"]) {
    if (!trial.contains("repeats_draw")) continue;
    settings[{trial["run"], trial["label"]}].insert(trial["setting"].get<std::size_t>());
  }
  for (const auto& [of, found] : settings) {
    flags.add("identical_draws", of.first,
              fmt::format("in {} of {} some draws gave the same predictions, bit for bit: the "
                          "anchors change nothing there, and these draws count as one",
                          counted(found.size(), "setting"), of.second));
  }
}

}  // namespace remedy
