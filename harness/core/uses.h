// What a remediation uses of a study, what somebody had to find or to mark for that, and what it
// needs of the network.
#pragma once

#include <string>
#include <vector>

namespace remedy {

// What a remediation declares that it uses (remedy::uses). Factors of the design that it does not
// use do not multiply its trials.
struct Uses {
  bool counterexamples = false;
  bool anchors = false;
  bool stop = false;
  bool randomness = false;
  bool pairs = false;
  bool predecessor = false;   // has to have one
  bool predecessors = false;  // may have several
  bool groups = false;
  bool masks = false;
  bool training = false;

  std::vector<std::string> names() const;
  // Also uses what `name` says; no effect where that is no use.
  void add(const std::string& name);
  void add(const Uses& other);
  // What somebody had to find or to mark for it, "counterexamples", "group labels" ...
  std::vector<std::string> supervision() const;
};

// The union of two such lists, in the same order.
std::vector<std::string> joined_supervision(const std::vector<std::string>& one,
                                            const std::vector<std::string>& other);

// What it may need of the network (remedy::needs), in the words of its description.
namespace needs_in_words {
inline constexpr char kBatchNorm[] = "batch norm";
inline constexpr char kLinearHead[] = "a linear head";
inline constexpr char kConvolutions[] = "convolutions";
}  // namespace needs_in_words

}  // namespace remedy
