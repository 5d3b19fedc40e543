"""Times single stages of a study's work, one round of each: what remedy_stages does on Remedy's
side."""

import time

from data import Batches, all_images
from evaluate import network_logits
from metrics import divergences, ranks
from study import ImageSet
from train import Trainer


def first_images(images, most):
    return ImageSet(images.files[:most], images.labels[:most], images.prepared)


def decode_stage(study, options):
    images = first_images(study.largest_suite(), options.images)
    if images.prepared:
        return {"skipped": "the images are generated: nothing is decoded"}
    total = 0.0
    start = time.perf_counter()
    for batch, _ in Batches(images, study.preprocess, options):
        total += batch.sum().item()
    return {"images": len(images.files), "seconds": time.perf_counter() - start, "sum": total}


def evaluation_stage(study, network, options):
    images = first_images(study.largest_suite(), options.images)
    warm = Batches(first_images(images, options.batch), study.preprocess, options, preload=True)
    network_logits(network, warm, options)
    batches = Batches(images, study.preprocess, options, preload=options.preload)
    start = time.perf_counter()
    logits, labels = network_logits(network, batches, options)
    rank = ranks(logits, labels)
    kl = divergences(logits, logits)
    return {"images": len(images.files), "seconds": time.perf_counter() - start,
            "top1": (rank == 0).double().mean().item(), "kl": kl[0].item()}


def training_stage(study, network, options):
    trials = [
        t for t in study.trials if t["remediation"] in ("mixed_finetune", "counterexample_finetune")
    ]
    if not trials:
        return {"skipped": "no mixed_finetune or counterexample_finetune is planned"}
    trial = max(trials, key=lambda t: t["training_images"])
    images, labels = all_images(study.training_rows(trial), study.preprocess, options)
    counterexamples = len(study.training["counterexamples"].files)
    trainer = Trainer(network, trial, images, labels, counterexamples, options)
    trainer.step()  # first calls allocate
    trainer = Trainer(network, trial, images, labels, counterexamples, options)
    start = time.perf_counter()
    for _ in range(options.steps):
        trainer.step()
    return {"trial": trial["id"], "steps": options.steps, "images": len(labels),
            "seconds": time.perf_counter() - start}
