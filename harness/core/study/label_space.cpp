#include "core/study/label_space.h"

namespace remedy {

const char* to_string(LabelRule rule) {
  switch (rule) {
    case LabelRule::kIdentity:
      return "identity";
    case LabelRule::kRestrict:
      return "restrict";
    case LabelRule::kMap:
      return "map";
    case LabelRule::kAggregateMean:
      return "aggregate mean";
    case LabelRule::kAggregateMax:
      return "aggregate max";
    case LabelRule::kAnyOf:
      return "any_of";
  }
  return "unknown";
}

}  // namespace remedy
