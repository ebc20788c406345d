# SPDX-License-Identifier: GPL-3.0-or-later
"""A checkpoint folder without weights for the embedded world: tokenizer, configuration, profile."""
import json
import re
from collections import Counter

SPECIALS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>"]
PIECE = r" ?[A-Za-z0-9]+|[^\sA-Za-z0-9]+\n*|\s+"  # so that a cell's name is one piece, and so is the end of a line
FORM = {"system": "", "user": "{question}", "perception": "[Visual Elements]\n", "reasoning": "[Reasoning]\n", "step": "{step}\n",
        "answer": "$\\boxed{{answer}}$"}
# While it learns to see: every word beside the picture is one more to look at instead.
BARE = FORM | {"perception": "\n"}
# Of a PRM that learns on from corrections; the recipe has its own settings.
TRAINING = {"rate": "3e-4", "batch": "16", "epochs": "4", "beta2": ".98", "learn": "text,merger,tower", "recompute": "off", "tokens": "4096",
            "processes": "0"}
CELL, LARGEST = 28 * 28, 9 * 28 * 28  # one merged patch a cell


def byte_letters():
    """GPT-2's letter for each byte: itself where it can be seen, one after the 255th where not."""
    seen = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    hidden = [b for b in range(256) if b not in seen]
    return {b: chr(b) for b in seen} | {b: chr(256 + i) for i, b in enumerate(hidden)}


def merges_of(texts):
    """Byte pairs to merge until every piece of the texts is one token: the most frequent pair first, ties by the alphabet."""
    letters = byte_letters()
    pieces = {tuple(letters[b] for b in piece.encode()) for text in texts for piece in re.findall(PIECE, text)}
    merges = []
    while True:
        pairs = Counter(pair for piece in pieces for pair in zip(piece, piece[1:]))
        if not pairs:
            return merges
        best = max(sorted(pairs), key=pairs.get)
        merges.append(best)
        pieces = {merged(piece, best) for piece in pieces}


def merged(piece, pair):
    out = []
    for token in piece:
        if out and (out[-1], token) == pair:
            out[-1] += token
        else:
            out.append(token)
    return tuple(out)


def tokenizer(texts):
    merges = merges_of(texts)
    tokens = [*byte_letters().values(), *("".join(pair) for pair in merges)]
    tokens = list(dict.fromkeys(tokens))
    added = [{"id": len(tokens) + i, "content": name, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
              "special": True} for i, name in enumerate(SPECIALS)]
    split = {"type": "Split", "pattern": {"Regex": PIECE}, "behavior": "Isolated", "invert": False}
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False}
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": {"type": "NFC"},
            "pre_tokenizer": {"type": "Sequence", "pretokenizers": [split, level]}, "post_processor": None, "decoder": level,
            "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "", "end_of_word_suffix": "",
                      "fuse_unk": False, "byte_fallback": False, "vocab": {t: i for i, t in enumerate(tokens)},
                      "merges": [" ".join(pair) for pair in merges]}}


def config(tokens, width=192, layers=4):
    ids = {t["content"]: t["id"] for t in tokens["added_tokens"]}
    text = {"model_type": "qwen2_5_vl_text", "vocab_size": len(tokens["model"]["vocab"]) + len(ids), "hidden_size": width,
            "intermediate_size": 2 * width, "num_hidden_layers": layers, "num_attention_heads": width // 32, "num_key_value_heads": 2,
            "layer_types": ["full_attention"] * layers, "hidden_act": "silu", "initializer_range": .06, "rms_norm_eps": 1e-6,
            "rope_theta": 1e6, "rope_scaling": {"type": "default", "rope_type": "default", "mrope_section": [4, 6, 6]},
            "max_position_embeddings": 4096, "use_sliding_window": False, "sliding_window": None, "max_window_layers": 80,
            "attention_dropout": 0.0, "use_cache": True, "tie_word_embeddings": True, "bos_token_id": ids["<|endoftext|>"],
            "eos_token_id": ids["<|im_end|>"]}
    # Windows of one cell, and no layer that looks at all: what lies on a cell is the text's to find.
    vision = {"model_type": "qwen2_5_vl", "depth": 4, "hidden_size": 128, "intermediate_size": 256, "num_heads": 4, "in_channels": 3,
              "out_hidden_size": width, "patch_size": 14, "spatial_merge_size": 2, "temporal_patch_size": 2, "tokens_per_second": 2,
              "window_size": 28, "fullatt_block_indexes": [], "hidden_act": "silu", "initializer_range": .06}
    return {"architectures": ["Qwen2_5_VLForConditionalGeneration"], "model_type": "qwen2_5_vl", "torch_dtype": "bfloat16",
            "transformers_version": "4.55.3", "image_token_id": ids["<|image_pad|>"], "video_token_id": ids["<|video_pad|>"],
            "vision_start_token_id": ids["<|vision_start|>"], "vision_end_token_id": ids["<|vision_end|>"], "text_config": text,
            "vision_config": vision}


def profile(name, form):
    return {"name": name, "system": "", "first_turn": "{question}\n{step}", "later_turn": "{step}", "step_end": "\n",
            "first_resize": None, "min_pixels": CELL, "max_pixels": LARGEST, "policy": form, "training": TRAINING}


def write_profile(folder, name, form):
    write_json(folder / "steplight_profile.json", profile(name, form))


def write_json(file, value):
    file.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def processor():
    """For whoever loads the folder with transformers."""
    return {"image_processor_type": "Qwen2VLImageProcessor", "do_convert_rgb": True, "do_normalize": True, "do_rescale": True,
            "do_resize": True, "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711],
            "min_pixels": CELL, "max_pixels": LARGEST, "size": {"shortest_edge": CELL, "longest_edge": LARGEST}, "merge_size": 2,
            "patch_size": 14, "temporal_patch_size": 2, "resample": 3, "rescale_factor": 1 / 255}


def write(folder, name, texts, **sizes):
    folder.mkdir(parents=True, exist_ok=True)
    tokens = tokenizer(texts)
    for file, value in {"tokenizer.json": tokens, "config.json": config(tokens, **sizes), "preprocessor_config.json": processor()}.items():
        write_json(folder / file, value)
    write_profile(folder, name, BARE)
