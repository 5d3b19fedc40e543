// SHA-256, by OpenSSL, and a mixer of 64 bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace remedy {

// Feeds bytes in any number of pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Sha256& update(const void* bytes, std::size_t count);
  Sha256& update(std::string_view text) { return update(text.data(), text.size()); }
  // 64 lower-case hexadecimal digits; to be called once.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256(std::string_view bytes);

// Twelve digits of a hash for the eye: "a8979def1c6b" of "sha256:a8979def1c6bb5dd..." or without
// the prefix.
std::string short_hash(const std::string& hash);

// Of a file's bytes. Throws Error naming the file.
std::string sha256_file(const std::filesystem::path& file);

// SplitMix64's output for a state (Steele, Lea and Flood, OOPSLA 2014); the generator's next state
// is greater by kSplitMixStep.
std::uint64_t split_mix(std::uint64_t state);
inline constexpr std::uint64_t kSplitMixStep = 0x9e3779b97f4a7c15U;

}  // namespace remedy
