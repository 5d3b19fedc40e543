// What methods noted while they trained (logs/<id>.csv), for the page.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/json.h"
#include "report/content/report.h"
#include "report/input/run_data.h"

namespace remedy {

using NotedValues = std::vector<std::pair<std::int64_t, double>>;  // step and value, as noted

// The values of a trial's file by name; empty where there is no such file. Lines that are none of
// TrialLog's, and values that are not finite, are passed over.
std::map<std::string, NotedValues> read_notes(const std::filesystem::path& file);

struct NotesOfTrial {
  std::optional<std::int64_t> draw;
  std::map<std::string, NotedValues> values;  // of each name at most kNotedPoints, evenly taken
};
inline constexpr std::size_t kNotedPoints = 40;

struct NotesOfSetting {
  std::size_t setting = 0;  // index in the report
  std::vector<NotesOfTrial> trials;
};

// Of the settings of the decision matrix, those whose trials noted anything. Draws that repeat an
// earlier one are left out.
std::vector<NotesOfSetting> gather_notes(const std::vector<RunData>& runs, const Report& report);

// [{setting, names: [{name, draws: [{draw, points: [[step, value]]}]}]}]
Json notes_data(const std::vector<NotesOfSetting>& notes);

}  // namespace remedy
