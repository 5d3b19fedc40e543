"""The last layer moved by a difference of means, without training: the target's row of weights gets
gamma times (the mean features of the counterexamples - the mean features of what they were taken
for). What a method that trains has to beat.

What they were taken for are the anchors of the classes that the model predicts for counterexamples;
all anchors but those of the target where there are none of these.
"""

import torch

import remedy

BATCH = 64  # images a forward pass


@remedy.remediation(
    id="llr_mean_in_python", version="1.0.0",
    summary="Moves the target's row of the head by a difference of mean features; no training.",
    uses=["counterexamples", "anchors", "groups"], needs=["linear_head"],
    parameters=[remedy.real("gamma", 0.01, minimum=0, identity_at=0,
                            doc="size of the move, times the difference of means")])
def apply(model, context, p):
    data = context.training_data()
    target = context.target_class()
    with torch.no_grad():
        features = torch.cat([model.features(part) for part in data.images.split(BATCH)])
        mine = data.groups == remedy.COUNTEREXAMPLE
        taken_for = model.head(features[mine]).argmax(1)
        others = ~mine & (data.labels != target)
        confused = others & torch.isin(data.labels, taken_for)
        rest = features[confused if confused.any() else others]
        if len(rest) == 0:  # the only anchor is the target's
            return
        difference = features[mine].mean(0) - rest.mean(0)
        head = dict(model.named_parameters())[model.stages()[-1] + ".weight"]
        head[target].add_(difference, alpha=p.gamma)
