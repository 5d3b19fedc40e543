#include "model/checkpoint/pickle.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/error.h"
#include "model/checkpoint/pickle_input.h"
#include "model/checkpoint/tensor_checks.h"
#include "model/checkpoint/torch_names.h"

namespace remedy {
namespace {

using Kind = PickleValue::Kind;

constexpr std::size_t kMostPickleBytes = std::size_t{1} << 26;
constexpr std::size_t kMostStringBytes = std::size_t{1} << 20;
constexpr std::size_t kMostStack = std::size_t{1} << 16;
constexpr std::size_t kMostValues = std::size_t{1} << 19;

}  // namespace

// The virtual machine: a stack, the positions of its marks, and a memo.
class PickleMachine {
 public:
  PickleMachine(Pickle& result, std::string source, std::string_view bytes,
                const std::vector<std::string_view>& allowed)
      : result_(result), input_(std::move(source), bytes), allowed_(allowed) {}

  const PickleValue* run() {
    if (input_.size() > kMostPickleBytes) fail("larger than {} bytes", kMostPickleBytes);
    if (input_.take_opcode() != 0x80) fail("expected PROTO, which begins protocols 2 to 5");
    for (step(0x80);;) {
      const std::uint8_t opcode = input_.take_opcode();
      if (opcode == '.') break;
      step(opcode);
    }
    if (stack_.size() != 1 || !marks_.empty()) fail("left {} values, expected one", stack_.size());
    return stack_.back();
  }

 private:
  template <typename... Args>
  [[noreturn]] void fail(fmt::format_string<Args...> format, Args&&... args) const {
    input_.fail(format, std::forward<Args>(args)...);
  }

  PickleValue& push(Kind kind) {
    if (result_.values_.size() >= kMostValues) fail("more than {} values", kMostValues);
    PickleValue& value = result_.values_.emplace_back();
    value.kind = kind;
    push(&value);
    return value;
  }

  void push(PickleValue* value) {
    if (stack_.size() >= kMostStack) fail("more than {} values on the stack", kMostStack);
    stack_.push_back(value);
  }

  // The part of the stack above the last mark is the current one, as in Python.
  std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }

  PickleValue* pop() {
    if (stack_.size() <= floor()) fail("nothing on the stack");
    PickleValue* value = stack_.back();
    stack_.pop_back();
    return value;
  }

  PickleValue& top(Kind expected) {
    if (stack_.size() <= floor()) fail("nothing on the stack");
    PickleValue& value = *stack_.back();
    if (value.kind != expected) {
      fail("applied to {}, expected {}", kind_name(value.kind), kind_name(expected));
    }
    return value;
  }

  std::vector<const PickleValue*> pop_to_mark() {
    if (marks_.empty()) fail("no mark on the stack");
    const auto first = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<const PickleValue*> values(first, stack_.end());
    stack_.erase(first, stack_.end());
    marks_.pop_back();
    return values;
  }

  void push_tuple(std::size_t count) {
    std::vector<const PickleValue*> values(count);
    for (std::size_t i = count; i-- > 0;) values[i] = pop();
    push(Kind::kTuple).items = std::move(values);
  }

  void append(Kind kind, const std::vector<const PickleValue*>& values) {
    PickleValue& container = top(kind);
    if (kind == Kind::kDict && values.size() % 2 != 0) fail("a key without a value");
    container.items.insert(container.items.end(), values.begin(), values.end());
  }

  void push_string(std::uint64_t bytes) {
    if (bytes > kMostStringBytes) fail("a string of {} bytes", bytes);
    const std::string_view text = input_.take(bytes);
    if (!is_utf8(text)) fail("the string {} is not UTF-8", in_quotes(text));
    push(Kind::kString).text = text;
  }

  void push_long(std::size_t bytes) {
    if (bytes > 8) fail("an integer of {} bytes, expected at most 8", bytes);
    std::uint64_t value = input_.take_unsigned(bytes);
    const bool negative = bytes > 0 && ((value >> (8 * bytes - 1)) & 1) != 0;
    if (negative && bytes < 8) value |= ~std::uint64_t{0} << (8 * bytes);
    push(Kind::kInt).integer = static_cast<std::int64_t>(value);
  }

  void push_double() {
    const std::string_view big_endian = input_.take(8);
    std::uint64_t bits = 0;
    for (const char byte : big_endian) bits = (bits << 8) | static_cast<unsigned char>(byte);
    std::memcpy(&push(Kind::kFloat).real, &bits, sizeof bits);
  }

  void push_global(std::string_view module, std::string_view name) {
    std::string wanted;
    wanted.append(module).append(".").append(name);
    const auto found = std::find(allowed_.begin(), allowed_.end(), wanted);
    if (found == allowed_.end()) {
      const std::string shown = in_quotes(wanted);
      throw Error(
          "{}: at byte {}: {}: a state dict has no need of this; refused, nothing was executed. If "
          "the file holds a whole model or more than weights, load it in Python and save it again "
          "with torch.save(model.state_dict(), path)",
          input_.source(), input_.start(), shown.substr(1, shown.size() - 2));
    }
    push(Kind::kGlobal).text = *found;
  }

  void memoize(std::uint64_t index) {
    // Python numbers the memo from 0 without gaps, so an index never reaches the bytes read so far.
    if (index >= input_.position()) fail("memo entry {} this early, the pickle is damaged", index);
    if (stack_.size() <= floor()) fail("nothing on the stack");
    if (memo_.size() <= index) memo_.resize(static_cast<std::size_t>(index) + 1, nullptr);
    PickleValue*& entry = memo_[static_cast<std::size_t>(index)];
    if (entry == nullptr) ++memoized_;
    entry = stack_.back();
  }

  void recall(std::uint64_t index) {
    if (index >= memo_.size() || memo_[static_cast<std::size_t>(index)] == nullptr) {
      fail("memo entry {} does not exist", index);
    }
    push(memo_[static_cast<std::size_t>(index)]);
  }

  void reduce() {
    const PickleValue* arguments = pop();
    const PickleValue* callable = pop();
    if (callable->kind != Kind::kGlobal || arguments->kind != Kind::kTuple) {
      fail("calls {} with {}, expected a name and a tuple", kind_name(callable->kind),
           kind_name(arguments->kind));
    }
    if (callable->text == kOrderedDict) {
      if (!arguments->items.empty()) fail("an OrderedDict with arguments, expected an empty one");
      push(Kind::kDict);
    } else {
      push(Kind::kCall).items = {callable, arguments};
    }
  }

  void step(std::uint8_t opcode);

  Pickle& result_;
  PickleInput input_;
  const std::vector<std::string_view>& allowed_;
  std::vector<PickleValue*> stack_;
  std::vector<std::size_t> marks_;
  std::vector<PickleValue*> memo_;
  std::uint64_t memoized_ = 0;  // entries of the memo in use
};

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
      if (marks_.size() >= kMostStack) fail("more than {} marks", kMostStack);
      marks_.push_back(stack_.size());
      return;
    case 'N':
      push(Kind::kNone);
      return;
    case 0x88:  // NEWTRUE
    case 0x89:  // NEWFALSE
      push(Kind::kBool).integer = opcode == 0x88 ? 1 : 0;
      return;
    case 'K':
      push(Kind::kInt).integer = static_cast<std::int64_t>(input_.take_unsigned(1));
      return;
    case 'M':
      push(Kind::kInt).integer = static_cast<std::int64_t>(input_.take_unsigned(2));
      return;
    case 'J':
      return push_long(4);
    case 0x8a:  // LONG1
      return push_long(static_cast<std::size_t>(input_.take_unsigned(1)));
    case 'G':
      return push_double();
    case 0x8c:  // SHORT_BINUNICODE
      return push_string(input_.take_unsigned(1));
    case 'X':
      return push_string(input_.take_unsigned(4));
    case 0x8d:  // BINUNICODE8
      return push_string(input_.take_unsigned(8));
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
      return append(Kind::kList, pop_to_mark());
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
    case 'R':
      return reduce();
    case 'b':  // the attributes of an OrderedDict: _metadata, which holds versions of modules
      pop();
      top(Kind::kDict);
      return;
    case 'Q': {
      const PickleValue* id = pop();
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
      fail("a state dict has no need of this (0x{:02x}); refused, nothing was executed", opcode);
  }
}

Pickle::Pickle(std::string source, std::string_view bytes,
               const std::vector<std::string_view>& allowed_globals) {
  root_ = PickleMachine(*this, std::move(source), bytes, allowed_globals).run();
}

}  // namespace remedy
