# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the demo's pictures, traces with simulated Monte-Carlo counts, simulated judge replies, and the truth."""
import argparse
import json
import random
import re
from pathlib import Path

from PIL import Image

from draw import picture
from puzzles import FAMILIES, LETTERS, draw_puzzle
from traces import Noise, cumulative, item, misread, sample_with_states, wins

PROMPT = """Look at the picture and solve the puzzle in the question.

<question>
{question}
</question>

First write down what you see under [Visual Elements], then think under [Reasoning], one idea in each <step_i>. \
Give the answer as $\\boxed{{}}$ inside <correct_answer>."""
SAMPLES = 16  # continuations of each prefix
OVER_FLAG, MISS, JUDGED = 0.08, 0.12, 0.75
# The mix of traces; the policy by itself is right about two times in three.
KINDS = {"right": 0.44, "perception, answer wrong": 0.19, "perception, answer right": 0.16, "reasoning": 0.15, "answer": 0.06}


def kind_of(trace):
    first = next((s for s in trace.steps if not s.local), None)
    if first is None:
        return "right"
    return first.kind + (", answer " + ("right" if trace.answer == trace.puzzle.answer else "wrong") if first.kind == "perception" else "")


def sample_kind(rng, puzzle, kind):
    """One of the policy's own traces of that kind (or any trace with an error where the puzzle cannot go wrong so)."""
    for tries in range(4000):
        trace, states = sample_with_states(rng, Noise(), puzzle)
        if kind_of(trace) == kind or (tries > 3000 and kind_of(trace) != "right"):
            return trace, states


def response(trace):
    def section(name, title):
        steps = [s.text for s in trace.steps if s.section == name]
        return f"[{title}]\n" + "\n".join(f"<step_{k}>\n{text}\n</step_{k}>" for k, text in enumerate(steps, 1))

    answer = f"<correct_answer>\n$\\boxed{{{trace.answer}}}$\n</correct_answer>"
    return "\n\n".join([section("perception", "Visual Elements"), section("reasoning", "Reasoning"), answer])


def seen_card(rng, puzzle, step):
    """A card that the step reads, if any."""
    seen = [LETTERS.index(x) for x in re.findall(r"[Cc]ard ([A-I])\b", step.text)]
    return rng.choice([i for i in seen if i != puzzle.hidden] or [None])


def praise(rng, trace, step):
    p = trace.puzzle
    if step.section == "perception":
        i = seen_card(rng, p, step)
        if i is None or not step.local:
            return rng.choice(["This matches the picture.", "I find the same in the picture."])
        return f"Card {LETTERS[i]} shows {item(p, p.cards[i])}, " + rng.choice(["as the step says.", "and the step reads it so."])
    return {"rule": rng.choice(["I checked the cards: the rule holds.", "The cards read so far follow this rule."]),
            "infer": rng.choice(["This follows from the rule.", "I come to the same."]),
            "answer": "This agrees with the steps before."}[trace.phases[trace.steps.index(step)][0]]


def blame(rng, trace, step):
    """The judge's words on a step that it holds to be wrong; for a step that is right, an imagined fault."""
    p = trace.puzzle
    if step.local:
        i = seen_card(rng, p, step) if step.section == "perception" else None
        if i is not None:
            attribute, value = misread(rng, p.cards[i], p.counted)
            return f"Card {LETTERS[i]} seems to show {item(p, p.cards[i] | {attribute: value})}; the step misreads its {attribute}."
        return "The picture seems to be laid out differently." if step.section == "perception" else "This does not follow from the steps before."
    if step.what in ("rule", "inference", "answer"):
        return {"rule": "The cards do not follow this rule.", "inference": f"This does not follow: it should be {step.true}, not {step.said}." if step.true else "Nothing before says so.",
                "answer": f"The steps lead to {step.true}, but the answer given is {step.said}."}[step.what]
    if step.card is None:
        return f"The picture has {step.true} cards, not {step.said}."
    x = LETTERS[step.card]
    if step.card == p.hidden:
        return f"It is card {step.true} that lies face down, not card {step.said}."
    if step.what == "position":
        return f"Two cards are swapped: card {x} shows {step.true}."
    return f"Card {x} shows {item(p, p.cards[step.card])}; the step misreads its {step.what}."


def judge(rng, trace):
    """A judge that invents an error in OVER_FLAG of the traces that it finds right and passes over an error with probability MISS."""
    verdict = next((k for k, s in enumerate(trace.steps) if not s.local and rng.random() >= MISS), None)
    if rng.random() < OVER_FLAG:
        invented = rng.randrange(len(trace.steps))
        verdict = invented if verdict is None else min(verdict, invented)
    blocks = {"perception": [], "reasoning": []}
    for k, step in enumerate(trace.steps[: len(trace.steps) if verdict is None else verdict + 1]):
        said = blame(rng, trace, step) if k == verdict else praise(rng, trace, step)
        number = len(blocks[step.section]) + 1
        blocks[step.section].append(f"<analysis_{number}>\n{said}\n</analysis_{number}>")
    parts = [f"[{title}]\n" + "\n".join(blocks[name]) for name, title in (("perception", "Visual Elements"), ("reasoning", "Reasoning")) if blocks[name]]
    return "\n\n".join(parts + [f"<conclusion>\n{'Correct' if verdict is None else 'Incorrect'}\n</conclusion>"])


def truth_row(uid, trace):
    p = trace.puzzle
    steps = []
    for step, right in zip(trace.steps, cumulative(trace)):
        row = {"section": step.section, "local": step.local, "cumulative": right}
        if not step.local:
            row |= {"error_kind": step.kind, "what": step.what, "said": step.said, "true": step.true}
            if step.box:
                row |= {"card": LETTERS[step.card], "region": step.box}
        steps.append(row)
    return {"uid": uid, "family": p.family, "attribute": p.attribute, "rule": p.rule, "kind": kind_of(trace), "answer": p.answer,
            "final": trace.answer, "final_correct": trace.answer == p.answer, "steps": steps}


def rollout_row(rng, uid, image, trace, states):
    scores = []
    for step, state in zip(trace.steps, states):
        won = wins(rng, Noise(), state, SAMPLES)
        scores.append({"step": step.text, "score": won / SAMPLES, "num_mc_correct": won, "num_mc_total": SAMPLES})
    return {"image": image, "question": PROMPT.format(question=trace.puzzle.question), "answer": trace.puzzle.answer, "uid": uid,
            "image_path": image, "response": response(trace), "steps_with_score": scores}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--seed", type=int, default=11)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    (args.out / "images").mkdir(parents=True, exist_ok=True)
    rollouts, replies, truths = [], [], []
    for k in range(args.questions):
        family = FAMILIES[k % len(FAMILIES)]
        puzzle = draw_puzzle(rng, True, family)
        name = f"{family}-{k // len(FAMILIES) + 1:02d}"
        image = f"images/{name}.png"
        picture(puzzle).quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(args.out / image, optimize=True)
        texts = set()
        for n in range(3 if k % 2 else 2):
            trace, states = sample_kind(rng, puzzle, rng.choices(list(KINDS), list(KINDS.values()))[0])
            if response(trace) in texts:
                continue
            texts.add(response(trace))
            uid = f"{name}-{'abc'[n]}"
            rollouts.append(rollout_row(rng, uid, image, trace, states))
            truths.append(truth_row(uid, trace))
            if rng.random() < JUDGED:
                replies.append({"custom_id": uid, "verification_response": judge(rng, trace)})
    lines = lambda rows: "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (args.out / "rollouts.jsonl").write_text(lines(rollouts), encoding="utf-8")
    (args.out / "truth.jsonl").write_text(lines(truths), encoding="utf-8")
    (args.out / "judge_results.json").write_text(json.dumps(replies, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    kinds = [t["kind"] for t in truths]
    print(len(rollouts), "traces", {k: kinds.count(k) for k in KINDS}, len(replies), "judged", sum(len(t["steps"]) for t in truths), "steps")


if __name__ == "__main__":
    main()
