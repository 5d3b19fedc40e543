// A restricted unpickler: turns the pickle of a state dict into plain values and executes nothing.
// It knows the instructions that such a pickle needs and refuses every other one by name. Internal
// to this folder.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace remedy {

struct PickleValue {
  enum class Kind {
    kNone,
    kBool,
    kInt,
    kFloat,
    kString,
    kTuple,
    kList,
    kDict,        // also collections.OrderedDict; its attributes (_metadata) are dropped
    kGlobal,      // text: "module.name", one of those allowed
    kCall,        // items: a kGlobal and the kTuple of its arguments; never called
    kPersistent,  // items: the persistent id
  };

  Kind kind = Kind::kNone;
  std::int64_t integer = 0;  // kBool, kInt
  double real = 0;           // kFloat
  std::string_view text;     // kString, kGlobal
  // kDict: key, value, key, value. Values may share others and even contain themselves: never walk
  // them without a bound on the depth.
  std::vector<const PickleValue*> items;
};

// "a tuple", "a dict", "an int": for messages.
std::string_view kind_name(PickleValue::Kind kind);

// The values point into the pickle's bytes and into the list of allowed globals.
class Pickle {
 public:
  // `source` names the pickle in messages. Throws Error naming it, the place and the instruction or
  // global for anything malformed, unknown or past a limit. Makes at most 2^19 values, enough for
  // some 40,000 tensors, and so takes at most about 50 MB.
  Pickle(std::string source, std::string_view bytes,
         const std::vector<std::string_view>& allowed_globals);

  const PickleValue& root() const { return *root_; }

 private:
  friend class PickleMachine;
  std::deque<PickleValue> values_;  // owns all of them: destruction does not recurse
  const PickleValue* root_ = nullptr;
};

// "NEWOBJ" for 0x81, "unknown" for a byte that is no instruction of any protocol.
std::string_view opcode_name(std::uint8_t opcode);

}  // namespace remedy
