#include "report/words/repeated_words.h"

#include <fmt/format.h>

#include <set>
#include <string>
#include <utility>

#include "report/conclude/trends/series.h"
#include "report/content/number_text.h"

namespace remedy {

void flag_repeated(const Report& report, Flags& flags) {
  std::set<std::pair<std::size_t, std::string>> said;
  const auto say = [&](const Setting& setting, const std::string& message) {
    if (said.insert({setting.run, message}).second) {
      flags.add("repeated_draws", report.run_name(setting.run), message);
    }
  };
  for (const Series& series : series_of(report)) {
    const Setting& setting = report.settings[series.setting];
    if (!series.counted_once.empty()) {
      say(setting, fmt::format("{} of {} train on the same images as an earlier draw, or predict "
                               "the same, at every N: they count once in the tests over draws",
                               counted(series.counted_once.size(), "draw"), setting.label));
    }
    for (const std::int64_t n : series.repeated) {
      say(setting,
          fmt::format("the draws of {} at N = {} train on the same images: they are one draw, and "
                      "that N is left out of the tests over draws; give data.anchors more images "
                      "of each class",
                      setting.label, n));
    }
  }
}

}  // namespace remedy
