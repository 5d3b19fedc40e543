#include "cli/new_script.h"

#include "cli/filled_text.h"
#include "core/file.h"
#include "launch/discovery.h"

namespace remedy {
namespace {

const char kScript[] = R"("""One sentence about the idea, and the paper it comes from."""

import remedy


@remedy.remediation(
    id="@name@", version="1.0.0", summary="What it does, in one sentence.",
    uses=["counterexamples", "anchors", "stop"],
    parameters=[remedy.finetune_parameters(),
                remedy.real("pull", 0.1, minimum=0,
                            doc="weight of the squared distance to the baseline's logits")])
def apply(model, context, p):
    """As an example: fine-tunes on counterexamples and anchors, while the logits are pulled
    towards those of the baseline."""
    before = context.baseline_logits()

    def loss(network, batch):
        logits = network(batch.images)
        moved = logits - before[batch.rows]
        distance = (moved.square().mean(1) * batch.weights).sum()
        return remedy.weighted_cross_entropy(logits, batch) + p.pull * distance

    remedy.finetune(model, context, p, loss)
)";

const char kTest[] =
    R"("""Whether @name@.py keeps to the contract: python3 test_@name@.py, or pytest."""

import pathlib
import shutil
import subprocess
import unittest

REMEDY = shutil.which("remedy") or "@program@"
SCRIPT = pathlib.Path(__file__).resolve().with_name("@name@.py")


class Contract(unittest.TestCase):
    def test_check_passes(self):
        done = subprocess.run([REMEDY, "check", str(SCRIPT)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
)";

}  // namespace

void write_script(const std::filesystem::path& folder, const std::string& name) {
  const std::string program = (program_directory() / "remedy").string();
  write_file(folder / (name + ".py"), filled(kScript, {{"@name@", name}}));
  write_file(folder / ("test_" + name + ".py"),
             filled(kTest, {{"@name@", name}, {"@program@", program}}));
}

}  // namespace remedy
