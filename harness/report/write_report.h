// The files of a report.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "report/content/overlay.h"
#include "report/input/run_data.h"

namespace remedy {

// Writes report.json, report.html, report.md, report.csv, report.tex and, where there is something
// to draw, frontier.svg into `out`, which may be a run directory. Each file is replaced whole or
// not at all; nothing is written where analyse() throws. `overlay`: what read_overlay() gives.
void write_report(const std::vector<RunData>& runs, const std::filesystem::path& out,
                  const std::optional<Overlay>& overlay = std::nullopt);

}  // namespace remedy
