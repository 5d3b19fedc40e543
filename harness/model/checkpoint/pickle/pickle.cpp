#include "model/checkpoint/pickle/pickle.h"

#include <utility>

#include "model/checkpoint/pickle/pickle_machine.h"

namespace remedy {
namespace {

using Kind = PickleValue::Kind;

}  // namespace

void PickleMachine::step(std::uint8_t opcode) {
  switch (opcode) {
    case 0x80: {  // PROTO
      const std::uint64_t protocol = input_.take_unsigned(1);
      if (protocol < 2 || protocol > 5) fail("protocol {}, expected 2 to 5", protocol);
      return;
    }
    case 0x95:  // FRAME
      if (input_.take_unsigned(8) > input_.size() - input_.position())
        fail("a frame longer than the pickle");
      return;
    case '(':
      if (marks_.size() >= kMostMarks) fail("more than {} marks", kMostMarks);
      marks_.push_back(stack_.size());
      return;
    case '0':
      pop();
      return;
    case '1':
      pop_to_mark();
      return;
    case '2':
      if (stack_.size() <= floor()) fail("nothing on the stack");
      return push(stack_.back());
    case 'N':
      return push(&result_.none_);
    case 0x88:  // NEWTRUE
      return push(&result_.true_);
    case 0x89:  // NEWFALSE
      return push(&result_.false_);
    case 'K':
      return push_integer(input_.take_unsigned(1));
    case 'M':
      return push_integer(input_.take_unsigned(2));
    case 'J':
      return push_long(4);
    case 0x8a:  // LONG1
      return push_long(input_.take_unsigned(1));
    case 0x8b:  // LONG4
      return push_long(input_.take_unsigned(4));
    case 'G':
      input_.take(8);
      return push(&result_.float_);
    case 'U':   // SHORT_BINSTRING
    case 0x8c:  // SHORT_BINUNICODE
      return push_string(input_.take_unsigned(1));
    case 'T':  // BINSTRING
    case 'X':
      return push_string(input_.take_unsigned(4));
    case 0x8d:  // BINUNICODE8
      return push_string(input_.take_unsigned(8));
    case 'C':  // SHORT_BINBYTES
      return push_bytes(input_.take_unsigned(1));
    case 'B':  // BINBYTES
      return push_bytes(input_.take_unsigned(4));
    case 0x8e:  // BINBYTES8
    case 0x96:  // BYTEARRAY8
      return push_bytes(input_.take_unsigned(8));
    case ')':
      return push_tuple(0);
    case 0x85:  // TUPLE1
      return push_tuple(1);
    case 0x86:  // TUPLE2
      return push_tuple(2);
    case 0x87:  // TUPLE3
      return push_tuple(3);
    case 't': {
      auto values = pop_to_mark();
      push(Kind::kTuple).items = std::move(values);
      return;
    }
    case ']':
      push(Kind::kList);
      return;
    case 'a': {
      const PickleValue* value = pop();
      return append(Kind::kList, {value});
    }
    case 'e':
      return extend();
    case '}':
      push(Kind::kDict);
      return;
    case 's': {
      const PickleValue* value = pop();
      const PickleValue* key = pop();
      return append(Kind::kDict, {key, value});
    }
    case 'u':
      return append(Kind::kDict, pop_to_mark());
    case 'c': {
      const std::string_view module = input_.take_line();
      return push_global(module, input_.take_line());
    }
    case 0x93: {  // STACK_GLOBAL
      const PickleValue* name = pop();
      const PickleValue* module = pop();
      if (name->kind != Kind::kString || module->kind != Kind::kString)
        fail("expected two strings");
      return push_global(module->text, name->text);
    }
    case 0x8f:  // EMPTY_SET
      return push_object("set");
    case 0x90:  // ADDITEMS
      return append(Kind::kList, pop_to_mark());
    case 0x91:  // FROZENSET
      pop_to_mark();
      return push_object("frozenset");
    case 'R':
    case 0x81:  // NEWOBJ
      return reduce();
    case 0x92:  // NEWOBJ_EX
      pop();    // arguments by name
      return reduce();
    case 'b':
      return build();
    case 'Q': {
      PickleValue* id = pop();
      // ("module", class, file, source), as the legacy format of torch.save has a module's class.
      const auto& parts = id->items;
      if (id->kind == Kind::kTuple && parts.size() == 4 && parts[0]->text == "module" &&
          parts[1]->kind == Kind::kGlobal) {
        push(Kind::kGlobal).text = parts[1]->text;
        return;
      }
      push(Kind::kPersistent).items = {id};
      return;
    }
    case 'q':
      return memoize(input_.take_unsigned(1));
    case 'r':
      return memoize(input_.take_unsigned(4));
    case 0x94:  // MEMOIZE
      return memoize(memoized_);
    case 'h':
      return recall(input_.take_unsigned(1));
    case 'j':
      return recall(input_.take_unsigned(4));
    default:
      fail("a checkpoint has no need of this (0x{:02x}); refused, nothing was executed", opcode);
  }
}

Pickle::Pickle(std::string source, std::string_view bytes) {
  false_.kind = true_.kind = Kind::kBool;
  true_.integer = 1;
  long_int_.kind = Kind::kLongInt;
  float_.kind = Kind::kFloat;
  bytes_.kind = Kind::kBytes;
  for (std::size_t i = 0; i < small_integers_.size(); ++i) {
    small_integers_[i].kind = Kind::kInt;
    small_integers_[i].integer = static_cast<std::int64_t>(i);
  }
  PickleMachine(*this, std::move(source), bytes).run();
}

std::vector<const PickleValue*> Pickle::persistent() const {
  std::vector<const PickleValue*> found;
  for (const PickleValue& value : values_) {
    if (value.kind == Kind::kPersistent && value.items[0]->kind == Kind::kTuple) {
      found.push_back(&value);
    }
  }
  return found;
}

}  // namespace remedy
