// A label space of the study, held against the classes of the network.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/study/label_space.h"
#include "data/class_list.h"
#include "data/listing.h"

namespace remedy {

struct SuiteSpace {
  LabelSpace space;
  ClassList classes;                   // that labels are indices of
  std::vector<std::int32_t> of_model;  // of each class of the network its class in the space, or -1

  std::size_t size() const { return static_cast<std::size_t>(classes.size()); }
};

// `where` names the study and the key for messages. Throws Error for a member that is no class of
// the network, one that stands in two classes, a class without a member, and a file that is of
// neither form.
SuiteSpace resolve(const LabelSpace& space, const ClassList& network, const std::string& where);

// For a space that has_own_labels() images are listed with its classes. For others they are listed
// with the network's: this turns their labels into indices of the space's classes. Under kRestrict
// without classes the space becomes that of the labels there are. Throws Error naming the first
// image whose class the space leaves out.
void relabel(Listing& listing, SuiteSpace& space, const ClassList& network);

}  // namespace remedy
