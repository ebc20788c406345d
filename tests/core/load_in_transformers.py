#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""load_in_transformers.py FOLDER SOURCE: fails unless transformers loads FOLDER without a missing, unexpected or misshapen
key, and with the weights that it loads from SOURCE."""
import sys

import torch
from transformers import Qwen2_5_VLForConditionalGeneration


def load(folder):
    model, info = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, torch_dtype="auto", output_loading_info=True)
    assert not any(info.values()), info
    return model.state_dict()


saved, source = (load(folder) for folder in sys.argv[1:3])
assert saved.keys() == source.keys()
# A source that names no type is loaded as float32.
assert all(torch.equal(saved[name].float(), source[name].float()) for name in saved)
