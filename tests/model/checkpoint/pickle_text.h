// Pickles written by hand: what Python's pickle module writes for the values of a checkpoint.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace remedy::testing::pickled {

inline std::string little_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>((value >> (8 * i)) & 0xff);
  return text;
}

inline std::string text(const std::string& value) {
  return "X" + little_endian(value.size(), 4) + value;
}
inline std::string integer(std::int64_t value) {
  return "\x8a\x08" + little_endian(static_cast<std::uint64_t>(value), 8);
}
// An int of so many bytes, such as a seed of a random generator.
inline std::string long_integer(std::size_t bytes) {
  return "\x8b" + little_endian(bytes, 4) + std::string(bytes, '\x01');
}
inline std::string real(double value) {
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &value, 8);
  return "G" + std::string(bytes.rbegin(), bytes.rend());
}
inline std::string bytes(const std::string& value) {
  return "B" + little_endian(value.size(), 4) + value;
}
inline std::string joined(const std::vector<std::string>& values) {
  std::string all;
  for (const std::string& value : values) all += value;
  return all;
}
inline std::string tuple(const std::vector<std::string>& values) {
  return "(" + joined(values) + "t";
}
inline std::string list(const std::vector<std::string>& values) {
  return "](" + joined(values) + "e";
}
inline std::string set(const std::vector<std::string>& values) {
  return "\x8f(" + joined(values) + "\x90";
}
inline std::string global(const std::string& module, const std::string& name) {
  return "c" + module + "\n" + name + "\n";
}
inline std::string call(const std::string& function, const std::vector<std::string>& arguments) {
  return function + tuple(arguments) + "R";
}

using Items = std::vector<std::pair<std::string, std::string>>;  // keys as texts, values pickled

inline std::string pairs(const Items& items) {
  std::string all = "(";
  for (const auto& [key, value] : items) all += text(key) + value;
  return all + "u";
}
inline std::string dict(const Items& items) { return "}" + pairs(items); }
inline std::string ordered_dict(const Items& items) {
  return call(global("collections", "OrderedDict"), {}) + pairs(items);
}
// As protocol 2 writes objects: made without arguments, then given their attributes.
inline std::string object(const std::string& module, const std::string& name,
                          const Items& attributes) {
  return global(module, name) + ")\x81" + dict(attributes) + "b";
}

}  // namespace remedy::testing::pickled
