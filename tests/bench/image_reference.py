#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""image_reference.py FILE...: what image_bench does, by Pillow and the processor of transformers; best of three rounds."""
import io
import json
import pathlib
import sys
import time

import torch
from PIL import Image
from transformers.models.qwen2_vl.image_processing_qwen2_vl import Qwen2VLImageProcessor


def main():
    files = [pathlib.Path(name).read_bytes() for name in sys.argv[1:]]
    processor = Qwen2VLImageProcessor(min_pixels=256 * 784, max_pixels=1280 * 784)
    rounds = []
    for _ in range(3):
        patches, begun = 0, time.perf_counter()
        for data in files:
            image = Image.open(io.BytesIO(data)).convert("RGB")
            patches += processor(images=[image], return_tensors="pt")["pixel_values"].shape[0]
        rounds.append(time.perf_counter() - begun)
    print(json.dumps({"pictures": len(files), "patches": patches, "ms_a_picture": 1000 * min(rounds) / len(files)}))


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
