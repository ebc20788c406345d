// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/stats.h"

#include "storage/sql.h"
#include "storage/training.h"

namespace steplight {

CardCounts cardCounts(Project& project)
{
    const auto count = [&](const char* sql) { return firstInteger(project, sql).value_or(0); };
    return {count("SELECT count(*) FROM traces"),
            count((std::string("SELECT count(*) FROM current_labels c JOIN labels l ON"
                               " l.key = c.label WHERE l.state <> 'unlabelled' AND ") +
                   notInTraining)
                      .c_str())};
}

Stats stats(Project& project)
{
    const auto count = [&](const char* sql) { return firstInteger(project, sql).value_or(0); };
    const CardCounts card = cardCounts(project);
    Stats stats;
    stats.traces = card.traces;
    stats.labels = card.labels;
    stats.questions = count("SELECT count(*) FROM questions");
    stats.steps = count("SELECT sum(steps) FROM traces");
    stats.images = count("SELECT count(*) FROM images");
    stats.imagesMissing =
        count("SELECT count(DISTINCT reference) FROM question_images WHERE hash IS NULL");
    stats.labelRows = count("SELECT count(*) FROM labels");
    stats.runs = count("SELECT count(*) FROM runs");
    Sql sql(project, "SELECT kind, sum(count) FROM estimate_counts GROUP BY kind");
    std::int64_t* const kinds[] = {&stats.mc, &stats.judge, &stats.prm, &stats.given};
    while (sql.next())
        *kinds[sql.number(0) & 3] = sql.integer(1);
    return stats;
}

} // namespace steplight
