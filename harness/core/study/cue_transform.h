// Changes to prepared images that take a cue away or put one in.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace remedy {

// One of cue_transforms(), with its amount.
struct CueTransform {
  std::string name;
  std::int64_t amount = 0;  // 0 where it has none
};

// Whether a transform looks at a mask of the subject.
enum class MaskUse { kNone, kWhereThereIsOne, kNeeded };

struct CueTransformInfo {
  const char* name;
  MaskUse mask;
  const char* amount;  // what the number means; nullptr: there is none
  std::int64_t standard, low, high;
  const char* summary;
};

const std::vector<CueTransformInfo>& cue_transforms();
// nullptr: there is no such transform.
const CueTransformInfo* find_cue_transform(const std::string& name);

// "low_pass 4, rotate 180"; empty for none.
std::string to_text(const std::vector<CueTransform>& transforms);

}  // namespace remedy
