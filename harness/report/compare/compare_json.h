// A comparison as `remedy compare --json` writes it.
#pragma once

#include "core/json.h"
#include "report/compare/comparison.h"

namespace remedy {

//   {"schema": 1, "runs": [name, name],
//    "settings": [{"label", "parameters", "anchor_classes", "pairs", "draws",
//                  "over": "draws", "seeds" or "trial",
//                  "suites": {name: {"images",
//                                    "metrics": {metric: {"a", "b", "difference", "interval",
//                                                         "holds_for"}},
//                                    "only_a_right", "only_b_right", "mcnemar_p"}}}],
//    "without_result": [{"label", "parameters", "design", "a", "b"}],   a status each, or null
//    "only_in": [[...], [...]]}                                         likewise
// "holds_for" says for what the interval is: "draws and images", "images" or "draws"; both are null
// where there is none.
Json comparison_json(const Comparison& comparison);

}  // namespace remedy
