// What a checkpoint file holds, and what a study has to say to use it: for people and scripts.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/json.h"
#include "model/checkpoint/fit/fit.h"

namespace remedy {

struct InspectedSet {
  std::string key;  // empty: the top of the file
  std::size_t tensors = 0;
  std::uint64_t bytes = 0;         // of all its tensors
  std::vector<std::string> names;  // the first few
  std::string other;               // see other_network(); only where no network is recognised
};

struct Inspection {
  std::filesystem::path file;
  std::vector<InspectedSet> sets;
  std::vector<Recognised> networks;  // that the file holds whole
  // The first one's part of a study, as YAML; empty where there is no network.
  std::string baseline;
  // Of that network: what shapes do not show and a study has to know, a line each.
  std::vector<std::string> unseen;
};

// Throws Error as open_checkpoint() does.
Inspection inspect_checkpoint(const std::filesystem::path& file);

// The stems that have a name and that a first convolution of `kernel` pixels fits.
std::vector<std::string> stems_of(std::int64_t kernel);

Json to_json(const Inspection& inspection);

}  // namespace remedy
