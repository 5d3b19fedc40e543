#include "report/export/bibliography.h"

#include "report/words/brief/methods.h"

namespace remedy {

std::string to_bibliography(const Report& report) {
  const std::string entries = citations(report);
  if (entries.empty()) return "";
  return "% Made by remedy report: the methods of this report, by the id of the remediation.\n" +
         entries;
}

}  // namespace remedy
