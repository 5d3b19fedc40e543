#include "report/page/training_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <string_view>

#include "core/file.h"
#include "core/run/run_directory.h"
#include "core/text.h"

namespace remedy {
namespace {

// A field as csv_field() writes it.
std::string unquoted(std::string_view field) {
  if (field.size() < 2 || field.front() != '"' || field.back() != '"') return std::string(field);
  std::string text;
  field = field.substr(1, field.size() - 2);
  for (std::size_t i = 0; i < field.size(); ++i) {
    text += field[i];
    if (field[i] == '"') ++i;  // it stands there twice
  }
  return text;
}

template <typename T>
bool parsed(std::string_view text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

void add_line(std::string_view line, std::map<std::string, NotedValues>& notes) {
  const std::size_t last = line.rfind(',');
  if (last == std::string_view::npos || last == 0) return;
  const std::size_t middle = line.rfind(',', last - 1);
  if (middle == std::string_view::npos) return;
  std::int64_t step = 0;
  double value = 0;
  if (!parsed(line.substr(middle + 1, last - middle - 1), step) ||
      !parsed(line.substr(last + 1), value) || !std::isfinite(value)) {
    return;
  }
  notes[unquoted(line.substr(0, middle))].emplace_back(step, value);
}

// The first, the last, and evenly between them.
NotedValues thinned(const NotedValues& values) {
  if (values.size() <= kNotedPoints) return values;
  NotedValues kept;
  for (std::size_t i = 0; i < kNotedPoints; ++i) {
    kept.push_back(values[i * (values.size() - 1) / (kNotedPoints - 1)]);
  }
  return kept;
}

}  // namespace

std::map<std::string, NotedValues> read_notes(const std::filesystem::path& file) {
  std::map<std::string, NotedValues> notes;
  const std::string text = read_if_present(file);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    add_line(trimmed(std::string_view(text).substr(at, end - at)), notes);
    at = end + 1;
  }
  return notes;
}

std::vector<NotesOfSetting> gather_notes(const std::vector<RunData>& runs, const Report& report) {
  std::vector<NotesOfSetting> result;
  for (const DecisionRow& row : report.matrix.rows) {
    NotesOfSetting of_setting;
    of_setting.setting = row.setting;
    for (const TrialRow& trial : report.trials) {
      if (trial.setting != row.setting || !trial.has_result() || trial.repeats_draw) continue;
      NotesOfTrial of_trial;
      of_trial.draw = trial.planned.draw;
      const RunDirectory directory(runs[trial.run].root);
      for (const auto& [name, values] : read_notes(directory.notes(trial.planned.id))) {
        of_trial.values[name] = thinned(values);
      }
      if (!of_trial.values.empty()) of_setting.trials.push_back(std::move(of_trial));
    }
    if (!of_setting.trials.empty()) result.push_back(std::move(of_setting));
  }
  return result;
}

Json notes_data(const std::vector<NotesOfSetting>& notes) {
  Json list = Json::array();
  for (const NotesOfSetting& setting : notes) {
    std::set<std::string> known;
    for (const NotesOfTrial& trial : setting.trials) {
      for (const auto& [name, values] : trial.values) known.insert(name);
    }
    Json names = Json::array();
    for (const std::string& name : known) {
      Json draws = Json::array();
      for (const NotesOfTrial& trial : setting.trials) {
        const auto values = trial.values.find(name);
        if (values == trial.values.end()) continue;
        Json points = Json::array();
        for (const auto& [step, value] : values->second) {
          // Four digits are more than a drawing shows.
          points.push_back({step, std::stod(fmt::format("{:.4g}", value))});
        }
        draws.push_back({{"draw", trial.draw ? Json(*trial.draw) : Json(nullptr)},
                         {"points", std::move(points)}});
      }
      names.push_back({{"name", name}, {"draws", std::move(draws)}});
    }
    list.push_back({{"setting", setting.setting}, {"names", std::move(names)}});
  }
  return list;
}

}  // namespace remedy
