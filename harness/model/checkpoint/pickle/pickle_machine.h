// The virtual machine that a pickle is a program of: what its instructions do. Internal to this
// folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/json.h"
#include "model/checkpoint/pickle/pickle.h"
#include "model/checkpoint/pickle/pickle_input.h"
#include "model/checkpoint/pickle/python_names.h"

namespace remedy {

// A stack, the positions of its marks, and a memo.
class PickleMachine {
 public:
  PickleMachine(Pickle& result, std::string source, std::string_view bytes)
      : result_(result), input_(std::move(source), bytes) {}

  void run() {
    if (input_.size() > kMostPickleBytes) fail("larger than {} bytes", kMostPickleBytes);
    if (input_.take_opcode() != 0x80) fail("expected PROTO, which begins protocols 2 to 5");
    for (step(0x80);;) {
      const std::uint8_t opcode = input_.take_opcode();
      if (opcode == '.') break;
      step(opcode);
    }
    if (stack_.size() != 1 || !marks_.empty()) fail("left {} values, expected one", stack_.size());
    result_.root_ = stack_.back();
    result_.size_ = input_.position();
  }

 private:
  static constexpr std::size_t kMostPickleBytes = std::size_t{1} << 27;
  static constexpr std::size_t kMostStack = std::size_t{1} << 21;
  static constexpr std::size_t kMostMarks = std::size_t{1} << 16;
  static constexpr std::size_t kMostValues = std::size_t{1} << 21;
  static constexpr std::size_t kItemsKept = 64;       // of a list, whatever they are
  static constexpr std::size_t kMostNameBytes = 256;  // of a class or function with its module

  using Kind = PickleValue::Kind;

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

  // To a list or, as pairs of keys and values, to a dict; of an object of an unknown class, which
  // may be either, the pairs are kept.
  void append(Kind kind, const std::vector<const PickleValue*>& values) {
    if (kind == Kind::kDict && values.size() % 2 != 0) fail("a key without a value");
    PickleValue& container = top_is_object() ? *stack_.back() : top(kind);
    if (container.kind == Kind::kObject && kind == Kind::kList) return;
    container.items.insert(container.items.end(), values.begin(), values.end());
  }

  // All above the mark to the list below it. Of a long list, such as a history of training, numbers
  // are dropped: nobody looks for them.
  void extend() {
    if (marks_.empty()) fail("no mark on the stack");
    const std::size_t first = marks_.back();
    marks_.pop_back();
    if (first <= floor()) fail("nothing on the stack");
    PickleValue& list = *stack_[first - 1];
    if (list.kind != Kind::kList && list.kind != Kind::kObject) {
      fail("applied to {}, expected a list", kind_name(list.kind));
    }
    if (list.kind == Kind::kList) {
      for (std::size_t i = first; i < stack_.size(); ++i) {
        const bool number = stack_[i]->kind <= Kind::kFloat;
        if (!number || list.items.size() < kItemsKept) list.items.push_back(stack_[i]);
      }
    }
    stack_.resize(first);
  }

  bool top_is_object() const {
    return stack_.size() > floor() && stack_.back()->kind == Kind::kObject;
  }

  // Perhaps not UTF-8: what Python's "surrogatepass" and the strings of Python 2 hold.
  void push_string(std::uint64_t bytes) {
    const std::string_view text = input_.take(bytes);
    push(Kind::kString).text = text;
  }

  void push_bytes(std::uint64_t bytes) {
    input_.take(bytes);
    push(&result_.bytes_);
  }

  void push_integer(std::uint64_t value) {
    if (value < result_.small_integers_.size()) {
      push(&result_.small_integers_[static_cast<std::size_t>(value)]);
    } else {
      push(Kind::kInt).integer = static_cast<std::int64_t>(value);
    }
  }

  void push_long(std::uint64_t count) {
    if (count > 8) {
      input_.take(count);
      push(&result_.long_int_);
      return;
    }
    const auto bytes = static_cast<std::size_t>(count);
    std::uint64_t value = input_.take_unsigned(bytes);
    const bool negative = bytes > 0 && ((value >> (8 * bytes - 1)) & 1) != 0;
    if (negative && bytes < 8) value |= ~std::uint64_t{0} << (8 * bytes);
    push_integer(value);
  }

  void push_object(std::string_view name) { push(Kind::kObject).text = name; }

  void push_global(std::string_view module, std::string_view name) {
    if (module.size() + name.size() >= kMostNameBytes) {
      fail("a name of {} characters, expected fewer than {}", module.size() + name.size(),
           kMostNameBytes);
    }
    std::string whole;
    whole.append(module).append(".").append(name);
    if (attacks_call(module, name)) {
      throw Error(
          "{}: at byte {}: {}: a checkpoint has no need of this, and Python would run it while "
          "loading the file; refused, nothing was executed. Do not load this file in Python "
          "either; get the weights from a source that you trust",
          input_.source(), input_.start(), escaped_text(whole));
    }
    const std::string& kept = *result_.names_.insert(std::move(whole)).first;
    push(Kind::kGlobal).text = kept;
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

  // What calling `callable` with `arguments` would make, if anything here called it.
  void make(const PickleValue& callable, const PickleValue& arguments) {
    const bool named = callable.kind == Kind::kGlobal || callable.kind == Kind::kObject;
    const std::string_view name = named ? callable.text : kind_name(callable.kind);
    const std::vector<const PickleValue*>& given = arguments.items;
    if (is_dict_type(name)) {
      PickleValue& dict = push(Kind::kDict);
      for (const PickleValue* argument : given) {
        const Kind kind = argument->kind;
        if (kind == Kind::kDict || kind == Kind::kList) dict.state = argument;
      }
    } else if (rebuilds_tensors(name)) {
      PickleValue& call = push(Kind::kCall);
      call.text = name;
      call.items = given;
    } else if (makes_object_of_its_argument(name) && !given.empty() &&
               given.front()->kind == Kind::kGlobal) {
      push_object(given.front()->text);
    } else {
      push_object(name);
    }
  }

  void reduce() {
    const PickleValue* arguments = pop();
    const PickleValue* callable = pop();
    if (arguments->kind != Kind::kTuple) {
      fail("calls {} with {}, expected a tuple", kind_name(callable->kind),
           kind_name(arguments->kind));
    }
    make(*callable, *arguments);
  }

  // Attributes: of an object they are kept; those of an OrderedDict (_metadata) and of tensors are
  // not.
  void build() {
    const PickleValue* state = pop();
    if (stack_.size() <= floor()) fail("nothing on the stack");
    PickleValue& built = *stack_.back();
    if (built.kind == Kind::kObject) built.state = state;
    if (built.kind != Kind::kObject && built.kind != Kind::kDict && built.kind != Kind::kCall) {
      fail("applied to {}, expected an object", kind_name(built.kind));
    }
  }

  void step(std::uint8_t opcode);

  Pickle& result_;
  PickleInput input_;
  std::vector<PickleValue*> stack_;
  std::vector<std::size_t> marks_;
  std::vector<PickleValue*> memo_;
  std::uint64_t memoized_ = 0;  // entries of the memo in use
};

}  // namespace remedy
