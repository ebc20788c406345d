#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""engine_reference.py THREADS: scores the demo's traces with transformers, in one pass a trace and in one pass a step, and prints
{"one_pass": seconds, "step_by_step": seconds, "scores": [{"steps": [text], "scores": [P(+)]}]}. Images are decoded and prepared
before the clock runs."""
import json
import pathlib
import sys
import time

DEMO = pathlib.Path(__file__).resolve().parent.parent.parent / "resources" / "demo"
sys.path.insert(0, str(DEMO / "make"))

import torch
from PIL import Image
from tokenizers import Tokenizer
from transformers import Qwen2_5_VLForConditionalGeneration
from transformers.models.qwen2_vl.image_processing_qwen2_vl import Qwen2VLImageProcessor

from prm_data import Chat
from ship import plain_question


def read_off(model, chat, ids, reads, image):
    ids = torch.tensor([ids])
    z = model(input_ids=ids, attention_mask=torch.ones_like(ids), **image).logits[0, reads].float()
    return torch.sigmoid(z[:, chat.id("+")] - z[:, chat.id("-")]).tolist()


@torch.no_grad()
def main():
    torch.set_num_threads(int(sys.argv[1]))
    model = Qwen2_5_VLForConditionalGeneration.from_pretrained(DEMO / "prm", torch_dtype=torch.float32).eval()
    processor = Qwen2VLImageProcessor.from_pretrained(DEMO / "prm")
    chat = Chat(Tokenizer.from_file(str(DEMO / "prm" / "tokenizer.json")))
    said = {"one_pass": 0.0, "step_by_step": 0.0, "scores": []}
    for rollout in map(json.loads, (DEMO / "rollouts.jsonl").read_text().splitlines()):
        steps = [step["step"] for step in rollout["steps_with_score"]]
        image = processor(images=Image.open(DEMO / rollout["image"]).convert("RGB"), return_tensors="pt")
        tokens = int(image["image_grid_thw"].prod()) // 4
        begun = time.perf_counter()
        ids, reads, _ = chat.build(plain_question(rollout), steps, tokens)
        said["scores"].append({"steps": steps, "scores": read_off(model, chat, ids, reads, image)})
        between = time.perf_counter()
        for row in reads:
            read_off(model, chat, ids[:row + 1], [row], image)
        said["one_pass"] += between - begun
        said["step_by_step"] += time.perf_counter() - between
    print(json.dumps(said))


if __name__ == "__main__":
    main()
