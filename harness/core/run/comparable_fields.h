// Which fields the ground that a trial was measured on has, for writing and for reading it.
#pragma once

#include "core/json_fields.h"
#include "core/plan/comparable.h"

namespace remedy {

inline void read_value(const JsonPlace& place, Precision& precision) {
  read_word(place, precision, {Precision::kFloat32, Precision::kBFloat16});
}

inline Json write_value(Precision precision) { return to_string(precision); }

template <typename Fields>
void list_fields(Fields& fields, Comparable& comparable) {
  fields.required("baseline", comparable.baseline);
  fields.required("suites", comparable.suites);
  fields.required("preprocess", comparable.preprocess);
  fields.optional("precision", comparable.precision);
  fields.required("target", comparable.target);
}

}  // namespace remedy
