"""The study that a manifest of remedy_export_study describes, as a PyTorch script.

    python3 benchmarks/peer sweep MANIFEST                 every trial: train, evaluate
    python3 benchmarks/peer evaluate MANIFEST ID=WEIGHTS   weights that another program trained
    python3 benchmarks/peer stages MANIFEST                timings of single stages

Prints JSON on stdout, what it does on stderr.
"""
import argparse
import json
import sys
import time

import torch

from data import Batches, all_images
from evaluate import Evaluation
from model import make_network
from stages import decode_stage, evaluation_stage, training_stage
from study import load_study
from train import Trainer, refuse, train_until_stopped
from weights import read_weights


def load_network(study, path, options):
    network = make_network(study.architecture)
    network.load_state_dict(read_weights(path))
    if options.channels_last:
        network = network.to(memory_format=torch.channels_last)
    return network.to(options.device).eval()


def suite_batches(study, options):
    return {name: Batches(images, study.preprocess, options, preload=options.preload)
            for name, images in study.suites.items()}


def run_trial(study, trial, options):
    """The repaired network, and how the training ended."""
    network = load_network(study, study.weights, options)
    if trial["remediation"] == "identity":
        return network, {}
    images, labels = all_images(study.training_rows(trial), study.preprocess, options)
    trainer = Trainer(
        network, trial, images, labels, len(study.training["counterexamples"].files), options
    )
    on = trial["stop"]["on"]
    stop = study.training["stop"] if on == "stop" else study.suites[on]
    # The stop set is small and looked at after every step, so it is decoded once.
    steps, reached = train_until_stopped(trainer, trial["stop"],
                                         Batches(stop, study.preprocess, options, preload=True))
    return network, {
        "steps": steps,
        "accuracy": reached,
        "reached": reached > trial["stop"]["above"],
    }


def sweep(study, options):
    for trial in study.trials:
        if refuse(trial):
            sys.exit(
                f"{study.name}: trial {trial['id']} ({trial['label']}): the peer does not know "
                f"{refuse(trial)}; choose others by --only of remedy_export_study"
            )
    start = time.perf_counter()
    evaluation = Evaluation(study, load_network(study, study.weights, options),
                            suite_batches(study, options), options)
    trials = {}
    for number, trial in enumerate(study.trials, start=1):
        begun = time.perf_counter()
        try:
            network, stop = run_trial(study, trial, options)
        except FloatingPointError as error:
            trials[trial["id"]] = {
                "label": trial["label"],
                "status": "diverged",
                "reason": str(error),
            }
            continue
        trained = time.perf_counter()
        suites = evaluation.measure(network)
        status = "completed" if stop.get("reached", True) else "not_reached"
        trials[trial["id"]] = {
            "label": trial["label"],
            "status": status,
            "stop": stop,
            "suites": suites,
            "seconds": {"apply": trained - begun, "evaluate": time.perf_counter() - trained},
        }
        print(
            f"[{number}/{len(study.trials)}] {trial['label']} {status} "
            f"{time.perf_counter() - begun:.1f} s",
            file=sys.stderr,
            flush=True,
        )
    return {"seconds": time.perf_counter() - start, "trials": trials}


def evaluate(study, options):
    evaluation = Evaluation(study, load_network(study, study.weights, options),
                            suite_batches(study, options), options)
    result = {}
    for item in options.networks:
        name, path = item.split("=", 1)
        result[name] = evaluation.measure(load_network(study, path, options))
    return result


def time_stages(study, options):
    result = {}
    for stage in options.stages.split(","):
        if stage == "decode":
            result[stage] = decode_stage(study, options)
            continue
        network = load_network(study, study.weights, options)
        timed = evaluation_stage if stage == "evaluation" else training_stage
        result[stage] = timed(study, network, options)
    return result


def main():
    parser = argparse.ArgumentParser(prog="peer", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["sweep", "evaluate", "stages"])
    parser.add_argument("manifest")
    parser.add_argument("networks", nargs="*", metavar="ID=WEIGHTS")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu", help="cpu, cuda or cuda:N")
    parser.add_argument("--workers", type=int, default=2, help="processes of a DataLoader")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument(
        "--preload", action="store_true", help="decode each suite once, into memory"
    )
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--bf16", action="store_true", help="autocast to bfloat16")
    parser.add_argument("--stages", default="decode,evaluation,training")
    parser.add_argument("--images", type=int, default=256, help="of a stage, at most")
    parser.add_argument("--steps", type=int, default=3, help="of the training stage")
    options = parser.parse_intermixed_args()
    torch.set_num_threads(options.threads)
    torch.backends.cudnn.benchmark = options.device != "cpu"  # what its users switch on
    study = load_study(options.manifest)
    work = {"sweep": sweep, "evaluate": evaluate, "stages": time_stages}[options.command]
    result = work(study, options)
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
