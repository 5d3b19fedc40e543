#include "launch/discovery.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <sstream>

#include "core/error.h"
#include "core/file.h"
#include "core/hash.h"
#include "launch/process/worker_process.h"

namespace remedy {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kPatience{60};

// Changes whenever the file is built again.
std::string identity(const fs::path& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) return file.string() + " missing";
  return fmt::format("{} {} {}.{}", file.string(), status.st_size, status.st_mtim.tv_sec,
                     status.st_mtim.tv_nsec);
}

// Whether a line of a script begins like the decorator that declares a remediation.
bool declares_remediation(const fs::path& script) {
  std::istringstream lines(read_if_present(script));
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("@remedy.remediation(", 0) == 0 || line.rfind("@remediation(", 0) == 0) {
      return true;
    }
  }
  return false;
}

// Of the files that a description was made of, when it was made.
std::string identities(const Json& files) {
  std::string text;
  for (const Json& file : files) text += identity(fs::path(file.get<std::string>())) + "\n";
  return text;
}

// The plugins that come with Remedy.
fs::path own_plugins() { return program_directory() / "../lib/remedy/plugins"; }

// Whether a plugin is a script that comes with Remedy, where no Python can be had. Nobody asked for
// it, so it is no fault; `remedy doctor` tells.
bool left_out(const fs::path& plugin, const Json& answer) {
  std::error_code none;
  return answer.contains("no_python") && fs::equivalent(plugin.parent_path(), own_plugins(), none);
}

fs::path cache_file(const fs::path& library, const fs::path& program) {
  return cache_directory() / "plugins" /
         (sha256(identity(library) + "\n" + identity(program) +
                 (is_script(library) ? "\n" + identity(script_host_library()) : "")) +
          ".json");
}

// Asks for one description. The worker is started where there is none, and dropped when it dies.
Json ask(std::unique_ptr<WorkerProcess>& worker, const fs::path& program, const fs::path& library) {
  if (worker == nullptr) worker = std::make_unique<WorkerProcess>(program);
  worker->send({{"op", "describe"}, {"plugin", library.string()}});
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    std::optional<Json> message;
    try {
      message = worker->receive(std::chrono::ceil<std::chrono::milliseconds>(
          deadline - std::chrono::steady_clock::now()));
    } catch (const Error&) {
    }
    if (!message) break;
    const std::string event = message->value("event", "");
    if (event == "described" || event == "rejected") return *message;
  }
  const bool ended = worker->closed();
  const WorkerEnd end = worker->end(std::chrono::milliseconds(ended ? 500 : 0));
  worker.reset();
  return {{"event", "rejected"},
          {"reason", ended ? "loading it ended the worker, which " + end.how
                           : std::string("loading it does not come to an end")}};
}

// A description or a reason of what is there now, and not what a damaged cache holds.
bool is_answer(const Json& answer) {
  try {
    if (answer.contains("files") && identities(answer.at("files")) != answer.at("identities")) {
      return false;
    }
    if (answer.at("event") == "described") (void)remediation_from_json(answer.at("info"));
    return answer.at("event") == "described" || answer.at("reason").is_string();
  } catch (const std::exception&) {
    return false;
  }
}

// What the worker says of this kind; that it is alive it says meanwhile too.
Json answer_of(WorkerProcess& worker, const std::string& event) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    const auto message = worker.receive(
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()));
    if (!message) {
      const WorkerEnd end = worker.end();
      throw Error("{} {} before it answered: {}", worker_program().string(), end.how,
                  worker.output_tail());
    }
    if (message->value("event", "") == event) return *message;
    if (message->value("event", "") == "error") {
      throw Error("{}", message->at("message").get<std::string>());
    }
  }
}

}  // namespace

fs::path program_directory() {
  std::error_code code;
  const fs::path program = fs::read_symlink("/proc/self/exe", code);
  return program.parent_path();
}

fs::path worker_program() { return program_directory() / "remedy-worker"; }

fs::path script_host_library() {
  return (program_directory() / "../lib/remedy/remedy_python_host.so").lexically_normal();
}

bool is_script(const fs::path& plugin) { return plugin.extension() == ".py"; }

std::vector<fs::path> find_plugins(const std::vector<fs::path>& extra) {
  std::vector<fs::path> places;
  if (fs::is_directory(own_plugins())) places.push_back(fs::canonical(own_plugins()));
  if (const char* set = std::getenv("REMEDY_PLUGIN_PATH")) {
    std::istringstream stream(set);
    for (std::string place; std::getline(stream, place, ':');) {
      if (!place.empty()) places.emplace_back(place);
    }
  }
  places.insert(places.end(), extra.begin(), extra.end());
  std::vector<fs::path> libraries;
  std::set<fs::path> seen;
  const auto add = [&](const fs::path& file) {
    const fs::path full = fs::weakly_canonical(file);
    if (seen.insert(full).second) libraries.push_back(full);
  };
  for (const fs::path& place : places) {
    if (fs::is_directory(place)) {
      std::vector<fs::path> found;
      for (const auto& entry : fs::directory_iterator(place)) {
        const bool script = is_script(entry.path()) && declares_remediation(entry.path());
        if (script || entry.path().extension() == ".so") found.push_back(entry.path());
      }
      std::sort(found.begin(), found.end());
      for (const fs::path& file : found) add(file);
    } else if (fs::exists(place)) {
      add(place);
    } else {
      throw Error("{}: there is no such plugin or folder of plugins", place.string());
    }
  }
  return libraries;
}

Catalogue describe_plugins(const std::vector<fs::path>& libraries, const fs::path& program) {
  Catalogue catalogue;
  std::unique_ptr<WorkerProcess> worker;
  for (const fs::path& library : libraries) {
    const fs::path cached = cache_file(library, program);
    Json answer;
    try {
      if (fs::exists(cached)) answer = read_json(cached);
    } catch (const Error&) {
      // A damaged cache is made again.
    }
    if (!is_answer(answer)) {
      answer = ask(worker, program, library);
      if (answer.contains("files")) answer["identities"] = identities(answer["files"]);
      try {
        if (!answer.contains("no_python")) write_json(cached, answer);
      } catch (const Error&) {
        // Without a cache the next start is slower, no more.
      }
    }
    if (left_out(library, answer)) continue;
    try {
      if (answer["event"] == "described") {
        catalogue.add(remediation_from_json(answer.at("info")));
      } else {
        catalogue.rejected.push_back({library, answer.at("reason").get<std::string>()});
      }
    } catch (const std::exception& error) {
      catalogue.rejected.push_back({library, error.what()});
    }
  }
  return catalogue;
}

Json worker_hello() {
  WorkerProcess worker(worker_program());
  return answer_of(worker, "hello");
}

Json examined_worker() {
  WorkerProcess worker(worker_program());
  Json found = answer_of(worker, "hello");
  worker.send({{"op", "examine"}});
  found.update(answer_of(worker, "examined"));
  return found;
}

}  // namespace remedy
