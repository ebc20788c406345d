// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/guideline_template.h"

namespace steplight {

QString guidelineTemplate()
{
    return QStringLiteral(R"(# How we label steps

## The question to ask
Does this step hold, given the picture, the question and the steps before it? Judge what it **says**, not how it says it.

- **Right**: what it says is so, and follows.
- **Neutral**: it says nothing that could be wrong: it repeats the question, announces a plan, or hedges. Also a sensible step that leads nowhere.
- **Wrong**: something that it says is not so, or does not follow.
- **Cannot judge**: the picture is too small, cut, or ambiguous. Do not guess.

## Substance, not nitpicks
A step is right when a careful reader would build on it. Clumsy words, rounding that changes nothing, and steps that could be left out are not errors. When the judge rejects a step for such a thing, overrule it: *nitpick*.

## Look before you read
Look at the picture first and form your own view; then read the step; the scores come last. Draw a box round what was misseen: a perception error without its place teaches little.

## The first error
The first wrong step ends the chain. Later steps that only carry its mistake on stay unlabelled; a later step with a mistake of its own may be marked as well.

## Perception
The step misdescribes the picture. Decide this before you think about its logic.

### Wrong object
Something there is taken for something else: a van for a bus.

### Colour
The thing is right, its colour is not. Shades that people would dispute are no error.

### Shape or size
A square called a rectangle matters only when the answer depends on it.

### Count (miscounted)
The number of things that are there. A half-hidden thing counts when people would count it.

### Position
Left and right, above and below, rows and columns, before and behind.

### Text read (text misread)
Letters, digits, labels and scales. Zoom in before you decide.

### Missed object
It is there and the step says, or reasons as if, it were not.

### Invented object
The step speaks of something that is not there. Mark the place where one would expect it, as *absent*.

## Reasoning
What was seen is right; the conclusion is not.

### Arithmetic
A calculation is wrong. A wrong number taken over from an earlier step is not this step's error.

### Logic
The conclusion does not follow, a case is left out, or the step contradicts an earlier one.

### Question misread
It answers another question than the one asked.

### Unsupported
It asserts what neither the picture nor an earlier step gives, even when it happens to be true.

## Knowledge
A fact about the world is wrong: a formula, a name, a date.

## Format
What was asked of the form was not kept: unit, choice of letter, number of decimals. Never more than this.

## Answer
Every step holds, and yet the answer given is not what they lead to.

## When you are not sure
Say *cannot judge*, and write why as a comment. If the rule is missing here, say so to whoever keeps this page: a new version is better than a private rule.
)");
}

} // namespace steplight
