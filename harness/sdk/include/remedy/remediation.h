// What a plugin author includes. A remediation is one class with one function, and one line that
// makes it known:
//
//   class LastLayer : public remedy::Remediation {
//    public:
//     explicit LastLayer(const remedy::Parameters& p) : steps_(p.integer("steps")) {}
//     void apply(remedy::Model& model, remedy::Context& context) override { ... }
//    private:
//     std::int64_t steps_;
//   };
//   REMEDY_REMEDIATION(LastLayer, "last_layer", "1.0.0", "Fine-tunes the last layer only.",
//                      remedy::uses::counterexamples | remedy::uses::anchors,
//                      remedy::integer("steps", 100, remedy::at_least(1), "full-batch steps"));
#pragma once

#include <vector>

#include "remedy/context.h"
#include "remedy/descriptor.h"
#include "remedy/model.h"
#include "remedy/parameters.h"

namespace remedy {

class Remediation {
 public:
  virtual ~Remediation() = default;

  // Turns `model` into the repaired classifier. It comes in evaluation mode with the weights of the
  // baseline (or of the trial that a study's `after:` names, the first where there are several),
  // and its weights when this returns are the result. Any exception ends the trial and stands in
  // its row; Diverged has a row of its own.
  virtual void apply(Model& model, Context& context) = 0;
};

// What a remediation uses. The harness offers nothing else to it, and factors of the design that it
// does not use (N and the draw belong to the anchors) do not multiply its trials.
namespace uses {
enum Bits : std::uint32_t {
  nothing = 0,
  counterexamples = 1,
  anchors = 2,
  stop = 4,
  randomness = 8,
  pairs = 16,        // the originals of the counterexamples, and where the two differ
  predecessor = 32,  // starts from another remediation's result; a study has to name it by `after:`
  // What `after:` names may be several: context.predecessors(). Alone: it need not be there.
  predecessors = 64,
  // Which training images are counterexamples, where it uses anchors too: TrainingData::groups.
  groups = 128,
  masks = 256,     // Pairs::masks
  training = 512,  // the study's training source, in parts
};
constexpr Bits operator|(Bits a, Bits b) {
  return static_cast<Bits>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}
}  // namespace uses

// What a remediation needs of the network; named among the rows of the table.
namespace needs {
enum Bits : std::uint32_t {
  batch_norm = 1,
  linear_head = 2,   // the last stage is one weight and, where it has one, one bias
  convolutions = 4,  // stages whose outputs have places: [n, channels, H, W]
};
constexpr Bits operator|(Bits a, Bits b) {
  return static_cast<Bits>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}
}  // namespace needs

// A row whose value, where it is not the default, makes the remediation use more.
constexpr ParameterSpec with_uses(uses::Bits uses, ParameterSpec row) {
  row.uses = uses;
  return row;
}

namespace detail {

struct Table {
  std::vector<ParameterSpec> rows;
  std::uint32_t needs = 0;
};

inline void append(Table& table, const ParameterSpec& row) { table.rows.push_back(row); }
inline void append(Table& table, const std::vector<ParameterSpec>& rows) {
  table.rows.insert(table.rows.end(), rows.begin(), rows.end());
}
inline void append(Table& table, needs::Bits needs) { table.needs |= needs; }

// Built once a plugin, in function-local statics of the entry point.
template <typename Class, typename... Rows>
const PluginDescriptor* describe(const char* id, const char* version, const char* summary,
                                 std::uint32_t uses, const Rows&... rows) {
  static const Table table = [&] {
    Table all;
    (append(all, rows), ...);
    return all;
  }();
  static const PluginDescriptor descriptor = {
      sizeof(PluginDescriptor), kInterfaceVersion, kBuildTag, id, version, summary, uses,
      table.needs, static_cast<std::uint32_t>(table.rows.size()), table.rows.data(),
      // NOLINTBEGIN(cppcoreguidelines-owning-memory): what the plugin makes, the same plugin
      // deletes
      [](const Parameters& parameters) -> Remediation* { return new Class(parameters); },
      [](Remediation* remediation) { delete remediation; },
      // NOLINTEND(cppcoreguidelines-owning-memory)
  };
  return &descriptor;
}

}  // namespace detail
}  // namespace remedy

// REMEDY_REMEDIATION(Class, id, version, summary, uses, rows of the parameter table...)
// A row is a ParameterSpec or a vector of them; or what it needs, such as needs::batch_norm.
#define REMEDY_REMEDIATION(Class, ...)                                              \
  extern "C" __attribute__((visibility("default"))) const remedy::PluginDescriptor* \
  remedy_plugin() {                                                                 \
    return remedy::detail::describe<Class>(__VA_ARGS__);                            \
  }                                                                                 \
  static_assert(sizeof(Class) > 0, "a semicolon may follow")
