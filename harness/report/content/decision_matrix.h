// What a reader decides by: the best setting of every remediation, by what it keeps, fixes and
// breaks. See settings/decision_matrix.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/study/study.h"
#include "report/content/figures.h"
#include "statistics/intervals.h"

namespace remedy {

struct DecisionColumn {
  std::size_t suite = 0;         // index in the report
  std::optional<Figure> figure;  // nothing: the matched difference (sensitivity.h), in points
  bool higher_is_better = true;
  std::optional<double> accepted;  // by the study, in the figure's unit
  std::optional<double> before;    // of the baseline

  Unit unit() const { return figure ? unit_of(*figure) : Unit::kPoints; }
};

struct DecisionCell {
  std::vector<double> draws;  // a value for each, seeds averaged, repeated draws once
  std::optional<double> mean;
  std::optional<statistics::Interval> interval;  // of 95 %, as everywhere
};

struct DecisionRow {
  std::size_t best = 0;  // index in the report's "best"
  std::size_t setting = 0;
  bool named = false;       // by the verdict
  bool tied = false;        // in the set that holds the best
  bool too_little = false;  // keeps less than the study accepts, on average
  bool control = false;
  std::vector<DecisionCell> cells;  // by the columns
};

// A remediation of which no setting is eligible, and how near the nearest of them came.
struct NearestMiss {
  std::size_t best = 0;
  std::optional<std::size_t> trial;  // the one with the highest accuracy on its stop set
  std::string sentence;              // of words/brief/miss_words.h
};

struct DecisionMatrix {
  std::vector<DecisionColumn> columns;
  // The named one, those that are tied by what they break (first those that keep what is accepted),
  // then the others; controls last.
  std::vector<DecisionRow> rows;
  std::vector<NearestMiss> misses;  // in the order of "best", without controls
};

}  // namespace remedy
