// SPDX-License-Identifier: GPL-3.0-or-later
// A project of so many questions with a trace of two steps each, in a folder of its own, and the
// real engine. Tests only.
#pragma once

#include "storage/import/import.h"
#include "storage/reading.h"

#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace steplight {

inline std::string rollout(int number)
{
    std::string line =
        R"({"question":"What is in picture #?","answer":"2","uid":"q-#","steps_with_score":[],)"
        R"("response":"[Visual Elements]\n<step_1>\nTwo cups, #.\n</step_1>\n\n[Reasoning]\n)"
        R"(<step_1>\nSo two.\n</step_1>"})";
    for (auto at = line.find('#'); at != line.npos; at = line.find('#'))
        line.replace(at, 1, std::to_string(number));
    return line.append("\n");
}

struct RolloutProject {
    QTemporaryDir folder;
    Project project;
    std::vector<std::string> ids; ///< of the traces, as they were imported

    explicit RolloutProject(int traces)
        : project(Project::create(std::filesystem::path(folder.path().toStdString()) / "p"))
    {
        qputenv("STEPLIGHT_ENGINE", STEPLIGHT_BIN "/steplight-engine");
        const std::filesystem::path file = folder.filePath(QStringLiteral("r.jsonl")).toStdString();
        {
            std::ofstream out(file);
            for (int i = 0; i < traces; ++i)
                out << rollout(i);
        }
        importPaths(project, std::vector{file}, {});
        ids = traceIds(project, Listing{{}, TraceOrder::imported, false});
    }
};

} // namespace steplight
