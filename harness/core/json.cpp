#include "core/json.h"

#include "core/error.h"
#include "core/file.h"

namespace remedy {

Json read_json(const std::filesystem::path& file) {
  try {
    return Json::parse(read_file(file));
  } catch (const nlohmann::json::exception& error) {
    throw Error("{}: not valid JSON: {}", file.string(), error.what());
  }
}

std::optional<Json> parsed_json(std::string_view text) {
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) return std::nullopt;
  return json;
}

std::string pretty(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void write_json(const std::filesystem::path& file, const Json& json) {
  write_file(file, pretty(json));
}

std::string canonical(const Json& json) {
  const nlohmann::json sorted = json;  // std::map: keys in order
  return sorted.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kMostCharacters = 100;
  const bool whole = text.size() <= kMostCharacters;
  const Json shown = std::string(text.substr(0, kMostCharacters)) + (whole ? "" : "...");
  return shown.dump(-1, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace);
}

std::string escaped_text(std::string_view text) {
  const std::string quoted = in_quotes(text);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace remedy
