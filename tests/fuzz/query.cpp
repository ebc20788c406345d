// SPDX-License-Identifier: GPL-3.0-or-later
// The queue grammar: any text is a query that SQLite can run, or refused at a place inside it.
#include "fuzz.h"

#include "storage/content.h"
#include "storage/estimates.h"
#include "storage/identity.h"
#include "storage/queries.h"
#include "storage/reading.h"

using namespace steplight;

namespace {

Project projectWithOneTrace()
{
    Project project = Project::create(fuzz::scratch() / "q");
    Question question;
    question.text = "How many cubes?";
    question.dataset = "RAVEN";
    Trace trace;
    trace.questionId = questionId(question);
    trace.steps = {{Section::perception, "Two cubes."}, {Section::reasoning, "So two."}};
    trace.correct = true;
    addQuestion(project, question);
    addTrace(project, trace);
    addEstimates(project, traceId(trace.questionId, trace.steps),
                 {{EstimateKind::mc, 0, {"s", {}, {}, {}, {}}, 0.5, 8, 16, {}}});
    return project;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static Project project = projectWithOneTrace();
    const std::string query(fuzz::text(data, size));
    try {
        const auto count = countTraces(project, query);
        fuzz::require(count == 0 || count == 1, "one trace counts at most once");
        fuzz::require(static_cast<std::int64_t>(traceIds(project, {query}).size()) == count,
                      "list and count agree");
    } catch (const QueryError& error) {
        fuzz::require(error.position() <= size, "an error lies inside the query");
        fuzz::require(*error.what() != '\0', "an error has words");
    }
    return 0;
}
