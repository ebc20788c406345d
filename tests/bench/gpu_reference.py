#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""gpu_reference.py SHAPE DEVICE WORK: what gpu_bench does, by transformers 4.55.3 on a random model of the same shape and type, and by PEFT where
it is installed. One JSON object a line: {job, seconds, peak_gb}."""
import json
import pathlib
import statistics
import sys
import time

import torch
from safetensors.torch import load_file, save_file
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

STEP, STEPS, IMAGE, PLUS, MINUS = 60, 10, 151655, 10, 12
shape, device, work = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
small, seven = shape == "small", shape == "7b"
PROMPT, TRACE, SIDE, PACKED, WRITTEN, ROLLOUTS, LEARNT = (300, 400, 16, 1024, 8, 4, 128) if small else (1200, 1500, 72, 16384, 200, 64, 1500)
TEXT = dict(vocab_size=16384, hidden_size=384, intermediate_size=2064, num_hidden_layers=12, num_attention_heads=3, num_key_value_heads=1) if small else \
    dict(vocab_size=152064, hidden_size=3584, intermediate_size=18944, num_hidden_layers=28, num_attention_heads=28, num_key_value_heads=4) if seven else \
    dict(vocab_size=151936, hidden_size=2048, intermediate_size=11008, num_hidden_layers=36, num_attention_heads=16, num_key_value_heads=2)
VISION = dict(depth=2, hidden_size=160, num_heads=2, intermediate_size=428, fullatt_block_indexes=[1]) if small else \
    dict(depth=32, hidden_size=1280, num_heads=16, intermediate_size=3420, fullatt_block_indexes=[7, 15, 23, 31])
PAD = 16001 if small else IMAGE


def wait():
    if device == "cuda":
        torch.cuda.synchronize()


def say(job, seconds, **more):
    peak = torch.cuda.max_memory_allocated() / 1e9 if device == "cuda" else -1
    print(json.dumps({"job": job, "seconds": seconds, "peak_gb": peak} | more), flush=True)


def timed(job, times, work_once):
    """The median of so many times after one to warm up."""
    work_once()
    wait()
    if device == "cuda":
        torch.cuda.reset_peak_memory_stats()
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        work_once()
        wait()
        seconds.append(time.perf_counter() - begun)
    say(job, statistics.median(seconds))


def make():
    config = Qwen2_5_VLConfig(
        text_config=TEXT | dict(max_position_embeddings=128000, rms_norm_eps=1e-6, rope_theta=1e6, tie_word_embeddings=not seven,
                                rope_scaling={"type": "mrope", "mrope_section": [16, 24, 24]}),
        vision_config=VISION | dict(out_hidden_size=TEXT["hidden_size"], window_size=112), tie_word_embeddings=not seven,
        image_token_id=PAD, video_token_id=PAD + 1, vision_start_token_id=PAD - 3, vision_end_token_id=PAD - 2)
    config._attn_implementation = "sdpa"
    torch.set_default_dtype(torch.bfloat16 if device == "cuda" else torch.float32)
    with torch.device(device):
        model = Qwen2_5_VLForConditionalGeneration(config)
    torch.set_default_dtype(torch.float32)
    return model.eval()


def tokens(start, count):
    return [(start * 1009 + t * 7919) % 7900 for t in range(count)]


class Jobs:
    def __init__(self):
        self.model = make()
        self.prompt = tokens(0, PROMPT - 256)
        self.prompt[20:20] = [PAD - 3] + [PAD] * 256  # transformers finds a picture by what opens it
        self.picture = {"pixel_values": torch.randn(1024, 1176, device=device), "image_grid_thw": torch.tensor([[1, 32, 32]], device=device)}

    def forward(self, rows, keep):
        ids = torch.tensor(rows, device=device)
        picture = {"pixel_values": self.picture["pixel_values"].repeat(len(rows), 1), "image_grid_thw": self.picture["image_grid_thw"].repeat(len(rows), 1)}
        self.model.model.rope_deltas = None
        logits = self.model(input_ids=ids, attention_mask=torch.ones_like(ids), logits_to_keep=keep, use_cache=False, **picture).logits.float()
        return (logits[..., PLUS] - logits[..., MINUS]).sum().item()

    @torch.no_grad()
    def score(self):
        each = (TRACE - PROMPT) // STEPS
        trace = self.prompt + [t for i in range(STEPS) for t in tokens(i + 1, each)]
        ends = torch.arange(PROMPT + each, len(trace), each, device=device)
        timed("trace, a pass a step", 3, lambda: [self.forward([trace[:PROMPT + 1 + each * (i + 1)]], 0) for i in range(STEPS)])
        timed("trace, all logits", 10, lambda: self.forward([trace], 0))
        timed("trace", 20, lambda: self.forward([trace], ends))
        batch = [[100 + i] + trace[1:] for i in range(max(1, PACKED // TRACE))]
        timed("packed", 3, lambda: self.forward(batch, ends))
        paths = []
        for node in range(64):
            paths.append((self.prompt if node < 4 else paths[(node - 4) // 4]) + tokens(node + 1, STEP))
        timed("tree 64", 1, lambda: [self.forward([path], 1) for path in paths])

    @torch.no_grad()
    def look(self):
        patches, grid = torch.randn(SIDE * SIDE, 1176, device=device), torch.tensor([[1, SIDE, SIDE]], device=device)
        timed("vision", 5, lambda: self.model.model.visual(patches, grid).sum().item())

    @torch.no_grad()
    def write(self):
        ids = torch.tensor([self.prompt], device=device)
        self.model.generation_config.eos_token_id = None

        def writing(rollouts, count):
            begun = time.perf_counter()
            self.model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), pad_token_id=0, do_sample=True, temperature=1.0, top_k=0, top_p=1.0,
                                num_return_sequences=rollouts, max_new_tokens=count, **self.picture)
            wait()
            return time.perf_counter() - begun

        writing(1, 4)
        say("token", (writing(1, WRITTEN) - writing(1, 1)) / (WRITTEN - 1))
        say("rollouts", writing(ROLLOUTS, WRITTEN), tokens=ROLLOUTS * WRITTEN)

    def train(self, job):
        parameters = [p for p in self.model.parameters() if p.requires_grad]
        optimiser = torch.optim.AdamW(parameters, lr=1e-5, fused=True)
        ids = torch.tensor([tokens(s, LEARNT) for s in range(2)], device=device)
        ends = torch.arange(LEARNT // STEPS - 1, LEARNT, LEARNT // STEPS, device=device)
        labels = torch.full((2 * len(ends),), PLUS, device=device)
        self.model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
        self.model.train()

        def update():
            logits = self.model(input_ids=ids, attention_mask=torch.ones_like(ids), use_cache=False).logits[:, ends - 1].float()
            torch.nn.functional.cross_entropy(logits.flatten(0, 1), labels).backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            optimiser.zero_grad()

        timed(job, 5, update)

    def learn(self):
        self.model.model.visual.requires_grad_(False)
        if not seven:
            self.train("whole")
        try:
            from peft import LoraConfig, get_peft_model
        except ImportError:
            return
        self.model = get_peft_model(self.model, LoraConfig(r=16, lora_alpha=32, target_modules=r"^(?!.*visual).*\.(q|k|v|o|gate|up|down)_proj$"))
        self.model.enable_input_require_grads()
        self.train("adapters")

    @torch.no_grad()
    def load(self):
        file = work / "reference.safetensors"
        save_file({name: tensor.contiguous() for name, tensor in self.model.named_parameters()}, file)
        self.model = None
        timed("load", 2, lambda: load_file(file, device=device))
        file.unlink()


jobs = Jobs()
for job in (jobs.score, jobs.look, jobs.write, jobs.learn, jobs.load):
    job()
