#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""load_in_peft.py SAVED ADAPTER MODEL: fails unless PEFT loads SAVED onto MODEL as it loads ADAPTER, without a warning."""
import sys
import warnings

import torch
from peft import PeftModel
from transformers import Qwen2_5_VLForConditionalGeneration

warnings.simplefilter("error")  # PEFT warns of missing and unexpected keys
saved, adapter, base = sys.argv[1:4]
states = [PeftModel.from_pretrained(Qwen2_5_VLForConditionalGeneration.from_pretrained(base), folder).state_dict()
          for folder in (saved, adapter)]
assert states[0].keys() == states[1].keys(), states[0].keys() ^ states[1].keys()
assert any("lora_B" in name for name in states[0])
assert all(torch.equal(states[0][name], states[1][name]) for name in states[0])
