#include "report/page/page.h"

#include <algorithm>
#include <utility>

#include "report/page/page_json.h"
#include "report/page_parts.h"

namespace remedy {
namespace {

// Text that may stand within a script element: nothing in it ends the element or opens a comment.
std::string within_script(std::string text) {
  for (std::size_t i = 0; (i = text.find('<', i)) != std::string::npos;) {
    text.replace(i, 1, "\\u003c");
  }
  return text;
}

// `frame` with each mark replaced wherever it stands; marks within what is put in are left alone.
std::string filled(const std::string& frame,
                   const std::vector<std::pair<std::string, std::string>>& parts) {
  std::string text;
  for (std::size_t i = 0; i < frame.size();) {
    const auto part = std::find_if(parts.begin(), parts.end(), [&](const auto& candidate) {
      return frame.compare(i, candidate.first.size(), candidate.first) == 0;
    });
    if (part == parts.end()) {
      text += frame[i++];
    } else {
      text += part->second;
      i += part->first.size();
    }
  }
  return text;
}

std::string html_escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

}  // namespace

std::string to_page(const Report& report, const std::vector<std::string>& studies,
                    const std::optional<Gallery>& gallery, const std::vector<FlipFlows>& flows,
                    const std::vector<NotesOfSetting>& notes) {
  std::string title;
  for (const RunSummary& run : report.runs) {
    if (title.find(run.study) == std::string::npos) {
      title += (title.empty() ? "" : ", ") + run.study;
    }
  }
  const std::string data = page_data(report, studies, gallery, flows, notes)
                               .dump(-1, ' ', false, Json::error_handler_t::replace);
  return filled(page_parts::kFrame, {{"{{title}}", html_escaped(title)},
                                     {"{{style}}", page_parts::kStyle},
                                     {"{{script}}", page_parts::kScript},
                                     {"{{chart}}", page_parts::kChart},
                                     {"{{data}}", within_script(data)}});
}

}  // namespace remedy
