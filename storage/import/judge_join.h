// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the trace that a judge's reply is about: by the reply's id, else by the response text of
// the request with that id. Called on the project's thread inside a WriteSlice.
#pragma once

#include "storage/import/row_keeper.h"

#include <map>
#include <optional>
#include <string>

namespace steplight {

class JudgeJoin
{
public:
    JudgeJoin(Project& project, RowKeeper& keeper) : m_project(project), m_keeper(keeper) {}

    /// Keeps which trace the id stands for and gives its question the request's pictures.
    void add(const JudgeRequest& request);
    /// False when no trace is known for the id. Counts in judge*; file names the source when
    /// neither reply nor request names the model.
    bool add(const JudgeAnswer& answer, const std::string& file, ImportReport& report);

private:
    struct Target {
        std::string traceId;
        std::string model;
    };
    std::optional<std::string> traceOf(const JudgeRequest& request);
    std::optional<Target> targetOf(const std::string& customId);

    Project& m_project;
    RowKeeper& m_keeper;
    std::map<std::string, std::string>
        m_asked; ///< by id, in this import: the trace; empty: several
};

} // namespace steplight
