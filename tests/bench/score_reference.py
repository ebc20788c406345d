#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""score_reference.py WORK THREADS ROUNDS: what score_bench does, by transformers 4.55.3: traces of ten steps by a forward pass a step
with all logits (as published) and by one pass with the needed logits only; a tree of 64 nodes by a pass a node and by a pass a level
with its cache. Prints one JSON object."""
import copy
import json
import pathlib
import sys
import time

import torch
from safetensors.torch import load_file
from transformers import DynamicCache, Qwen2_5_VLForConditionalGeneration

PLUS, MINUS, NODES = 10, 12, 64
WORK, THREADS, ROUNDS = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])


def best(work, rounds=ROUNDS):
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        said = work()
        times.append(time.perf_counter() - begun)
    return min(times), said


@torch.no_grad()
def main():
    torch.set_num_threads(THREADS)
    model = Qwen2_5_VLForConditionalGeneration.from_pretrained(WORK / "model", torch_dtype=torch.float32, attn_implementation="sdpa").eval()
    file = load_file(WORK / "traces" / "model.safetensors")
    count = sum(name.endswith(".rows") for name in file)

    def picture(k):
        return {"pixel_values": file[f"trace.{k}.patches"], "image_grid_thw": file[f"trace.{k}.grid"][None]}

    def margins(ids, keep, shown):
        # Positions are worked out anew for each sequence, and rightly only with a mask.
        model.model.rope_deltas = None
        logits = model(input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long), logits_to_keep=keep,
                       use_cache=False, **shown).logits[0].float()
        return (logits[:, PLUS] - logits[:, MINUS]).tolist()

    traces = [(file[f"trace.{k}.ids"].tolist(), file[f"trace.{k}.rows"], picture(k)) for k in range(count)]

    def by_step():
        return [margins(ids[:row + 1], 0, shown)[-1] for ids, rows, shown in traces for row in rows.tolist()]

    def one_pass():
        return [m for ids, rows, shown in traces for m in margins(ids, rows, shown)]

    root, steps = file["root.ids"].tolist(), [file[f"node.{n}.ids"].tolist() for n in range(NODES)]
    shown, paths = picture(0), []
    for node in range(NODES):
        paths.append((root if node < 4 else paths[(node - 4) // 4]) + steps[node])

    def by_level():
        """Each level is one batch on the cache of its parents, padded behind each step."""
        model.model.rope_deltas = None
        cache, mask = DynamicCache(), torch.ones(1, len(root), dtype=torch.long)
        model(input_ids=torch.tensor([root]), attention_mask=mask, past_key_values=cache, use_cache=True, logits_to_keep=1, **shown)
        delta, said, first, parents = int(model.model.rope_deltas[0]), [], 0, [None]
        while first < NODES:
            nodes = list(range(first, min(NODES, 4 * first + 4)))
            rows = torch.tensor([0 if n < 4 else parents.index((n - 4) // 4) for n in nodes])
            cache = copy.deepcopy(cache)
            cache.batch_select_indices(rows)
            lengths = torch.tensor([len(steps[n]) for n in nodes])
            longest, past = int(lengths.max()), mask.shape[1]
            ids = torch.tensor([steps[n] + [0] * (longest - len(steps[n])) for n in nodes])
            before = mask[rows].sum(1, keepdim=True)
            mask = torch.cat([mask[rows], (torch.arange(longest) < lengths[:, None]).long()], 1)
            hidden = model.model(input_ids=ids, attention_mask=mask, past_key_values=cache, use_cache=True,
                                 position_ids=(before + torch.arange(longest) + delta).expand(3, -1, -1),
                                 cache_position=torch.arange(past, past + longest)).last_hidden_state
            logits = model.lm_head(hidden[torch.arange(len(nodes)), lengths - 1]).float()
            said += (logits[:, PLUS] - logits[:, MINUS]).tolist()
            first, parents = first + len(nodes), nodes
        return said

    # The two that take tens of seconds each go once, warmed up by then.
    results = {"trace_seconds": best(one_pass), "step_seconds": best(by_step, 1), "level_seconds": best(by_level),
               "node_seconds": best(lambda: [margins(p, 1, shown)[-1] for p in paths], 1)}
    took = {name: seconds for name, (seconds, _) in results.items()}
    said = {name: value for name, (_, value) in results.items()}
    took["step_seconds"] /= count
    took["trace_seconds"] /= count
    print(json.dumps(took | {"margins": said["trace_seconds"] + said["node_seconds"],
                             "apart": max(abs(a - b) for a, b in zip(said["trace_seconds"] + said["node_seconds"],
                                                                     said["step_seconds"] + said["level_seconds"]))}))


if __name__ == "__main__":
    main()
