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
from transformers import Qwen2_5_VLForConditionalGeneration
from transformers.models.qwen2_vl.image_processing_qwen2_vl import Qwen2VLImageProcessor


class Reference:
    """The demo's PRM by transformers alone."""

    def __init__(self, demo, **options):
        self.demo = demo
        self.tokenizer = Tokenizer.from_file(str(demo / "prm" / "tokenizer.json"))
        self.processor = Qwen2VLImageProcessor.from_pretrained(demo / "prm")
        self.profile = json.loads((demo / "prm" / "steplight_profile.json").read_text())
        self.model = Qwen2_5_VLForConditionalGeneration.from_pretrained(demo / "prm", torch_dtype=torch.float32, **options).eval()
        self.plus, self.minus, self.end = (self.tokenizer.token_to_id(t) for t in ("+", "-", "<|im_end|>"))

    def rollouts(self):
        return [json.loads(line) for line in (self.demo / "rollouts.jsonl").read_text().splitlines()]

    def ask(self, rollout):
        """A rollout's chat with every label "+": token ids, the rows before the labels, what the image became."""
        image = self.processor(images=Image.open(self.demo / rollout["image"]).convert("RGB"), return_tensors="pt")
        question = rollout["question"].split("<question>")[1].split("</question>")[0].strip()
        pads = "<|image_pad|>" * (int(image["image_grid_thw"].prod()) // 4)
        text = f"<|im_start|>system\n{self.profile['system']}<|im_end|>\n"
        for k, step in enumerate(rollout["steps_with_score"]):
            form = self.profile["first_turn" if k == 0 else "later_turn"]
            turn = form.replace("{question}", question).replace("{step}", step["step"] + self.profile["step_end"])
            shown = f"<|vision_start|>{pads}<|vision_end|>" if k == 0 else ""
            text += f"<|im_start|>user\n{shown}{turn}<|im_end|>\n<|im_start|>assistant\n+<|im_end|>\n"
        ids = self.tokenizer.encode(text, add_special_tokens=False).ids
        rows = [i for i in range(len(ids) - 2) if ids[i + 1] == self.plus and ids[i + 2] == self.end]
        assert len(rows) == len(rollout["steps_with_score"])
        return ids, rows, image

    @torch.no_grad()
    def read(self, ids, rows, image):
        """P(+) at these rows."""
        ids = torch.tensor([ids])
        z = self.model(input_ids=ids, attention_mask=torch.ones_like(ids), **image).logits[0, rows].float()
        return torch.sigmoid(z[:, self.plus] - z[:, self.minus]).tolist()


def main():
    torch.set_num_threads(1)
    demo = Path(sys.argv[1])
    reference = Reference(demo, attn_implementation="eager")
    traces = []
    for rollout in random.Random(3).sample(reference.rollouts(), 5):
        ids, rows, image = reference.ask(rollout)
        traces.append({"uid": rollout["uid"], "input_ids": ids, "p_plus": reference.read(ids, rows, image)})
    made_with = "transformers 4.55.3, fp32, eager attention, slow image processor, weights as stored (bf16)"
    (demo / "prm" / "reference_scores.json").write_text(json.dumps({"made_with": made_with, "traces": traces}) + "\n")


if __name__ == "__main__":
    main()
