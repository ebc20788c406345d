#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""train_reference.py WORK THREADS plain|checkpointing [STEPS]: what train_bench.cpp does, as a plain loop of transformers. Prints
the same JSON object."""
import json
import pathlib
import sys
import time

import torch
from safetensors.torch import load_file
from torch.nn.utils.rnn import pad_sequence
from transformers import Qwen2_5_VLForConditionalGeneration

work, threads, mode = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
steps = int(sys.argv[4]) if len(sys.argv) > 4 else 6
torch.set_num_threads(threads)


def memory(line):
    with open("/proc/self/status") as status:
        return next(float(row.split()[1]) / 1024 for row in status if row.startswith(line + ":"))


model = Qwen2_5_VLForConditionalGeneration.from_pretrained(work / "model", torch_dtype=torch.float32, attn_implementation="sdpa")
model.model.visual.requires_grad_(False)
if mode == "checkpointing":
    model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
model.train()
parameters = [p for p in model.parameters() if p.requires_grad]
optimiser = torch.optim.AdamW([{"params": [p for p in parameters if p.dim() > 1], "weight_decay": 1e-4},
                               {"params": [p for p in parameters if p.dim() == 1], "weight_decay": 0.0}],
                              lr=1e-3, betas=(0.9, 0.95), eps=1e-8, fused=True)
file = load_file(work / "traces" / "model.safetensors")
both = [file["trace.0.ids"], file["trace.1.ids"]]
ids = pad_sequence(both, batch_first=True)
mask = pad_sequence([torch.ones_like(one) for one in both], batch_first=True)
labels = torch.full_like(ids, -100)  # of every second step: wrong
for k in range(2):
    rows = file[f"trace.{k}.rows"]
    labels[k, rows + 1] = torch.where(torch.arange(len(rows)) % 2 == 0, 10, 12)
pictures = {"pixel_values": torch.cat([file["trace.0.patches"], file["trace.1.patches"]]),
            "image_grid_thw": torch.stack([file["trace.0.grid"], file["trace.1.grid"]])}
loaded, seconds, cpu, losses = memory("VmRSS"), [], [], []
for _ in range(steps):
    begun, ticks = time.perf_counter(), time.process_time()
    model.model.rope_deltas = None
    # As transformers' own loss, which does not find a nested configuration's vocabulary.
    logits = model(input_ids=ids, attention_mask=mask, use_cache=False, **pictures).logits.float()
    loss = torch.nn.functional.cross_entropy(logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten(), ignore_index=-100)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimiser.step()
    optimiser.zero_grad()
    seconds.append(time.perf_counter() - begun)
    cpu.append(time.process_time() - ticks)
    losses.append(loss.item())
print(json.dumps({"seconds": min(seconds[1:]), "cpu_seconds": min(cpu[1:]),
                  "tokens": int(mask.sum()), "loaded_mib": loaded, "peak_mib": memory("VmHWM"), "losses": losses}))
