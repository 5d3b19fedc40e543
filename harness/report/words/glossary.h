// The terms of reports, as docs/glossary.md has them.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace remedy {

// Term and what it means, the latter with ** around further terms, in the order of the file.
using Glossary = std::vector<std::pair<std::string, std::string>>;

// Of a list in Markdown: "- **term**: what it means", continued on lines that begin with a space.
Glossary parse_glossary(const std::string& markdown);

// That of the file, which becomes part of the program.
const Glossary& glossary();

}  // namespace remedy
