// JSON as the harness writes it: keys in the order they were added, two spaces of indentation.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace remedy {

using Json = nlohmann::ordered_json;

// Reads a whole file. Throws Error naming the file and the place of a syntax error.
Json read_json(const std::filesystem::path& file);

// The value of a whole text; nothing where it is not valid JSON.
std::optional<Json> parsed_json(std::string_view text);

// Indented, one newline at the end; doubles in the shortest form that reads back equal.
// A number that is not finite is written as null.
std::string pretty(const Json& json);

// Atomic: see write_file in file.h.
void write_json(const std::filesystem::path& file, const Json& json);

// The same text for the same content whatever the order of its keys: what hashes are taken of.
std::string canonical(const Json& json);

// Text from a file as a message can show it: quoted, ASCII with escapes, at most 100 characters.
std::string in_quotes(std::string_view text);
// The same without the quotes.
std::string escaped_text(std::string_view text);

}  // namespace remedy
