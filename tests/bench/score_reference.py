#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""score_reference.py WORK THREADS: what score_bench does, by transformers 4.55.3: a trace of ten steps by a forward pass a step with all
logits (as published) and by one pass with the needed logits only; a tree of 64 nodes by a pass a node and by a pass a level with
its cache. Prints one JSON object. generate_reference.py makes WORK."""
import copy
import json
import pathlib
import sys
import time

import torch
from safetensors.torch import load_file
from transformers import DynamicCache, Qwen2_5_VLForConditionalGeneration

PLUS, MINUS, STEP, STEPS, SIDE = 10, 12, 60, 10, 32
WORK = pathlib.Path(sys.argv[1])


def step(node):
    return [(node * 1009 + t * 7919) % 7900 for t in range(STEP)]


def best(work):
    times = []
    for _ in range(2):
        begun = time.perf_counter()
        said = work()
        times.append(time.perf_counter() - begun)
    return min(times), said


@torch.no_grad()
def main():
    torch.set_num_threads(int(sys.argv[2]))
    model = Qwen2_5_VLForConditionalGeneration.from_pretrained(WORK / "model", torch_dtype=torch.float32, attn_implementation="sdpa").eval()
    prompt = load_file(WORK / "prompt" / "model.safetensors")
    picture = {"pixel_values": prompt["patches"], "image_grid_thw": torch.tensor([[1, SIDE, SIDE]])}
    start = prompt["ids"].tolist()

    def margins(ids, keep):
        # Positions are worked out anew for each sequence, and rightly only with a mask.
        model.model.rope_deltas = None
        logits = model(input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long), logits_to_keep=keep,
                       use_cache=False, **picture).logits[0].float()
        return (logits[:, PLUS] - logits[:, MINUS]).tolist()

    def by_step():
        ids, said = list(start), []
        for i in range(STEPS):
            ids += step(i)
            said.append(margins(ids, 0)[-1])
        return said

    def one_pass():
        ids = start + [t for i in range(STEPS) for t in step(i)]
        return margins(ids, torch.arange(len(start) + STEP - 1, len(ids), STEP))

    paths = []
    for node in range(64):
        paths.append((start if node < 4 else paths[(node - 4) // 4]) + step(node))

    def by_level():
        """Each level is one batch on the cache of its parents."""
        model.model.rope_deltas = None
        cache = DynamicCache()
        model(input_ids=torch.tensor([start]), attention_mask=torch.ones(1, len(start), dtype=torch.long), past_key_values=cache,
              use_cache=True, logits_to_keep=1, **picture)
        delta, said = int(model.model.rope_deltas[0]), {}
        first, parents = 0, [None]
        for size in (4, 16, 44):
            nodes = list(range(first, first + size))
            rows = [0 if n < 4 else parents.index((n - 4) // 4) for n in nodes]
            cache = copy.deepcopy(cache)
            cache.batch_select_indices(torch.tensor(rows))
            past = cache.get_seq_length()
            places = (torch.arange(past, past + STEP) + delta).expand(3, size, STEP)
            logits = model(input_ids=torch.tensor([step(n) for n in nodes]), past_key_values=cache, use_cache=True, logits_to_keep=1,
                           attention_mask=torch.ones(size, past + STEP, dtype=torch.long), position_ids=places,
                           cache_position=torch.arange(past, past + STEP)).logits[:, -1].float()
            said |= dict(zip(nodes, (logits[:, PLUS] - logits[:, MINUS]).tolist()))
            first, parents = first + size, nodes
        return [said[n] for n in range(64)]

    results = {"step_seconds": best(by_step), "trace_seconds": best(one_pass),
               "node_seconds": best(lambda: [margins(p, 1)[-1] for p in paths]), "level_seconds": best(by_level)}
    said = {name: value for name, (_, value) in results.items()}
    print(json.dumps({name: took for name, (took, _) in results.items()} |
                     {"margins": said["trace_seconds"] + said["node_seconds"],
                      "apart": max(abs(a - b) for a, b in zip(said["trace_seconds"] + said["node_seconds"],
                                                              said["step_seconds"] + said["level_seconds"]))}))


if __name__ == "__main__":
    main()
