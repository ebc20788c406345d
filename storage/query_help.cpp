// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/queries.h"
#include "storage/reading.h"
#include "storage/sql.h"

#include <algorithm>

namespace steplight {

namespace {

constexpr std::size_t mostAskedAlone = 8; // conditions, each of which costs two counts

std::vector<std::string> texts(Project& project, const char* select)
{
    std::vector<std::string> all;
    Sql sql(project, select);
    while (sql.next())
        all.push_back(sql.text(0));
    return all;
}

} // namespace

std::optional<EmptyReason> emptyReason(Project& project, const std::string& query)
{
    auto parts = queryParts(query);
    parts.resize(std::min(parts.size(), mostAskedAlone));
    std::optional<EmptyReason> best;
    for (const auto& [begin, length] : parts) {
        std::string others = query;
        others.erase(begin, length);
        std::int64_t without = 0;
        bool never = false;
        try {
            without = countTraces(project, others);
            never = countTraces(project, query.substr(begin, length)) == 0;
        } catch (const QueryError&) {
            continue; // its neighbours mean something else without it
        }
        const bool better =
            !best || (never && !best->never) || (never == best->never && without > best->without);
        if (without > 0 && better)
            best = {begin, length, without, never};
    }
    return best;
}

QueryNames queryNames(Project& project)
{
    return {texts(project, "SELECT name FROM names WHERE name <> '' AND key IN"
                           " (SELECT dataset FROM traces) ORDER BY name"),
            texts(project, "SELECT name FROM names WHERE name <> '' AND key IN"
                           " (SELECT policy FROM traces) ORDER BY name"),
            texts(project, "SELECT name FROM names WHERE name <> '' AND key IN"
                           " (SELECT file FROM traces) ORDER BY name"),
            texts(project, "SELECT name FROM annotators ORDER BY name"),
            texts(project, "SELECT DISTINCT name FROM sources WHERE name <> '' ORDER BY name")};
}

std::int64_t queryNamesVersion(Project& project)
{
    return *firstInteger(project, "SELECT (SELECT ifnull(max(key), 0) FROM names)"
                                  " + (SELECT ifnull(max(key), 0) FROM annotators)"
                                  " + (SELECT ifnull(max(key), 0) FROM sources)");
}

} // namespace steplight
