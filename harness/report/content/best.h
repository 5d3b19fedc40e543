// Which setting of each remediation is the one to use, and what each remediation costs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "report/content/figures.h"
#include "statistics/intervals.h"

namespace remedy {

// Of a remediation, best to worst. See conclude/best.h.
enum class Outcome { kReached, kNotFixed, kPartlyReached, kNotReached, kNoResult, kNotJudged };
const char* to_string(Outcome outcome);

enum class ChosenBy { kRetention, kFixRate };
const char* to_string(ChosenBy what);

struct AcceptedFix {
  double rate = 0;
  statistics::Interval interval{0, 1};  // Wilson's 95 %
  double accepted_above = 0;
};

// One for each run, label and stop set, best first.
struct BestEntry {
  std::size_t run = 0;
  std::string label;
  std::string stop_on;     // empty: no stop rule
  bool published = false;  // stopped on a reported suite
  bool control = false;
  Outcome outcome = Outcome::kNotJudged;
  std::optional<std::size_t> setting;
  std::size_t of_settings = 0;
  int reached = 0, planned = 0;  // trials
  std::optional<AcceptedFix> fix;
  ChosenBy chosen_by = ChosenBy::kRetention;
  std::optional<double> value;
};

// A setting by what it fixed and what it kept, by the means.
struct FrontierPoint {
  std::size_t setting = 0;
  double fix = 0, retention = 0;
  bool optimal = false;  // none of the others is as good in both and better in one
  bool reached = false;  // by every planned trial
  bool published = false;
  bool eligible = false;  // reached, fixed and no control
  bool front = false;     // as optimal, among the eligible alone
};

struct Frontier {
  std::optional<std::string> fix, retain;  // suites
  std::vector<FrontierPoint> points;       // every setting that has both figures
};

struct CostColumn {
  Figure figure = Figure::kRetention;
  std::string title;
  bool higher_is_better = true;
};

// The best that a remediation can do by one cost. Where no setting is eligible there is none, and
// the rank is the worst.
struct CostFigure {
  std::optional<std::size_t> setting;
  double value = 0;  // of that setting
  int rank = 0;      // from 1, within those that stopped alike
};

struct CostRow {
  std::size_t best = 0;             // index in the report's "best"
  std::size_t eligible = 0;         // settings that met the stop criterion in every trial and fixed
  std::vector<CostFigure> figures;  // by the columns
};

struct EqualFix {
  std::vector<std::string> suites;  // those to retain
  std::vector<CostColumn> columns;
  std::vector<CostRow> rows;  // in the order of "best"
};

}  // namespace remedy
