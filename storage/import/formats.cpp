// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/benchmarks.h"
#include "storage/import/format.h"
#include "storage/import/judge_files.h"
#include "storage/import/prm_chats.h"
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
    // Chats first: VL-PRM's labelled rows carry their Monte-Carlo counts beside the chat.
    static const std::vector<const Format*> all{&chats,     &rollouts, &tts,    &visualProcessBench,
                                                &vlrmBench, &requests, &replies};
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
