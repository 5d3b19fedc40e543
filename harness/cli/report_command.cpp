// remedy report: tables from one or more runs.
#include <cstdio>
#include <memory>
#include <optional>

#include "cli/command.h"
#include "report/input/overlay_reader.h"
#include "report/input/run_data.h"
#include "report/write_report.h"

namespace remedy {

void add_report_command(CLI::App& program, int& code) {
  struct Arguments {
    std::vector<std::string> runs;
    std::string out, overlay, title, tensorboard;
    bool no_images = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand(
      "report",
      "Write report.html, report.json, report.md, report.csv, results.csv and report.tex from one "
      "or more runs");
  command->add_option("RUN", arguments->runs, "run directories")->required();
  command->add_option("--out", arguments->out,
                      "folder to write to (default: the run's, or the current one for several)");
  CLI::Option* overlay_option = command->add_option(
      "--overlay", arguments->overlay,
      "CSV file of published figures to show beside these: anchor_classes (or n_classes), "
      "learning_rate (or lr), label, top1, top5, kl, held_out (or held_out_correct_of_<K>)");
  command->add_option("--title", arguments->title, "what the published figures are called")
      ->needs(overlay_option);
  command->add_flag("--no-images", arguments->no_images,
                    "leave pictures out of the page, where images may not be passed on");
  command->add_option("--tensorboard", arguments->tensorboard,
                      "folder to write event files to, one folder a trial: for `tensorboard "
                      "--logdir FOLDER` and what else reads them");
  command->callback([arguments, &code] {
    std::vector<RunData> runs;
    for (const std::string& run : arguments->runs) runs.push_back(load_run(run));
    std::filesystem::path out = arguments->out;
    if (out.empty()) out = runs.size() == 1 ? runs.front().root : ".";
    ReportOptions options;
    options.images = !arguments->no_images;
    options.tensorboard = arguments->tensorboard;
    if (!arguments->overlay.empty()) {
      options.overlay = read_overlay(arguments->overlay, arguments->title);
    }
    write_report(runs, out, options);
    std::printf("%s\n%s\n", (out / "report.html").c_str(), (out / "report.md").c_str());
    code = kOk;
  });
}

}  // namespace remedy
