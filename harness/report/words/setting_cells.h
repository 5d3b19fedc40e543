// The cells with which every table says what a row is about.
#pragma once

#include <string>
#include <vector>

#include "core/json.h"
#include "report/words/cells.h"

namespace remedy {

// In place of a value that does not apply or is not known.
inline constexpr char kNone[] = "–";

std::string integer_cell(const Json& value);

// Over how many draws a setting's figures are; over how many seeds where nothing is drawn.
std::string draws_cell(const Json& setting);

// Whether a setting, trial or best entry is of the published protocol.
bool is_published(const Json& row);

// Run (only where there are several), remediation, setting, N.
std::vector<TableColumn> setting_columns(const Json& report);
std::vector<std::string> setting_cells(const Json& report, const Json& setting);

// The same, and over how many of the planned trials and how many draws the row is.
std::vector<TableColumn> aggregate_columns(const Json& report);
std::vector<std::string> aggregate_cells(const Json& report, const Json& setting);

// A setting's figure on a suite, as spread_cell() has it.
std::string figure_cell(const Json& setting, const std::string& suite, const std::string& metric,
                        Unit unit);

// The setting that a trial, a failure or a best entry names.
const Json& setting_of(const Json& report, const Json& row);

}  // namespace remedy
