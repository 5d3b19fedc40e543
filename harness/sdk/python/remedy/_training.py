"""What methods that train in a loop of their own have in common."""

import math

from remedy._declaration import Diverged


def until_stop(model, context):
    """Yields 0, 1, ...: one optimizer step each, in training mode, until the accuracy on the stop
    set exceeds the study's threshold or its steps are used up. The stop set is probed before the
    first step and after every step, in evaluation mode, in which the model is left.

        for step in remedy.until_stop(model, context):
            optimizer.zero_grad()
            loss = ...
            loss.backward()
            optimizer.step()
            context.log("loss", float(loss))
            remedy.require_finite(loss, step)
    """
    step = 0
    while True:
        model.eval()
        accuracy = context.stop_accuracy(model)
        context.progress(step, f"stop accuracy {accuracy:.3f}")
        context.log("stop accuracy", accuracy)
        if accuracy > context.stop_above() or step >= context.max_steps():
            return
        model.train()
        try:
            yield step
        except GeneratorExit:
            model.eval()
            raise
        step += 1


def require_finite(loss, step):
    """Raises Diverged where the loss of a step is not finite."""
    value = float(loss)
    if not math.isfinite(value):
        raise Diverged(f"the loss was {value} at step {step + 1}; try a lower learning rate")
