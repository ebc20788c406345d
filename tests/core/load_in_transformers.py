#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""load_in_transformers.py FOLDER SOURCE: fails unless transformers loads FOLDER without a missing, unexpected or misshapen
key, with the weights that it loads from SOURCE, and reads an image and text as SOURCE does."""
import sys

import torch
from transformers import Qwen2_5_VLForConditionalGeneration


def load(folder):
    model, info = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, torch_dtype="auto", output_loading_info=True)
    assert not any(info.values()), info
    model = model.float().eval()
    c = model.config
    ids = torch.tensor([[5, c.vision_start_token_id, *[c.image_token_id] * 4, c.vision_end_token_id, 7, 8]])
    pixels = torch.sin(torch.arange(16 * 1176.0)).view(16, 1176)
    with torch.no_grad():
        logits = model(input_ids=ids, pixel_values=pixels, image_grid_thw=torch.tensor([[1, 4, 4]])).logits
    return model.state_dict(), logits


(saved, saved_logits), (source, source_logits) = (load(folder) for folder in sys.argv[1:3])
assert saved.keys() == source.keys()
assert all(torch.equal(saved[name], source[name]) for name in saved)
assert torch.equal(saved_logits, source_logits)
