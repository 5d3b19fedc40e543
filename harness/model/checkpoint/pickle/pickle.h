// A restricted unpickler: turns the pickle of a checkpoint into plain values and executes nothing.
// What it does not know, an object of any class or a call of any function, becomes a value that
// holds the name alone. Internal to this folder.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace remedy {

struct PickleValue {
  enum class Kind {
    kNone,
    kBool,
    kInt,
    kLongInt,  // of more than 64 bits; its value is dropped
    kFloat,    // its value is dropped
    kString,
    kBytes,  // its value is dropped
    kTuple,
    kList,
    kDict,        // also OrderedDict, defaultdict and Counter
    kGlobal,      // text: "module.name"
    kCall,        // text: a function that rebuilds tensors; items: its arguments; never called
    kObject,      // text: the class or the function that would have made it; items: as of a dict
    kPersistent,  // items: the persistent id
  };

  Kind kind = Kind::kNone;
  std::int64_t integer = 0;  // kBool, kInt
  std::string_view text;     // kString, kGlobal, kCall, kObject
  // kDict and kObject: key, value, key, value. kList: numbers behind the 64th item are left out.
  // Values may share others and even contain themselves:
  // never walk them without a bound on the depth and on the steps.
  std::vector<const PickleValue*> items;
  // kObject: its attributes, where it has some. kDict: what it was made from, where that is given.
  const PickleValue* state = nullptr;
};

// "a tuple", "a dict", "an int": for messages.
std::string_view kind_name(PickleValue::Kind kind);

// The values point into the pickle's bytes, which have to outlive them.
class Pickle {
 public:
  // `source` names the pickle in messages. Throws Error naming it, the place and the instruction or
  // the name for what is malformed or past a limit, and for the functions that attacks call. Makes
  // at most 2^21 values, and takes at most about 80 bytes for each byte of the pickle.
  Pickle(std::string source, std::string_view bytes);

  const PickleValue& root() const { return *root_; }
  // Every persistent id that is a tuple, wherever it stands.
  std::vector<const PickleValue*> persistent() const;
  // How many bytes it takes. Behind them there may be another one.
  std::size_t size() const { return size_; }

 private:
  friend class PickleMachine;
  std::deque<PickleValue> values_;  // owns all but the shared ones: destruction does not recurse
  std::unordered_set<std::string> names_;
  // Values without content are made once.
  PickleValue none_, true_, false_, long_int_, float_, bytes_;
  std::array<PickleValue, 256> small_integers_;
  const PickleValue* root_ = nullptr;
  std::size_t size_ = 0;
};

// "NEWOBJ" for 0x81, "unknown" for a byte that is no instruction of any protocol.
std::string_view opcode_name(std::uint8_t opcode);

}  // namespace remedy
