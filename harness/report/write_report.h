// The files of a report.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "report/content/overlay.h"
#include "report/content/verdict.h"
#include "report/input/run_data.h"

namespace remedy {

// Writes report.json, report.html, report.md, report.csv, results.csv, report.tex and, where there
// is something to say or to draw, methods.bib and frontier.svg into `out`, which may be a run
// directory. Each file is replaced whole or not at all; nothing is written where analyse() throws.
// `overlay`: what read_overlay() gives. `images`: whether the page may hold pictures. Gives the
// verdict, for whoever writes to a terminal.
Verdict write_report(const std::vector<RunData>& runs, const std::filesystem::path& out,
                     const std::optional<Overlay>& overlay = std::nullopt, bool images = true);

}  // namespace remedy
