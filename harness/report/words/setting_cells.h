// The cells with which every table says what a row is about.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/content/report.h"
#include "report/words/cells.h"
#include "report/words/markdown_table.h"

namespace remedy {

std::string integer_cell(const std::optional<std::int64_t>& value);

// Over how many draws a setting's figures are; over how many seeds where nothing is drawn.
std::string draws_cell(const Setting& setting);

// Run (only where there are several), remediation, setting, N.
std::vector<TableColumn> setting_columns(const Report& report);
std::vector<std::string> setting_cells(const Report& report, const Setting& setting);

// The same, and over how many of the planned trials and how many draws the row is.
std::vector<TableColumn> aggregate_columns(const Report& report);
std::vector<std::string> aggregate_cells(const Report& report, const Setting& setting);

// What somebody had to find or to mark for it: "counterexamples, stop set".
std::string supervision_cell(const Setting& setting);

// A setting's figure on a suite of the report, as spread_cell() has it.
std::string figure_cell(const Setting& setting, std::size_t suite, Figure figure);

}  // namespace remedy
