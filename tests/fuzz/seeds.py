#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the seeds of a fuzz target into a folder: small pieces of tests/fixtures and, where it is there, of
../shared/data. usage: seeds.py TARGET FOLDER"""
import pathlib
import re
import sys

target, folder = sys.argv[1], pathlib.Path(sys.argv[2])
source = pathlib.Path(__file__).resolve().parents[2]
fixtures, shared = source / "tests/fixtures", source.parent / "shared/data"
LARGEST = 16 << 10  # bytes of a seed: small ones are mutated faster


def put(name, data):
    if data:
        (folder / str(name).replace("/", "_")).write_bytes(data[:LARGEST])


def below(root, *patterns):
    return sorted(f for p in patterns for f in root.rglob(p) if f.is_file() and f.name != "_SOURCE.txt")


def parts(files):
    return b"".join(b"@@ %s\n%s\n" % (name.encode(), data) for name, data in files)


def records():
    for file in below(fixtures / "import", "*.json*"):
        put(file.name, file.read_bytes())
        for number, line in enumerate(file.read_bytes().splitlines()[:6]):
            put(f"{file.name}.{number}", line)
    for root in ("vlprm-vqav2", "vlprm-tts", "vlprm-rollouts", "marvel-prm", "processbench", "vlrmbench", "prm-formats",
                 "mathvision", "puzzlevqa", "algopuzzlevqa"):
        for file in below(shared / root, "*.json*"):
            with file.open("rb") as stream:
                head = stream.read(LARGEST)
            put(f"{root}.{file.name}", head)
            first = head.split(b"\n")[0]
            if len(first) < LARGEST:
                put(f"{root}.{file.name}.0", first)
    for file in below(shared / "torture/json", "*.json"):
        put(file.name, file.read_bytes())


def import_():
    records()
    chain = ("rollouts.jsonl", "judge_requests.jsonl", "judge_replies.json", "judge_output.jsonl")
    files = [(f, (fixtures / "import" / f).read_bytes()[:6000]) for f in chain if (fixtures / "import" / f).exists()]
    put("chain", parts(files))


def query():
    for number, text in enumerate((source / "docs/queries.md").read_text().split("`")[1::2]):
        put(number, text.encode())
    put("long", b"mc>=0.8 and judge=-1 any step or not (source:RAVEN answer=right \"two cubes\")")


def judge():
    for file in below(fixtures / "import", "*judge*"):
        put(file.name, file.read_bytes().decode("utf-8", "replace").encode("utf-8").replace(b"\\n", b"\n"))
    put("reply", b"<analysis_1>a</analysis_1>\n[Reasoning]\n<analysis_1>b</analysis_1>\n"
                 b"<conclusion>Incorrect</conclusion>")
    put("solution", b"[Visual Elements]\n<step_1>a</step_1>\n[Reasoning]\n<step_1>b</step_1>\n"
                    b"<correct_answer>\\boxed{\\frac{1}{2}}</correct_answer>")
    put("uri", b"data:image/png;base64,iVBORw0KGgo=")


def picture():
    for root in (fixtures / "engine/images", shared / "torture/pngsuite", shared / "torture/exif"):
        for file in below(root, "*.png", "*.jpg", "*.jpeg", "*.webp", "*.bmp"):
            if file.stat().st_size <= LARGEST:
                put(file.relative_to(root), file.read_bytes())


def solution():
    said = re.findall(r'"((?:[A-D][1-3] |The |From )[^"]+\.)"', (source / "tests/engine/puzzles_test.cpp").read_text())
    for family in range(4):
        put(family, bytes([family]) + "\n".join(said).encode())
        for number, sentence in enumerate(said):
            put(f"{family}.{number}", bytes([family]) + sentence.encode())


def turn():
    published = "[Visual Elements]\n<step_1>\na\n</step_1>\n<step_2>\nb\n</step_2>\n\n[Reasoning]\n<step_1>\nc\n</step_1>\n\n"
    put("published", b"\0" + (published + "<correct_answer>\n$\\boxed{3}$\n</correct_answer>").encode())
    put("lines", b"\1" + b"[Visual Elements]\na\nb\n[Reasoning]\nc\n$\\boxed{3}$")
    put("numbers", b"\2" + b"1) a; 2) b; = 3")


def checkpoints(names):
    for model in ("tiny-new", "tiny-old", "words"):
        root = fixtures / "engine" / model
        yield model, [(n, (root / n).read_bytes()) for n in names if (root / n).exists()]


def safetensors():
    for file in below(fixtures / "engine", "*.safetensors"):
        data = file.read_bytes()
        if len(data) <= LARGEST:
            put(f"{file.parent.name}.{file.name}", data)
    header = b'{"__metadata__":{"a":"b"},"w":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},' \
             b'"b":{"dtype":"BF16","shape":[],"data_offsets":[8,10]}}'
    one = len(header).to_bytes(8, "little") + header + bytes(10)
    put("one", one)
    put("folder", parts([("model.safetensors.index.json", b'{"weight_map":{"w":"model.safetensors","b":'
                          b'"model.safetensors"}}'), ("model.safetensors", one)]))


def tokenizer():
    names = ("tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json")
    for model, files in checkpoints(names):
        put(model, parts(files + [("text", "Hällo 12 <|im_end|> 你好\n".encode())]))
    put("plain", "It's 12 o'clock,  you're\n\n你好 <|im_start|> ①e\u0301".encode())
    for file in below(shared / "torture/text", "blns.txt"):
        for number, line in enumerate(file.read_bytes().splitlines()):
            put(f"blns.{number}", line)


def checkpoint():
    names = ("config.json", "preprocessor_config.json", "steplight_profile.json")
    for model, files in checkpoints(names):
        put(model, parts(files))
    for file in below(shared / "tokenizer", "*config*.json"):
        name = "preprocessor_config.json" if "preprocessor" in file.name else "config.json"
        put(file.name, parts([(name, file.read_bytes())]))
    put("adapter", parts([("adapter_config.json", b'{"peft_type":"LORA","r":4,"lora_alpha":8,"use_rslora":true,"bias":"none"}')]))
    put("state", parts([("state.json", b'{"step":1,"metric":0.5,"files":{"model.safetensors":{"bytes":3,"checksum":5}}}')]))


def protocol():
    lines = (source / "docs/protocol.md").read_text().splitlines()
    for number, line in enumerate(lines):
        if line.startswith("{"):
            whole = line if lines[number + 1].startswith(("{", "`")) else line + lines[number + 1]
            put(number, whole.encode() + b"\n")
    searched = re.search(r'^\{"type":"searched".*?(?=\n```)', (source / "docs/search.md").read_text(), re.M | re.S)
    put("searched", re.sub(r"\n *", "", searched.group()).encode() + b"\n")
    put("events", "\n".join(line for line in lines if line.startswith('{"type"')).encode() + b"\n")


folder.mkdir(parents=True, exist_ok=True)
for old in folder.iterdir():
    old.unlink()
{"records": records, "formats": records, "import": import_, "query": query, "judge": judge, "solution": solution, "turn": turn, "picture": picture,
 "safetensors": safetensors, "tokenizer": tokenizer, "checkpoint": checkpoint, "protocol": protocol,
 "events": protocol}[target]()
