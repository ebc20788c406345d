// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/benchmarks.h"
#include "storage/import/format.h"
#include "storage/import/judge_files.h"
#include "storage/import/label_studio.h"
#include "storage/import/potato.h"
#include "storage/import/prm800k.h"
#include "storage/import/prm_chats.h"
#include "storage/import/question_sets.h"
#include "storage/import/region_files.h"
#include "storage/import/rollout_trees.h"
#include "storage/import/signed_steps.h"
#include "storage/import/tts_results.h"
#include "storage/import/vlprm_rollouts.h"

namespace steplight {

const std::vector<const Format*>& importFormats()
{
    static const VlprmRollouts rollouts;
    static const JudgeRequests requests;
    static const JudgeReplies replies;
    static const PrmChats chats;
    static const TtsResults tts;
    static const VisualProcessBench visualProcessBench;
    static const VlrmBench vlrmBench;
    static const ProcessBench processBench;
    static const Prm800k prm800k;
    static const MathShepherd mathShepherd;
    static const OpenrSteps openr;
    static const MathAps mathAps;
    static const MathApsTree mathApsTree;
    static const MathVision mathVision;
    static const PuzzleVqa puzzleVqa;
    static const Marvel marvel;
    static const PotatoTraces potatoTraces;
    static const PotatoLabels potatoLabels;
    static const PotatoState potatoState;
    static const LabelStudio labelStudio;
    static const LabelmeFile labelme;
    static const CocoFile coco;
    // Chats first: VL-PRM's labelled rows carry their Monte-Carlo counts beside the chat. Potato's
    // traces last: a question with a reasoning may be part of much.
    static const std::vector<const Format*> all{
        &chats,        &rollouts,     &tts,        &visualProcessBench,
        &vlrmBench,    &processBench, &prm800k,    &openr,
        &mathAps,      &mathApsTree,  &mathVision, &puzzleVqa,
        &mathShepherd, &marvel,       &requests,   &replies,
        &labelStudio,  &labelme,      &coco,       &potatoLabels,
        &potatoState,  &potatoTraces};
    return all;
}

const Format* importFormat(std::string_view name)
{
    for (const Format* format : importFormats())
        if (format->name() == name)
            return format;
    return nullptr;
}

const Format* recognise(Json row)
{
    for (const Format* format : importFormats())
        if (format->recognises(row))
            return format;
    return nullptr;
}

} // namespace steplight
