// Which tensors of a checkpoint are the weights of a network: the dict, the prefix before every
// name, and whose names these are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/checkpoint/checkpoint.h"
#include "model/checkpoint/fit/network_shape.h"

namespace remedy {

// What a study decides by hand; what it does not is looked for.
struct WeightsChoice {
  std::optional<std::string> key;     // of the dict
  std::optional<std::string> prefix;  // "backbone."
  std::vector<std::string> ignore;    // patterns of names (with *) that are left aside
};

// One way to take a network's weights out of a set. Names are those of the file.
struct Fit {
  std::size_t set = 0;             // position in Checkpoint::sets()
  std::string key;                 // of that set
  std::vector<std::string> parts;  // likewise
  std::string prefix;
  const NameFamily* names = nullptr;
  std::string head;  // where the last layer has a name of its own: "classifier.1"; or empty
  std::vector<std::optional<std::size_t>> positions;  // in the set, of each expected tensor
  std::vector<std::string> missing;
  std::vector<std::string> misshapen;    // "fc.weight is [1000, 512], expected [10, 512]"
  std::vector<std::string> unreadable;   // "fc.weight is an object of ..., expected a tensor"
  std::vector<std::string> superfluous;  // under the prefix, and nobody knows what for
  std::vector<std::string> aside;        // what else there is: known extras not counted

  std::size_t found = 0;  // of the expected tensors, by name
  std::size_t wrong() const { return missing.size() + misshapen.size() + unreadable.size(); }
  // Everything that is needed is there.
  bool complete() const { return wrong() == 0; }
};

// Every way that finds something, the best first: those that lack least. Dicts are taken together
// where no single one has all.
std::vector<Fit> find_fits(const Checkpoint& checkpoint, const NetworkShape& wanted,
                           const WeightsChoice& choice);

// A network that a set holds whole.
struct Recognised {
  NetworkShape shape;
  Fit fit;  // to that shape, complete
};
// All that the checkpoint holds, in the order of the file.
// Dicts are taken together where no single one has a network with its head.
std::vector<Recognised> recognise(const Checkpoint& checkpoint, const WeightsChoice& choice);

// "dict \"model\" without the prefix \"module.\""
std::string in_words(const Fit& fit);

}  // namespace remedy
