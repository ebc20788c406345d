# SPDX-License-Identifier: GPL-3.0-or-later
"""The real rollouts, each once, and the same content in each peer's own form."""
import json


def read(files):
    """Distinct rollouts by question, image and response; what cannot be read is left out."""
    found = {}
    for file in files:
        for line in file.read_text("utf-8", "replace").splitlines():
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict) and row.get("steps_with_score"):
                image = row.get("image_path") or row.get("combined_image_path") or ""
                found.setdefault((row["question"], image, row["response"]), row)
    return list(found.values())


def estimate(step):
    return f"{step['num_mc_correct']}/{step['num_mc_total']}"


def for_potato(rows):
    """Lines of a data file for its process_reward scheme, steps already cut."""
    for number, row in enumerate(rows):
        steps = [{"index": i, "type": "thought", "text": step["step"], "mc": estimate(step)}
                 for i, step in enumerate(row["steps_with_score"])]
        yield json.dumps({"id": f"rollout-{number}", "question": row["question"], "steps": steps})


POTATO_CONFIG = """\
annotation_task_name: bench
task_dir: .
output_annotation_dir: annotation_output
output_annotation_format: json
data_files: [items.jsonl]
item_properties: {id_key: id, text_key: question}
instance_display:
  fields:
    - {key: question, type: text, label: Question}
    - {key: steps, type: cot_trace, label: Steps}
annotation_schemes:
  - annotation_type: process_reward
    name: rating
    description: Is this step right?
    steps_key: steps
    step_text_key: text
    mode: per_step
    allow_neutral: true
    inline_with_trace: true
require_password: false
admin_api_key: bench
user_config: {allow_all_users: true}
"""


def for_label_studio(rows):
    """Tasks for LABEL_STUDIO_CONFIG."""
    return [{"data": {"question": row["question"],
                      "steps": [{"text": step["step"], "mc": estimate(step)}
                                for step in row["steps_with_score"]]}}
            for row in rows]


LABEL_STUDIO_CONFIG = """\
<View>
  <Text name="question" value="$question"/>
  <Repeater on="$steps" indexFlag="{{idx}}">
    <View>
      <Text name="step_{{idx}}" value="$steps[{{idx}}].text"/>
      <Text name="mc_{{idx}}" value="$steps[{{idx}}].mc"/>
      <Choices name="rating_{{idx}}" toName="step_{{idx}}" choice="single" showInline="true">
        <Choice value="right"/><Choice value="neutral"/><Choice value="wrong"/>
      </Choices>
    </View>
  </Repeater>
</View>
"""
