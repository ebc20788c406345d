// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/query_people.h"

#include "storage/training.h"

namespace steplight {

namespace {

const char* const current = " FROM current_labels c JOIN labels l ON l.key = c.label WHERE";
const char* const isPerson = " l.annotator = (SELECT key FROM annotators WHERE name = ?)";

/// Of the row l of labels.
std::string saysSo(const std::string& value)
{
    if (value == "none" || value == "any") // of "none" the absence is asked for
        return "l.state <> 'unlabelled'";
    return value == "skipped" || value == "cannot-judge"
               ? "l.state = '" + value + "'"
               : "l.state = 'rated' AND l.rating = " + value;
}

std::string annotators(const std::string& place)
{
    return std::string("(SELECT count(DISTINCT l.annotator)") + current + " " + place +
           " AND l.state <> 'unlabelled' AND " + notInTraining + ")";
}

} // namespace

Condition labelledBy(const std::string& name)
{
    return traceLabelledSo(name, "any");
}

Condition traceLabelledSo(const std::string& name, const std::string& value)
{
    if (value == "none") {
        Condition condition = stepLabelledSo(name, value);
        condition.sql =
            "EXISTS (SELECT 1 FROM steps s WHERE s.trace = t.key AND " + condition.sql + ")";
        return condition;
    }
    // From the person's own rows: they are few beside the traces.
    return {std::string("t.key IN (SELECT l.trace FROM labels l JOIN current_labels c ON"
                        " c.trace = l.trace AND c.step = l.step AND c.label = l.key WHERE") +
                isPerson + " AND " + saysSo(value) + ")",
            {name}};
}

Condition stepLabelledSo(const std::string& name, const std::string& value)
{
    const char* const there = value == "none" ? "NOT EXISTS" : "EXISTS";
    return {std::string(there) + " (SELECT 1" + current +
                " c.trace = s.trace AND c.step = s.step AND" + isPerson + " AND " + saysSo(value) +
                ")",
            {name}};
}

// Most traces have no label: their marks spare looking.
std::string annotatorsOnTrace()
{
    return "iif(t.marks & 127, " + annotators("c.trace = t.key") + ", 0)";
}

std::string annotatorsOnStep()
{
    return "iif(s.marks & 127, " + annotators("c.trace = s.trace AND c.step = s.step") + ", 0)";
}

std::string agreedOnStep()
{
    return "NOT s.marks & 128 AND " + annotatorsOnStep() + " > 1";
}

Condition firstErrorsAgree(bool agreed)
{
    const std::string rated = std::string(current) +
                              " c.trace = t.key AND c.step >= 0"
                              " AND l.state = 'rated' AND " +
                              notInTraining;
    const std::string ratedBefore =
        "SELECT count(DISTINCT c.step)" + rated +
        " AND l.annotator = f.annotator AND c.step < ifnull(f.first, t.steps)";
    return {"t.marks & 7 AND (SELECT count(*) > 1 AND count(DISTINCT ifnull(f.first, -1)) " +
                std::string(agreed ? "=" : ">") +
                " 1 FROM (SELECT l.annotator AS annotator,"
                " min(iif(l.rating < 0, c.step, NULL)) AS first" +
                rated + " GROUP BY l.annotator) f WHERE (" + ratedBefore +
                ") = ifnull(f.first, t.steps))",
            {}};
}

} // namespace steplight
