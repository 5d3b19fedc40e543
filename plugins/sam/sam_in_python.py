"""Sharpness-aware minimization (Foret et al., arXiv 2010.01412): each step descends by the gradient
at the worst point within `rho` of the weights, so that the minimum it finds is a flat one.

The running statistics of batch norm follow the first of the two passes alone, so that at rho 0 this
is the plain mixed fine-tune bit for bit.
"""

import torch

import remedy


@remedy.remediation(
    id="sam_in_python", version="1.0.0",
    summary="The mixed fine-tune with steps from the worst point nearby (sharpness-aware).",
    uses=["counterexamples", "anchors", "stop"],
    parameters=[
        remedy.real("learning_rate", 1e-3, above=0, doc="step size of SGD"),
        remedy.real("momentum", 0.9, minimum=0, below=1, doc="of SGD"),
        remedy.real("rho", 0.05, minimum=0, doc="distance to the worst point, in weights' norm"),
    ])
def apply(model, context, p):
    data = context.training_data()
    weights = remedy.image_weights(data)
    parameters = model.parameters()
    optimizer = torch.optim.SGD(parameters, lr=p.learning_rate, momentum=p.momentum)

    def gradients():
        optimizer.zero_grad()
        log_probability = torch.log_softmax(model(data.images), 1)
        own = log_probability.gather(1, data.labels.unsqueeze(1)).squeeze(1)
        loss = -(own * weights).sum()
        loss.backward()
        return loss.detach()

    statistics = model.batch_norm()
    for step in remedy.until_stop(model, context):
        loss = gradients()
        remedy.require_finite(loss, step)
        norm = torch.stack([one.grad.norm() for one in parameters]).norm()
        if norm > 0:
            here = [one.detach().clone() for one in parameters]
            with torch.no_grad():
                for one in parameters:
                    one.add_(one.grad, alpha=p.rho / norm.item())
            if statistics is not None:
                statistics.set_momentum(0)
            gradients()
            if statistics is not None:
                statistics.set_momentum(0.1)
            with torch.no_grad():
                for one, before in zip(parameters, here):
                    one.copy_(before)
        optimizer.step()
