#include "cli/reference/manual_page.h"

#include "core/error.h"
#include "core/version.h"

namespace remedy {
namespace {

constexpr char kManualHead[] = R"(.TH REMEDY 1 "" "remedy @version@" "User Commands"
.SH NAME
remedy \- compare remediations of an image classifier
.SH SYNOPSIS
.B remedy
.I COMMAND
.RI [ OPTIONS ]
.br
.B remedy
.I COMMAND
.B \-\-help
.SH DESCRIPTION
)";

constexpr char kManualTail[] = R"(.SH ENVIRONMENT
.TP
.B REMEDY_PLUGIN_PATH
Folders of plugins, or plugins, separated by colons, besides those that are installed.
.TP
.B REMEDY_CACHE
Where decoded images and descriptions of plugins are kept, in place of
.I $XDG_CACHE_HOME/remedy
or
.IR ~/.cache/remedy .
.TP
.B NO_COLOR
No colours, where it is set.
.SH FILES
.TP
.I runs/STUDY
The run directory, in the working directory, where
.B \-\-out
names no other.
.TP
.I /usr/share/remedy/configs
Studies that are ready to run.
.TP
.I /usr/share/remedy/schema
JSON Schemas of records and reports.
.TP
.I /usr/share/doc/remedy/plugins.md
How to write a remediation.
.SH EXIT STATUS
.TP
.B 0
Every trial has a result.
.TP
.B 1
Some trial failed.
.TP
.B 2
The command or the study is wrong, and nothing ran.
.TP
.B 3
The baseline is not the one that the study expects.
.TP
.B 4
Refused: runs cannot be compared, or another process works in the run directory.
.TP
.B 130
Interrupted; what is finished is kept.
.SH EXAMPLES
A study that needs no data of yours; the report is
.IR runs/emoji/report.html :
.PP
.RS
remedy run /usr/share/remedy/configs/emoji.yaml
.RE
)";

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else if ((c == '.' || c == '\'') && (result.empty() || result.back() == '\n')) {
      result += std::string("\\&") + c;  // no request
    } else {
      result += c;
    }
  }
  return result;
}

std::string bold(const std::string& text) { return "\\fB" + escaped(text) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + escaped(text) + "\\fR"; }

std::string joined(const std::vector<std::string>& parts, const char* between,
                   std::string (*form)(const std::string&)) {
  std::string result;
  for (const std::string& part : parts) result += (result.empty() ? "" : between) + form(part);
  return result;
}

std::string option_entry(const OptionReference& option) {
  std::string entry = ".TP\n";
  if (option.positional) {
    entry += italic(option.names.front());
  } else {
    entry += joined(option.names, ", ", bold);
    if (!option.choices.empty()) {
      entry += " " + joined(option.choices, "|", bold);
    } else if (!option.value.empty()) {
      entry += " " + italic(option.value);
    }
  }
  entry += "\n" + escaped(option.text);
  if (!option.preset.empty()) entry += " (default: " + escaped(option.preset) + ")";
  return entry + "\n";
}

// "run [OPTIONS] STUDY"
std::string usage(const CommandReference& command) {
  std::string line = bold(command.name) + " [" + italic("OPTIONS") + "]";
  for (const OptionReference& option : command.options) {
    if (!option.positional) continue;
    const std::string name = italic(option.names.front()) + (option.repeated ? "..." : "");
    line += option.required ? " " + name : " [" + name + "]";
  }
  return line;
}

std::string entries(const CommandReference& command) {
  std::string text;
  for (const OptionReference& option : command.options) text += option_entry(option);
  return text;
}

}  // namespace

std::string manual_page(const std::vector<CommandReference>& commands) {
  std::string page = kManualHead;
  const std::string place = "@version@";
  page.replace(page.find(place), place.size(), kHarnessVersion);
  page += escaped(commands.front().text) + "\n.SH OPTIONS\n" + entries(commands.front());
  page += ".SH COMMANDS\n";
  for (std::size_t i = 1; i < commands.size(); ++i) {
    page += ".SS " + usage(commands[i]) + "\n" + escaped(commands[i].text) + ".\n";
    page += entries(commands[i]);
  }
  return page + kManualTail;
}

}  // namespace remedy
