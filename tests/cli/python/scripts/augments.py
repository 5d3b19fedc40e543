"""Trains the head on cropped and mirrored images, and checks what these are."""

import torch

import remedy


@remedy.remediation(
    id="augments", version="1.0.0", summary="One epoch of augmented images.",
    uses=["counterexamples", "anchors", "randomness"],
    parameters=[remedy.finetune_parameters(), remedy.augmentation_parameters()])
def apply(model, context, p):
    data = context.training_data()
    images = data.images
    same = remedy.augmented(images, {"crop": 1.0, "flip": False})
    assert torch.equal(same, images)
    count = images.shape[0]
    whole = torch.tensor([[0.0, 0.0, 1.0, 1.0]]).repeat(count, 1)
    mirrored = remedy.cropped(images, whole, torch.ones(count, dtype=torch.bool))
    assert torch.allclose(mirrored, images.flip(3), atol=1e-5)
    torch.manual_seed(7)
    first = remedy.augmented(images, p)
    torch.manual_seed(7)
    assert torch.equal(remedy.augmented(images, p), first)
    assert first.shape == images.shape and not torch.equal(first, images)

    def loss(network, batch):
        return remedy.weighted_cross_entropy(network(first[batch.rows]), batch)

    remedy.finetune(model, context, p, loss, steps=1)
