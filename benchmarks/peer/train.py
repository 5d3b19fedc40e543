"""Mixed and counterexample fine-tuning with a stop rule: full-batch steps until the stop set is
recognised."""

import torch
from torch import nn

from evaluate import network_logits

SUPPORTED = ("identity", "mixed_finetune", "counterexample_finetune")


def refuse(trial):
    """Why this script cannot run a trial, or nothing."""
    if trial["remediation"] not in SUPPORTED:
        return f"the remediation {trial['remediation']}"
    if trial["after"] is not None:
        return "a trial that starts from another's result"
    parameters = trial["parameters"]
    if parameters.get("micro_batch", 0) != 0 or parameters.get("batch_norm") == "recalibrate":
        return "micro-batches and recalibrated batch norm"
    return None


def make_optimizer(network, parameters):
    rate, decay = parameters["learning_rate"], parameters["weight_decay"]
    if parameters["optimizer"] == "adam":
        return torch.optim.Adam(network.parameters(), rate, weight_decay=decay)
    if parameters["optimizer"] == "adamw":
        return torch.optim.AdamW(network.parameters(), rate, weight_decay=decay)
    return torch.optim.SGD(network.parameters(), rate, parameters["momentum"], weight_decay=decay)


class Trainer:
    def __init__(self, network, trial, images, labels, counterexamples, options):
        self.network, self.options = network, options
        self.images, self.labels = images, labels
        self.frozen = trial["parameters"]["batch_norm"] == "frozen"
        self.optimizer = make_optimizer(network, trial["parameters"])
        share = trial["parameters"].get("counterexample_weight")
        self.weights = torch.full((len(labels),), 1 / len(labels))
        if share is not None and counterexamples < len(labels):
            self.weights[:counterexamples] = share / counterexamples
            self.weights[counterexamples:] = (1 - share) / (len(labels) - counterexamples)
        self.weights = self.weights.to(options.device)

    def step(self):
        self.network.train(not self.frozen)
        self.optimizer.zero_grad()
        with torch.autocast(self.options.device.split(":")[0], torch.bfloat16,
                            enabled=self.options.bf16):
            logits = self.network(self.images)
        loss = (
            nn.functional.cross_entropy(logits.float(), self.labels, reduction="none")
            * self.weights
        ).sum()
        loss.backward()
        self.optimizer.step()
        return loss.item()


def accuracy(network, batches, options):
    logits, labels = network_logits(network, batches, options)
    return (logits.argmax(1) == labels).double().mean().item()


def train_until_stopped(trainer, stop, stop_batches):
    """Returns the steps taken and the accuracy on the stop set at the end."""
    steps = 0
    while True:
        reached = accuracy(trainer.network, stop_batches, trainer.options)
        if reached > stop["above"] or steps == stop["steps"]:
            return steps, reached
        if not torch.isfinite(torch.tensor(trainer.step())):
            raise FloatingPointError(f"the loss is not finite at step {steps + 1}")
        steps += 1
