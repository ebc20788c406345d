# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the trained PRM as a Hugging Face folder (bf16), reads it back as anyone would, and measures it."""
import argparse
import json
import random
from pathlib import Path

import torch
from PIL import Image
from tokenizers import Tokenizer
from transformers import Qwen2_5_VLForConditionalGeneration
from transformers.models.qwen2_vl.image_processing_qwen2_vl import Qwen2VLImageProcessor

from prm_data import FIRST_TURN, SYSTEM, Chat, make_tokenizer
from train_prm import evaluate, make_model, metrics

PIXELS = 5 * 112 * 112, 9 * 112 * 112  # the pictures' own sizes: none is resized


def save(model, tokenizer, out):
    out.mkdir(parents=True, exist_ok=True)
    model.to(torch.bfloat16).save_pretrained(out)
    (out / "generation_config.json").unlink(missing_ok=True)
    tokenizer.save(str(out / "tokenizer.json"))
    Qwen2VLImageProcessor(min_pixels=PIXELS[0], max_pixels=PIXELS[1]).save_pretrained(out)
    profile = {"name": "steplight-demo-prm", "system": SYSTEM, "first_turn": FIRST_TURN, "later_turn": "{step}", "step_end": "\n\n",
               "plus": "+", "minus": "-", "min_pixels": PIXELS[0], "max_pixels": PIXELS[1], "first_resize": None, "alpha": "drop",
               "calibration": {"temperature": 1.0, "threshold": 0.5},
               "training": {"rate": "1e-4", "batch": "16", "epochs": "4", "beta2": ".98", "learn": "text,merger", "recompute": "off"}}
    (out / "steplight_profile.json").write_text(json.dumps(profile, indent=2) + "\n")


def plain_question(rollout):
    return rollout["question"].split("<question>")[1].split("</question>")[0].strip()


@torch.no_grad()
def score(model, processor, chat, demo, rollout):
    """P(+) of each step by transformers alone, with the token ids that it read."""
    image = processor(images=Image.open(demo / rollout["image"]).convert("RGB"), return_tensors="pt")
    tokens = int(image["image_grid_thw"].prod()) // 4
    ids, reads, _ = chat.build(plain_question(rollout), [s["step"] for s in rollout["steps_with_score"]], tokens)
    assert chat.id("<unk>") not in ids
    ids = torch.tensor([ids])
    z = model(input_ids=ids, attention_mask=torch.ones_like(ids), **image).logits[0, reads].float()
    return ids[0].tolist(), torch.sigmoid(z[:, chat.id("+")] - z[:, chat.id("-")]).tolist()


def shipped(model, processor, chat, demo):
    """Scores of every shipped trace, and the metrics' rows against the truth."""
    truths = {t["uid"]: t for t in map(json.loads, (demo / "truth.jsonl").read_text().splitlines())}
    scores, rows = {}, []
    for rollout in map(json.loads, (demo / "rollouts.jsonl").read_text().splitlines()):
        uid = rollout["uid"]
        scores[uid] = score(model, processor, chat, demo, rollout)
        before = True
        for step, p in zip(truths[uid]["steps"], scores[uid][1]):
            rows.append((uid, step["cumulative"], before, step["section"], p))
            before = step["cumulative"]
    return scores, rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", type=Path, default=Path(__file__).parent.parent)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--puzzles", type=int, default=300)
    args = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = make_tokenizer()
    trained = make_model(tokenizer)
    trained.load_state_dict(torch.load(args.work / "prm.pt"))
    out = args.demo / "prm"
    save(trained, tokenizer, out)

    chat = Chat(Tokenizer.from_file(str(out / "tokenizer.json")))
    processor = Qwen2VLImageProcessor.from_pretrained(out)
    model = Qwen2_5_VLForConditionalGeneration.from_pretrained(out, torch_dtype=torch.float32, attn_implementation="eager").eval()
    scores, rows = shipped(model, processor, chat, args.demo)
    held_out = evaluate(model, chat, args.puzzles)
    model.load_state_dict(torch.load(args.work / "prm.pt"))
    exact, _ = shipped(model, processor, chat, args.demo)
    apart = max(abs(a - b) for uid in scores for a, b in zip(scores[uid][1], exact[uid][1]))
    result = {"held_out": held_out, "shipped_traces": metrics(rows), "largest_change_by_bf16": round(apart, 5)}
    (out / "metrics.json").write_text(json.dumps(result, indent=2) + "\n")
    some = random.Random(3).sample(sorted(scores), 5)
    reference = {"made_with": "transformers 4.55.3, fp32, eager attention, slow image processor, weights as stored (bf16)",
                 "traces": [{"uid": u, "input_ids": scores[u][0], "p_plus": scores[u][1]} for u in some]}
    (out / "reference_scores.json").write_text(json.dumps(reference) + "\n")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
