// Which classes a suite is scored in, where they are not the network's own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace remedy {

// The same logits give other figures under each.
enum class LabelRule {
  kIdentity,       // the network's classes
  kRestrict,       // some of them: the others' logits are left out (ImageNet-A, -R)
  kMap,            // the network's prediction, mapped; what maps to nothing is wrong (ImageNet-9)
  kAggregateMean,  // of each class the mean probability of its members (16-class ImageNet)
  kAggregateMax,   // of each class the largest logit of its members (ObjectNet)
  kAnyOf,          // the network's classes; an image without a label is left out (ReaL)
};

const char* to_string(LabelRule rule);

// A class of the space and the network's classes that belong to it, each an id, a name, an index or
// a range of indices ("294-297").
struct SpaceClass {
  std::string name;
  std::vector<std::string> members;
};

struct LabelSpace {
  std::string name;
  LabelRule rule = LabelRule::kIdentity;
  // kMap, kAggregate...: the classes, in order. kRestrict: one class without a name whose members
  // are kept; none: those that the suite's images have.
  std::vector<SpaceClass> classes;
  // kMap, kAggregate...: a JSON object of every class's member indices, or of every index's class
  // (-1: none). `classes` then only gives names, in the order of the numbers.
  std::filesystem::path file;

  // Whether images are labelled by classes of the space, not by the network's.
  bool has_own_labels() const {
    return rule == LabelRule::kMap || rule == LabelRule::kAggregateMean ||
           rule == LabelRule::kAggregateMax;
  }
};

}  // namespace remedy
