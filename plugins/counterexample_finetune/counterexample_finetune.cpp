// Fine-tuning on the counterexamples alone: what the Spurious Cows study (Resnick and Evtimova,
// 2020) tried first, and gave up because the network then calls everything a cow.
#include <remedy/remediation.h>
#include <remedy/training.h>

REMEDY_REMEDIATION(
    remedy::Finetune<>, "counterexample_finetune", "1.0.0",
    "Full-batch fine-tuning on the counterexamples alone: the study's failing first try.",
    remedy::uses::counterexamples | remedy::uses::stop, remedy::one_group_parameters());
