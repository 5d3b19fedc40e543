#include "core/hash.h"

#include <openssl/evp.h>

#include <array>

#include "core/error.h"
#include "core/file.h"

namespace remedy {

struct Sha256::State {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                  &EVP_MD_CTX_free};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  if (state_->context == nullptr ||
      EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) != 1) {
    throw Error("OpenSSL offers no SHA-256 on this machine");
  }
}

Sha256::~Sha256() = default;

Sha256& Sha256::update(const void* bytes, std::size_t count) {
  EVP_DigestUpdate(state_->context.get(), bytes, count);
  return *this;
}

std::string Sha256::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  EVP_DigestFinal_ex(state_->context.get(), digest.data(), &length);
  std::string text;
  text.reserve(2 * length);
  for (unsigned int i = 0; i < length; ++i) text += fmt::format("{:02x}", digest[i]);
  return text;
}

std::string sha256(std::string_view bytes) { return Sha256().update(bytes).hex(); }

std::string short_hash(const std::string& hash) {
  const std::size_t colon = hash.find(':');
  return hash.substr(colon == std::string::npos ? 0 : colon + 1, 12);
}

std::string sha256_file(const std::filesystem::path& file) {
  const MappedFile mapped(file);
  return Sha256().update(mapped.data(), mapped.size()).hex();
}

std::uint64_t split_mix(std::uint64_t state) {
  std::uint64_t z = state + kSplitMixStep;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

}  // namespace remedy
