#include "core/run/trial_log.h"

#include <fmt/format.h>

#include "core/text.h"

namespace remedy {

void TrialLog::add(const std::string& name, std::int64_t step, double value) {
  const std::string shown = name.substr(0, kLongestName);
  if (series_.size() >= kMostNames && series_.count(shown) == 0) return;
  Series& series = series_[shown];
  if (series.seen++ % series.stride != 0) return;
  if (series.values.size() == kMostValues) {
    for (std::size_t i = 0; i < kMostValues / 2; ++i) series.values[i] = series.values[2 * i];
    series.values.resize(kMostValues / 2);
    series.stride *= 2;
  }
  series.values.emplace_back(step, value);
}

std::string TrialLog::to_csv() const {
  std::string text = "name,step,value\r\n";
  for (const auto& [name, series] : series_) {
    for (const auto& [step, value] : series.values) {
      text += fmt::format("{},{},{}\r\n", csv_field(name), step, value);
    }
  }
  return text;
}

}  // namespace remedy
