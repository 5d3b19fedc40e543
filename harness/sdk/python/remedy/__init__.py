"""What a remediation in Python is written with.

    import remedy
    import torch

    @remedy.remediation(id="my_fix", version="1.0.0", summary="What it does, in one sentence.",
                        uses=["counterexamples", "anchors"],
                        parameters=[remedy.integer("steps", 100, minimum=1, doc="steps")])
    def apply(model, context, p):
        ...

`model` and `context` are those of remedy/model.h and remedy/context.h, with the same names and
promises; they are gone once apply() has returned. `p.steps` is the value of a parameter. The
function changes the model's tensors in place and returns nothing. Tensors are torch's own, on the
memory that the harness has.

Outside a worker, in a process that a script starts, only the declaration can be used.
"""

from remedy._declaration import (
    Diverged, Parameters, choice, flag, integer, numbers, real, remediation, text, with_uses)
from remedy._module import as_module
from remedy._training import require_finite, until_stop

COUNTEREXAMPLE = 0  # in training_data().groups
ANCHOR = 1

__all__ = [
    "ANCHOR", "COUNTEREXAMPLE", "Diverged", "Parameters", "as_module", "choice", "flag", "integer",
    "numbers", "real", "remediation", "require_finite", "text", "until_stop", "with_uses",
]

try:
    from _remedy_host import (
        augmentation_parameters, augmented, cropped, extract_features, finetune,
        finetune_parameters, fisher_diagonal, head_parameters, image_weights, interpolate,
        one_group_parameters, pull_towards, recalibrate_batch_norm, weighted_cross_entropy)

    __all__ += [
        "augmentation_parameters", "augmented", "cropped", "extract_features", "finetune",
        "finetune_parameters", "fisher_diagonal", "head_parameters", "image_weights",
        "interpolate", "one_group_parameters", "pull_towards", "recalibrate_batch_norm",
        "weighted_cross_entropy",
    ]
except ImportError:  # a process that a script started: no worker, no model
    def finetune_parameters():
        return []

    augmentation_parameters = one_group_parameters = head_parameters = finetune_parameters
