"""The mixed fine-tune with PyTorch's optimizer: bit for bit what mixed_finetune in C++ gives."""

import torch

import remedy


@remedy.remediation(
    id="mixed_in_python", version="1.0.0", summary="The mixed fine-tune, in Python.",
    uses=["counterexamples", "anchors", "stop"],
    parameters=[remedy.real("learning_rate", 1e-3, above=0, doc="step size"),
                remedy.real("momentum", 0.9, minimum=0, below=1, doc="of sgd")])
def apply(model, context, p):
    data = context.training_data()
    weights = remedy.image_weights(data)
    optimizer = torch.optim.SGD(model.parameters(), lr=p.learning_rate, momentum=p.momentum)
    for step in remedy.until_stop(model, context):
        optimizer.zero_grad()
        log_probability = torch.log_softmax(model(data.images), 1)
        own = log_probability.gather(1, data.labels.unsqueeze(1)).squeeze(1)
        loss = -(own * weights).sum()
        loss.backward()
        optimizer.step()
        remedy.require_finite(loss, step)
