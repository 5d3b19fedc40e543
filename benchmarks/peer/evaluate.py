"""A network on a suite."""
import torch

from metrics import suite_metrics


@torch.inference_mode()
def network_logits(network, batches, options):
    """Logits of all images, float [n, classes], and the labels."""
    network.eval()
    logits, labels = [], []
    for images, own in batches:
        images = images.to(options.device, non_blocking=True)
        if options.channels_last:
            images = images.contiguous(memory_format=torch.channels_last)
        with torch.autocast(options.device.split(":")[0], torch.bfloat16, enabled=options.bf16):
            logits.append(network(images).float())
        labels.append(own.to(options.device))
    return torch.cat(logits), torch.cat(labels)


class Evaluation:
    """Suites, and what the baseline says of them: computed once."""

    def __init__(self, study, network, batches, options):
        self.batches, self.options = batches, options
        self.baseline = {
            name: network_logits(network, batches[name], options) for name in study.suites
        }

    def measure(self, network):
        result = {}
        for name, (before, labels) in self.baseline.items():
            after, _ = network_logits(network, self.batches[name], self.options)
            result[name] = suite_metrics(before, after, labels)
        return result
