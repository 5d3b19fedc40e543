// The files of a report.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "report/content/overlay.h"
#include "report/content/verdict.h"
#include "report/input/run_data.h"

namespace remedy {

struct ReportOptions {
  std::optional<Overlay> overlay;     // what read_overlay() gives
  bool images = true;                 // whether the page may hold pictures
  std::filesystem::path tensorboard;  // folder for TensorBoard's event files; empty: none
};

// Writes report.json, report.html, report.md, report.csv, results.csv, report.tex and, where there
// is something to say or to draw, methods.bib and frontier.svg into `out`, which may be a run
// directory. Each file is replaced whole or not at all; nothing is written where analyse() throws.
// Gives the verdict, for whoever writes to a terminal.
Verdict write_report(const std::vector<RunData>& runs, const std::filesystem::path& out,
                     const ReportOptions& options = {});

}  // namespace remedy
