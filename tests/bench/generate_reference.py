#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""generate_reference.py WORK ROLLOUTS NEW THREADS: transformers' side of generate_bench.

Makes WORK/model, a random Qwen2.5-VL of 53 million parameters with the 3B's proportions, where it is missing. Then lets
`generate` write NEW tokens of each of ROLLOUTS rollouts of the prompt in WORK/traces (make_traces.cpp) as one batch in float32,
and prints one JSON object. Needs torch 2.11 and transformers 4.55.3."""
import json
import pathlib
import resource
import sys
import time

import torch
from safetensors.torch import load_file
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

VOCAB, START, END, PAD, VIDEO = 8192, 8000, 8001, 8002, 8003


def make(folder):
    config = Qwen2_5_VLConfig(
        text_config=dict(vocab_size=VOCAB, hidden_size=512, intermediate_size=2752, num_hidden_layers=8, num_attention_heads=4,
                         num_key_value_heads=1, max_position_embeddings=8192, rms_norm_eps=1e-6, rope_theta=1e6,
                         rope_scaling={"type": "mrope", "mrope_section": [16, 24, 24]}, tie_word_embeddings=True),
        vision_config=dict(depth=6, hidden_size=320, num_heads=4, intermediate_size=856, out_hidden_size=512,
                           fullatt_block_indexes=[2, 5], window_size=112),
        image_token_id=PAD, video_token_id=VIDEO, vision_start_token_id=START, vision_end_token_id=END, tie_word_embeddings=True)
    torch.manual_seed(1)
    model = Qwen2_5_VLForConditionalGeneration(config).float()
    model.save_pretrained(folder / "model")


@torch.no_grad()
def main():
    work, rollouts, new, threads = pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:5])
    torch.set_num_threads(threads)
    if not (work / "model").exists():
        make(work)
    model = Qwen2_5_VLForConditionalGeneration.from_pretrained(work / "model", torch_dtype=torch.float32).eval()
    model.generation_config.eos_token_id = None
    file = load_file(work / "traces" / "model.safetensors")
    ids = file["prompt.ids"][None]
    inputs = dict(input_ids=ids, attention_mask=torch.ones_like(ids), pixel_values=file["prompt.patches"],
                  image_grid_thw=file["prompt.grid"][None], pad_token_id=0)
    greedy = model.generate(**inputs, do_sample=False, repetition_penalty=1.5, max_new_tokens=16)[0, ids.shape[1]:].tolist()
    seconds, cpu = {}, {}
    for tokens in (1, new):  # one token is the prompts alone
        torch.manual_seed(2)
        begun, used = time.perf_counter(), time.process_time()
        out = model.generate(**inputs, do_sample=True, temperature=1.0, top_k=0, top_p=1.0, num_return_sequences=rollouts,
                             max_new_tokens=tokens)
        seconds[tokens], cpu[tokens] = time.perf_counter() - begun, time.process_time() - used
        assert out.shape == (rollouts, ids.shape[1] + tokens)
    print(json.dumps({"parameters": sum(p.numel() for p in model.parameters()), "prompt_tokens": ids.shape[1],
                      "rollouts": rollouts, "new_tokens": new, "threads": threads, "seconds": seconds[new],
                      "cpu_seconds": cpu[new],
                      "prompt_seconds": seconds[1], "tokens_per_second": rollouts * new / seconds[new],
                      "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "greedy": greedy}))


if __name__ == "__main__":
    main()
