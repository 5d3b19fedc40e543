// The mixed fine-tune of the Spurious Cows study (Resnick and Evtimova, 2020): cross-entropy on the
// counterexamples together with one image from each of N classes, all in one full batch, until the
// stop set is recognised. What the study leaves open is a parameter here.
#include <remedy/remediation.h>
#include <remedy/training.h>

REMEDY_REMEDIATION(
    remedy::Finetune<>, "mixed_finetune", "1.0.0",
    "Full-batch fine-tuning on counterexamples and anchors until the stop rule is met.",
    remedy::uses::counterexamples | remedy::uses::anchors | remedy::uses::stop,
    remedy::finetune_parameters());
