"""The loop of the C++ SDK with a loss in Python: bit for bit what mixed_finetune gives too."""

import remedy


@remedy.remediation(
    id="loss_in_python", version="1.0.0", summary="The SDK's loop with a loss in Python.",
    uses=["counterexamples", "anchors", "stop"], parameters=[remedy.finetune_parameters()])
def apply(model, context, p):
    def loss(network, batch):
        return remedy.weighted_cross_entropy(network(batch.images), batch)

    remedy.finetune(model, context, p, loss)
