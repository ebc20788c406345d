# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the demo's PRM: first the eye (name what is on each card), then, with the eye frozen, the judgement of steps."""
import argparse
import json
import math
import random
import time
import types
from pathlib import Path

import torch
import torch.nn.functional as F
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration
from transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import apply_rotary_pos_emb_vision

from prm_data import EMPTY, SPECIALS, Chat, drill, drill_cards, example, lay, make_tokenizer, puzzle_patches
from puzzles import COLOURS, COUNTS, LETTERS, NUMBER, PLACES, SHAPES, SIZES, draw_puzzle
from traces import TEACHING, Noise


def equal_windows(attention, x, cu_seqlens, position_embeddings=None, **_):
    """The vision attention of transformers, for windows of one size all at once: the same numbers, sooner."""
    n = len(cu_seqlens) - 1
    q, k, v = attention.qkv(x).reshape(len(x), 3, attention.num_heads, -1).permute(1, 0, 2, 3).unbind(0)
    q, k = apply_rotary_pos_emb_vision(q, k, *position_embeddings)
    q, k, v = (t.view(n, -1, *t.shape[1:]).transpose(1, 2) for t in (q, k, v))
    return attention.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(len(x), -1))


def look(model, pictures):
    """The eye's reading of some (patches, grid): a list of [tokens, hidden]. What is read already stays so."""
    if pictures[0][0].shape[1] != 1176:
        return [x for x, _ in pictures]
    eyes = []
    for size in dict.fromkeys(tuple(g) for _, g in pictures):  # pictures of one size together
        same = [x for x, g in pictures if tuple(g) == size]
        seen = model.model.visual(torch.cat(same), grid_thw=torch.tensor([size] * len(same)))
        eyes.append((size, iter(seen.chunk(len(same)))))
    return [next(dict(eyes)[tuple(g)]) for _, g in pictures]


def make_model(tokenizer):
    ids = {name: tokenizer.token_to_id(name) for name in SPECIALS}
    config = Qwen2_5_VLConfig(
        text_config=dict(
            vocab_size=tokenizer.get_vocab_size(), hidden_size=192, intermediate_size=384, num_hidden_layers=4,
            num_attention_heads=6, num_key_value_heads=2, max_position_embeddings=4096, rms_norm_eps=1e-6, rope_theta=1e6,
            rope_scaling={"type": "mrope", "mrope_section": [4, 6, 6]}, tie_word_embeddings=True, use_sliding_window=False,
            bos_token_id=ids["<|endoftext|>"], eos_token_id=ids["<|im_end|>"]),
        vision_config=dict(
            depth=4, hidden_size=128, intermediate_size=256, num_heads=4, in_channels=3, out_hidden_size=192, patch_size=14,
            spatial_merge_size=2, temporal_patch_size=2, window_size=112, fullatt_block_indexes=[3], tokens_per_second=2),
        image_token_id=ids["<|image_pad|>"], video_token_id=ids["<|video_pad|>"], vision_start_token_id=ids["<|vision_start|>"],
        vision_end_token_id=ids["<|vision_end|>"], tie_word_embeddings=True)
    config._attn_implementation = "eager"
    model = Qwen2_5_VLForConditionalGeneration(config).float()
    for name, w in model.named_parameters():  # so narrow a model starts better from wider weights than the usual 0.02
        if w.dim() > 1:
            torch.nn.init.normal_(w, std=0.05 if "embed_tokens" in name else 0.8 / math.sqrt(w[0].numel()))
    edges = model.model.visual.patch_embed.proj.weight.data[:96]  # most filters begin blind to plain areas: a card is mostly white
    edges -= edges.mean((2, 3, 4), keepdim=True)
    edges *= 2
    for block in model.model.visual.blocks:
        block.attn.forward = types.MethodType(equal_windows, block.attn)
    return model


def optimiser(parameters, lr, steps, warm=50):
    adam = torch.optim.AdamW(parameters, lr=lr, betas=(0.9, 0.98), weight_decay=0.01)
    shape = lambda k: min(1, (k + 1) / warm) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1, k / steps))))
    return adam, torch.optim.lr_scheduler.LambdaLR(adam, shape)


def train_eye(model, tokenizer, steps, rng):
    """Every merged patch of a card must name the card's letter, colour, shape, size and count, in the words' own embeddings."""
    word = lambda w: tokenizer.token_to_id(w)
    groups = [[word(x) for x in LETTERS], [word(x) for x in COLOURS], [word(x) for x in SHAPES], [word(x) for x in SIZES],
              [word(NUMBER[x]) for x in COUNTS]]
    embeddings = model.model.language_model.embed_tokens.weight
    adam, schedule = optimiser([*model.model.visual.parameters(), embeddings], 1.5e-3, steps)
    started = time.time()
    for k in range(steps):
        pictures, targets = [], []
        for _ in range(3):
            looks = []
            for _ in range(9):
                size, count = (rng.choice(SIZES), 1) if rng.random() < 0.5 else ("small", rng.choice(COUNTS))
                face = (rng.choice(LETTERS), rng.choice(COLOURS), rng.choice(SHAPES), size, count)
                looks.append(EMPTY if rng.random() < 0.03 else (face[0],) + (None,) * 4 if rng.random() < 0.08 else face)
            pictures.append(lay(looks, PLACES["grid"]))
            index = [[s.index(v) if v is not None else -100 for s, v in zip((LETTERS, COLOURS, SHAPES, SIZES, COUNTS), face)] for face in looks]
            targets.append(torch.tensor(index).view(3, 1, 3, 1, 5).expand(3, 4, 3, 4, 5).reshape(144, 5))
        seen = torch.cat(look(model, pictures))
        target = torch.cat(targets)
        losses = [F.cross_entropy(seen @ embeddings[group].T, target[:, g]) for g, group in enumerate(groups)]
        corner = torch.arange(len(target)).view(-1, 3, 4, 3, 4)[:, :, 0, :, 0].reshape(-1)  # where the letter stands
        losses.append(F.cross_entropy(seen[corner] @ embeddings[groups[0]].T, target[corner, 0]))
        adam.zero_grad()
        sum(losses).backward()
        torch.nn.utils.clip_grad_norm_(adam.param_groups[0]["params"], 1.0)
        adam.step()
        schedule.step()
        if k % 50 == 0 or k == steps - 1:
            print(f"eye {k} {time.time() - started:.0f}s", *(f"{l.item():.3f}" for l in losses), flush=True)


def make_batch(model, chat, examples):
    """Some examples, padded: token ids, the images' embeddings, positions; the labels (row, position, right so far, right
    before, section); the words of right claims to learn to say; the words on cards (row, position, letter, card, true)."""
    with torch.no_grad():
        distinct = list({id(e.pictures): e.pictures for e in examples}.values())
        eyes = dict(zip(map(id, distinct), look(model, distinct)))
    rows, labels, words, claims = [], [], [], []
    for r, e in enumerate(examples):
        ids, reads, spans = chat.build(e.question, e.texts, len(eyes[id(e.pictures)]))
        labels += [(r, *label) for label in zip(reads, e.right, [True] + e.right, e.sections)]
        for span, local, section in zip(spans, e.local, e.sections):
            checked = list(chat.check(ids, span, e.cards)) if section == "perception" else []
            start = ids.index(chat.id("<|image_pad|>"))
            last = None
            for c in checked:
                if ids[c[0]] in chat.letters and ids[c[0] - 1] in chat.card_words:
                    last = c[0]
                claims.append((r, *c, last, [start + i for i in e.where[c[1]]]))
            if local or checked:
                wrong = {c[0] for c in checked if c[3] is False}
                words += [(r, t) for t in range(*span) if t not in wrong]
        rows.append(ids)
    ids = torch.full((len(rows), max(map(len, rows))), chat.id("<|endoftext|>"))
    for r, row in enumerate(rows):
        ids[r, : len(row)] = torch.tensor(row)
    positions, _ = model.model.get_rope_index(ids, torch.tensor([e.pictures[1] for e in examples]))
    return ids, torch.cat([eyes[id(e.pictures)] for e in examples]), positions, labels, words, claims


def hidden(model, ids, images, positions):
    """Every layer's output, the last one normed; and where each layer looks."""
    x = model.model.language_model.embed_tokens(ids)
    x = x.masked_scatter((ids == model.config.image_token_id).unsqueeze(-1), images)
    # The mask must be given: without one, transformers takes the equal positions of an image's tokens for the starts of packed
    # sequences, and no word sees the picture.
    out = model.model.language_model(inputs_embeds=x, position_ids=positions, attention_mask=torch.ones_like(ids), use_cache=False,
                                     output_hidden_states=True, output_attentions=True)
    return out.hidden_states[1:], out.attentions


def plus_logits(model, chat, h, labels):
    w = model.lm_head.weight
    at = h[[l[0] for l in labels], [l[1] for l in labels]]
    return at @ (w[chat.id("+")] - w[chat.id("-")])


def weighed(z, right, weight):
    weight = torch.tensor(weight)
    loss = F.binary_cross_entropy_with_logits(z, torch.tensor(right, dtype=torch.float), reduction="none")
    return (loss * weight).sum() / weight.sum()


def lead(model, chat, below, h, claims):
    """Losses that lead the layers to the way a reader goes: the first finds which card is spoken of, the second what lies on
    it, the third and the last whether the word is true."""
    w, at = model.lm_head.weight, (torch.tensor([c[0] for c in claims]), torch.tensor([c[1] for c in claims]))
    named = {"letter": LETTERS, "colour": COLOURS, "shape": SHAPES, "size": SIZES, "count": COUNTS}
    losses, unsaid = [], []
    for k, c in enumerate(claims):  # asked only before the sentence has said anything of the card
        same = k > 0 and claims[k - 1][:1] + claims[k - 1][2:3] == c[:1] + c[2:3]
        unsaid.append(c[4] is None and (not same or unsaid[-1]))
    unsaid = torch.tensor(unsaid)
    for attribute, values in named.items():
        ids = [chat.id(NUMBER[v] if attribute == "count" else v) for v in values]
        target = torch.tensor([values.index(c[2] if attribute == "letter" else c[3][attribute]) for c in claims])
        if attribute == "letter":
            losses.append(F.cross_entropy(below[0][at] @ w[ids].T, target))
        else:
            losses.append(F.cross_entropy((below[1][at] @ w[ids].T)[unsaid], target[unsaid]))
    said = [c for c in claims if c[4] is not None]
    true, weight = [c[4] for c in said], [1.0 if c[4] else 3.0 for c in said]
    return sum(losses), weighed(plus_logits(model, chat, below[2], said), true, weight) + weighed(plus_logits(model, chat, h, said), true, weight)


def attend(attentions, claims):
    """Half of the heads of the first layer look at the letter of the card spoken of, half of the second's at that card."""
    r, t, last = (torch.tensor([c[k] for c in claims]) for k in (0, 1, 5))
    letter = attentions[0].float()[r, :3, t, last]  # [claims, 3]
    card = attentions[1].float()[r, :3, t].gather(2, torch.tensor([c[6] for c in claims])[:, None].expand(-1, 3, -1)).sum(2)
    return -(letter + 1e-4).log().mean() - (card + 1e-4).log().mean()


def begin_alike(model):
    """Attention begins by seeking what is alike and passing it on (after Trockman and Kolter, Mimetic Initialization, 2023)."""
    for layer in model.model.language_model.layers:
        a = layer.self_attn
        k, v = (w.weight.data.view(2, 32, -1) for w in (a.k_proj, a.v_proj))
        a.q_proj.weight.data.copy_(2 * k.repeat_interleave(3, 0).reshape(192, 192))
        a.o_proj.weight.data.copy_(v.repeat_interleave(3, 0).reshape(192, 192).T / 3)


def train_judgement(model, chat, drills, steps, rng, evaluate_every, work):
    """First reading practice, then traces. Besides the labels, every claim about a card is judged at its own word, and true
    words are learnt as a language model learns them: both teach where to look."""
    model.model.visual.requires_grad_(False)
    begin_alike(model)
    adam, schedule = optimiser([p for p in model.parameters() if p.requires_grad], 2e-3, drills + steps, 60)
    started = time.time()
    with torch.no_grad():  # the eye is frozen, so a few hundred pictures are read once and spoken of often
        tables = [(cards, (look(model, [pictures])[0], pictures[1]), where) for cards, pictures, where in (drill_cards(rng) for _ in range(100))]
    puzzles = []
    for k in range(drills + steps):
        examples = []
        if k < drills or k % 5 == 0:
            examples = [drill(rng, *rng.choice(tables)) for _ in range(8)]
        while len(examples) < 5:
            if len(puzzles) < 400:
                puzzle = draw_puzzle(rng, False)
                pictures = puzzle_patches(puzzle)
                with torch.no_grad():
                    puzzles.append((puzzle, (look(model, [pictures])[0], pictures[1])))
                examples.append(example(rng, TEACHING, *puzzles[-1]))
            else:
                examples.append(example(rng, TEACHING, *rng.choice(puzzles)))
        ids, images, positions, labels, words, claims = make_batch(model, chat, examples)
        with torch.autocast("cpu", torch.bfloat16):
            layers, attentions = hidden(model, ids, images, positions)
        *below, h = [x.float() for x in layers]
        below = [model.model.language_model.norm(x) for x in below]
        judge = weighed(plus_logits(model, chat, h, labels), [l[2] for l in labels], [1.0 if l[2] else 2.0 if l[3] else 0.4 for l in labels])
        about, claim = lead(model, chat, below, h, claims)
        look_at = attend(attentions, claims)
        r, t = torch.tensor(words).T
        speak = F.cross_entropy(h[r, t - 1] @ model.lm_head.weight.T, ids[r, t])
        adam.zero_grad()
        (judge + 0.5 * about + claim + 0.2 * speak + look_at).backward()
        torch.nn.utils.clip_grad_norm_(adam.param_groups[0]["params"], 1.0)
        adam.step()
        schedule.step()
        if k % 20 == 0:
            print(f"judge {k} {time.time() - started:.0f}s steps {judge.item():.3f} cards {about.item():.3f} look {look_at.item():.3f} claims {claim.item():.3f} words {speak.item():.3f}", flush=True)
        if (k + 1) % evaluate_every == 0 or k == drills + steps - 1:
            torch.save(model.state_dict(), work / "prm.pt")
            print("held out", json.dumps(evaluate(model, chat, 60)), flush=True)


def auc(scores, good):
    order = torch.tensor(scores).argsort(stable=True)
    rank = torch.empty(len(scores), dtype=torch.double)
    rank[order] = torch.arange(1, len(scores) + 1, dtype=torch.double)
    for value in set(s for s in scores):  # ties share their mean rank
        tied = [i for i, s in enumerate(scores) if s == value] if scores.count(value) > 1 else []
        if tied:
            rank[tied] = rank[tied].mean()
    good = torch.tensor(good)
    n = int(good.sum())
    m = len(scores) - n
    return round(float((rank[good].sum() - n * (n + 1) / 2) / (n * m)), 4) if n and m else None


@torch.no_grad()
def evaluate(model, chat, n_puzzles, seed=991):
    """On held-out puzzles, traces by the policy as it is (not as it teaches), two a puzzle."""
    rng, rows = random.Random(seed), []
    for _ in range(n_puzzles // 10):
        puzzles = [draw_puzzle(rng, True) for _ in range(10)]
        examples = [example(rng, Noise(), p, pictures) for p in puzzles for pictures in [puzzle_patches(p)] for _ in range(2)]
        ids, images, positions, labels, *_ = make_batch(model, chat, examples)
        p = torch.sigmoid(plus_logits(model, chat, hidden(model, ids, images, positions)[0][-1], labels)).tolist()
        base = rows[-1][0] + 1 if rows else 0
        rows += [(base + l[0], *l[2:], score) for l, score in zip(labels, p)]
    return metrics(rows)


def metrics(rows):
    """rows: (trace, right up to here, right before, section, P(+)), in order."""
    some = lambda keep: auc([r[4] for r in rows if keep(r)], [r[1] for r in rows if keep(r)])
    traces = {}
    for r in rows:
        traces.setdefault(r[0], []).append(r)
    first = lambda flags: flags.index(False) if False in flags else -1
    pairs = [(first([r[1] for r in t]), first([r[4] >= 0.5 for r in t])) for t in traces.values()]
    wrong = [a == b for a, b in pairs if a >= 0]
    right = [a == b for a, b in pairs if a < 0]
    e, c = sum(wrong) / max(1, len(wrong)), sum(right) / max(1, len(right))
    return {
        "traces": len(traces), "traces_with_error": len(wrong), "steps": len(rows),
        "step_auc": some(lambda r: True),
        "step_auc_perception": some(lambda r: r[3] == "perception"),
        "step_auc_reasoning": some(lambda r: r[3] == "reasoning"),
        "step_auc_up_to_first_error": some(lambda r: r[2]),
        "step_auc_up_to_first_error_perception": some(lambda r: r[2] and r[3] == "perception"),
        "step_auc_up_to_first_error_reasoning": some(lambda r: r[2] and r[3] == "reasoning"),
        "first_error_found": round(e, 4), "right_traces_passed": round(c, 4), "first_error_f1": round(2 * e * c / max(1e-9, e + c), 4),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="a folder for unfinished states, outside the repository")
    parser.add_argument("--eye-steps", type=int, default=400)
    parser.add_argument("--drills", type=int, default=600)
    parser.add_argument("--steps", type=int, default=900)
    parser.add_argument("--evaluate-every", type=int, default=300)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    args.work.mkdir(parents=True, exist_ok=True)
    tokenizer = make_tokenizer()
    model = make_model(tokenizer)
    print("words", tokenizer.get_vocab_size(), "parameters", sum(p.numel() for p in model.parameters()), flush=True)
    eye = args.work / "eye.pt"
    if eye.exists():
        model.load_state_dict(torch.load(eye))
    else:
        train_eye(model, tokenizer, args.eye_steps, random.Random(1))
        torch.save(model.state_dict(), eye)
    train_judgement(model, Chat(tokenizer), args.drills, args.steps, random.Random(2), args.evaluate_every, args.work)


if __name__ == "__main__":
    main()
