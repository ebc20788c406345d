#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""reference.py DEMO: token ids and P(+) of five of the demo's traces as transformers computes them in fp32 from the stored weights, into
DEMO/prm/reference_scores.json for the engine's parity test. Needs torch 2.11, transformers 4.55.3 and Pillow."""
import json
import random
import sys
from pathlib import Path

import torch
from PIL import Image
from tokenizers import Tokenizer
from transformers import Qwen2_5_VLForConditionalGeneration, Qwen2VLImageProcessor


def chat_of(profile, question, steps, image_tokens):
    """The text with every label "+", and each image token spelled out."""
    text = f"<|im_start|>system\n{profile['system']}<|im_end|>\n"
    for k, step in enumerate(steps):
        image = "<|vision_start|>" + "<|image_pad|>" * image_tokens + "<|vision_end|>" if k == 0 else ""
        form = profile["first_turn"] if k == 0 else profile["later_turn"]
        turn = form.replace("{question}", question).replace("{step}", step + profile["step_end"])
        text += f"<|im_start|>user\n{image}{turn}<|im_end|>\n<|im_start|>assistant\n+<|im_end|>\n"
    return text


@torch.no_grad()
def score(model, tokenizer, processor, profile, demo, rollout):
    image = processor(images=Image.open(demo / rollout["image"]).convert("RGB"), return_tensors="pt")
    question = rollout["question"].split("<question>")[1].split("</question>")[0].strip()
    steps = [s["step"] for s in rollout["steps_with_score"]]
    ids = tokenizer.encode(chat_of(profile, question, steps, int(image["image_grid_thw"].prod()) // 4), add_special_tokens=False).ids
    plus, minus, end = (tokenizer.token_to_id(t) for t in ("+", "-", "<|im_end|>"))
    labels = [i for i in range(len(ids) - 1) if ids[i] == plus and ids[i + 1] == end]
    assert len(labels) == len(steps)
    ids = torch.tensor([ids])
    z = model(input_ids=ids, attention_mask=torch.ones_like(ids), **image).logits[0, [i - 1 for i in labels]].float()
    return ids[0].tolist(), torch.sigmoid(z[:, plus] - z[:, minus]).tolist()


def main():
    demo = Path(sys.argv[1])
    prm = demo / "prm"
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(prm / "tokenizer.json"))
    processor = Qwen2VLImageProcessor.from_pretrained(prm)
    profile = json.loads((prm / "steplight_profile.json").read_text())
    model = Qwen2_5_VLForConditionalGeneration.from_pretrained(prm, torch_dtype=torch.float32, attn_implementation="eager").eval()
    rollouts = [json.loads(line) for line in (demo / "rollouts.jsonl").read_text().splitlines()]
    traces = []
    for rollout in random.Random(3).sample(rollouts, 5):
        ids, plus = score(model, tokenizer, processor, profile, demo, rollout)
        traces.append({"uid": rollout["uid"], "input_ids": ids, "p_plus": plus})
    made_with = "transformers 4.55.3, fp32, eager attention, slow image processor, weights as stored (bf16)"
    (prm / "reference_scores.json").write_text(json.dumps({"made_with": made_with, "traces": traces}) + "\n")


main()
