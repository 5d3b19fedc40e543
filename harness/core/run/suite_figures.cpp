#include "core/run/suite_figures.h"

#include "core/run/suite_figures_fields.h"

namespace remedy {

void read_value(const JsonPlace& place, Role& role) {
  read_word(place, role, {Role::kFix, Role::kRetain, Role::kTransfer, Role::kGuard});
}

Json to_json(const SuiteFigures& figures) { return write_value(figures); }
Json to_json(const Rounding& rounding) { return write_value(rounding); }

}  // namespace remedy
