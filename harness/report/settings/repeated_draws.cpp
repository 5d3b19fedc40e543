#include "report/settings/repeated_draws.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "core/error.h"
#include "core/file.h"
#include "report/content/number_text.h"

namespace remedy {
namespace {

using BySeed = std::map<std::int64_t, std::size_t>;

bool same_bytes(const std::filesystem::path& a, const std::filesystem::path& b) {
  try {
    const MappedFile first(a), second(b);
    return first.size() == second.size() &&
           std::memcmp(first.data(), second.data(), first.size()) == 0;
  } catch (const Error&) {
    return false;
  }
}

bool same_figures(const SuiteRow& a, const SuiteRow& b) {
  const auto& table = suite_metrics_table();
  return std::all_of(table.begin(), table.end(), [&](const Metric& metric) {
    return metric.derived || figure_of(a, metric.figure) == figure_of(b, metric.figure);
  });
}

bool same_figures(const TrialRow& a, const TrialRow& b) {
  return std::equal(a.suites.begin(), a.suites.end(), b.suites.begin(), b.suites.end(),
                    [](const auto& one, const auto& other) {
                      return one.first == other.first && same_figures(one.second, other.second);
                    });
}

// Figures first: where they differ, no file is read.
bool same_predictions(const TrialRows& rows, std::size_t a, std::size_t b) {
  return rows.rows[a].has_result() && rows.rows[b].has_result() &&
         same_figures(rows.rows[a], rows.rows[b]) &&
         same_bytes(rows.sources[a].predictions, rows.sources[b].predictions);
}

bool same_draw(const TrialRows& rows, const BySeed& a, const BySeed& b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [&](const auto& one, const auto& other) {
           return one.first == other.first && same_predictions(rows, one.second, other.second);
         });
}

}  // namespace

void mark_repeated_draws(TrialRows& rows, const std::vector<std::size_t>& setting) {
  std::map<std::int64_t, BySeed> draws;
  for (const std::size_t i : setting) {
    const Trial& trial = rows.rows[i].planned;
    if (trial.draw) draws[*trial.draw][trial.seed.value_or(0)] = i;
  }
  for (auto later = draws.begin(); later != draws.end(); ++later) {
    const auto first = std::find_if(draws.begin(), later, [&](const auto& earlier) {
      return same_draw(rows, earlier.second, later->second);
    });
    if (first == later) continue;
    for (const auto& [seed, i] : later->second) rows.rows[i].repeats_draw = first->first;
  }
}

void flag_identical_draws(const Report& report, Flags& flags) {
  std::map<std::pair<std::string, std::string>, std::set<std::size_t>> settings;  // by run, label
  for (const TrialRow& trial : report.trials) {
    if (!trial.repeats_draw) continue;
    settings[{report.run_name(trial.run), trial.planned.label}].insert(trial.setting);
  }
  for (const auto& [of, found] : settings) {
    flags.add("identical_draws", of.first,
              fmt::format("in {} of {} some draws gave the same predictions, bit for bit: the "
                          "anchors change nothing there, and these draws count as one",
                          counted(found.size(), "setting"), of.second));
  }
}

}  // namespace remedy
