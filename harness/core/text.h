// Small helpers on text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace remedy {

// The candidate that `name` was most likely meant to be, by edit distance (a swap of neighbours
// counts once); nothing where none is near.
std::optional<std::string> nearest(const std::string& name,
                                   const std::vector<std::string>& candidates);

// `; did you mean "weights"?`, or nothing.
std::string did_you_mean(const std::string& name, const std::vector<std::string>& candidates);

// Without the spaces, tabs and line ends around it. A part of `text`.
std::string_view trimmed(std::string_view text);

// ASCII letters alone.
std::string lower_case(std::string_view text);
bool ends_with(std::string_view text, std::string_view end);

// A field of CSV (RFC 4180): in quotes where it holds a comma, a quote or a line break.
std::string csv_field(std::string_view text);
// A single-quoted scalar of YAML, which knows no escape but the quote itself.
std::string yaml_quoted(std::string_view text);

std::string join(const std::vector<std::string>& parts, const std::string& separator);

// "a, b and c"
std::string join_with_and(const std::vector<std::string>& names);

// Letters, digits, '-', '_' and '.', which does not stand first: what names of studies, suites and
// labels consist of.
bool valid_name(const std::string& name);

// The last line that is not blank, of at most 300 characters: what a program printed last.
std::string last_line(const std::string& text);

// Whether `text` matches a pattern in which * stands for any characters and ? for one.
bool matches_glob(const std::string& pattern, const std::string& text);

}  // namespace remedy
