// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/judge_run.h"

#include "engine/core/error.h"
#include "engine/puzzles/stand_in.h"
#include "engine/runs/input_file.h"
#include "engine/runs/run_report.h"
#include "engine/runs/settings.h"

#include <utility>

namespace steplight {

namespace fs = std::filesystem;
using namespace protocol;

void judgeRun(const RunOptions& options, const RunRequest& request, EventLog& log,
              std::stop_token stop)
{
    refuseOtherSettings(request, {});
    const fs::path input = options.folder / "input.jsonl";
    verifyInput(input, request.inputHash);
    const fs::path folder = modelFolderOf(options, request);
    const puzzles::StandIn judge(folder);
    RunReport report(log, std::move(stop));
    report.loaded(request, folder, {judge.name(), judge.hash(), "judge", "cpu", judge.summary()});
    report.begin();
    InputLines lines(input);
    std::int64_t number = 0, worked = 0, unknown = 0;
    while (const auto line = lines.next()) {
        report.throwIfStopped();
        ++number;
        const std::string where = "Line " + std::to_string(number) + " of input.jsonl ";
        TraceInput trace;
        try {
            if (line->tooLong)
                throw Error("line", "it is too long.");
            trace = readTrace(line->text);
        } catch (const Error& error) {
            report.warn("trace", "", "line", where + "is left out: " + error.what());
            continue;
        }
        if (log.past().traces.contains(trace.id))
            continue;
        if (const auto reply = judge.reply(trace, request.seed)) {
            log.write({"", Judged{trace.id, *reply}});
        } else {
            ++unknown;
            report.warn("trace", trace.id, "input", "The judge does not know this question.");
        }
        report.progress("judge", ++worked, number, request.traces);
    }
    log.write({"", Progress{"judge", request.traces, request.traces, 0}});
    log.write({"", Metrics{{{"judged", static_cast<double>(log.past().traces.size())},
                            {"unknown", static_cast<double>(unknown)}}}});
}

} // namespace steplight
