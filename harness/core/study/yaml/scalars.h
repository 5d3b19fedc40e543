// What single values of a study are read as.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace remedy {

// `${NAME}` and `${NAME:-default}` replaced from the environment; a name that is not set and has no
// default is left in `missing`.
std::string expand_environment(const std::string& text, std::string& missing);
std::optional<std::int64_t> parse_integer(const std::string& text);
std::optional<double> parse_real(const std::string& text);
// "90 s", "30 min", "2 h", or a plain number of seconds.
std::optional<double> parse_seconds(const std::string& text);
// "8 GiB", "512 MiB", "1.5 GB", or a plain number of bytes.
std::optional<std::uint64_t> parse_bytes(const std::string& text);

}  // namespace remedy
