#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""train_reference.py FOLDER THREADS plain|checkpointing [STEPS]: what train_bench.cpp does, as a plain loop of transformers on the
model that it left in FOLDER. Prints the same JSON object."""
import json
import statistics
import sys
import time

import torch
from transformers import Qwen2_5_VLForConditionalGeneration

SEQUENCES, LENGTH, STEP_TOKENS = 2, 640, 64
folder, threads, mode = sys.argv[1], int(sys.argv[2]), sys.argv[3]
steps = int(sys.argv[4]) if len(sys.argv) > 4 else 6
torch.set_num_threads(threads)


def memory(line):
    with open("/proc/self/status") as status:
        return next(float(row.split()[1]) / 1024 for row in status if row.startswith(line + ":"))


model = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, torch_dtype=torch.float32, attn_implementation="sdpa")
model.model.visual.requires_grad_(False)
if mode == "checkpointing":
    model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
model.train()
parameters = [p for p in model.parameters() if p.requires_grad]
optimiser = torch.optim.AdamW([{"params": [p for p in parameters if p.dim() > 1], "weight_decay": 1e-4},
                               {"params": [p for p in parameters if p.dim() == 1], "weight_decay": 0.0}],
                              lr=1e-3, betas=(0.9, 0.95), eps=1e-8, fused=True)
ids = torch.tensor([[(t * 7919 + s * 31) % 16000 for t in range(LENGTH)] for s in range(SEQUENCES)])
labels = torch.full_like(ids, -100)
for t in range(STEP_TOKENS - 1, LENGTH, STEP_TOKENS):
    labels[:, t] = 10 if t // STEP_TOKENS % 2 else 12
loaded, seconds, cpu, losses = memory("VmRSS"), [], [], []
for _ in range(steps):
    begun, ticks = time.perf_counter(), time.process_time()
    loss = model(input_ids=ids, attention_mask=torch.ones_like(ids), labels=labels, use_cache=False).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimiser.step()
    optimiser.zero_grad()
    seconds.append(time.perf_counter() - begun)
    cpu.append(time.process_time() - ticks)
    losses.append(loss.item())
print(json.dumps({"seconds": statistics.median(seconds[1:]), "cpu_seconds": statistics.median(cpu[1:]),
                  "tokens": SEQUENCES * LENGTH, "loaded_mib": loaded, "peak_mib": memory("VmHWM"), "losses": losses}))
