// SPDX-License-Identifier: GPL-3.0-or-later
// A real project in a temporary folder with small traces. Tests only.
#pragma once

#include "storage/content.h"
#include "storage/estimates.h"
#include "storage/identity.h"
#include "storage/labels.h"
#include "storage/project.h"
#include "storage/reading.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace steplight {

inline std::filesystem::path temporaryFolder()
{
    std::string name = (std::filesystem::temp_directory_path() / "steplight-XXXXXX").string();
    return mkdtemp(name.data());
}

struct ProjectTest : testing::Test {
    std::filesystem::path folder = temporaryFolder();
    Project project = Project::create(folder / "p");

    ~ProjectTest() override { std::filesystem::remove_all(folder); }

    void reopen()
    {
        // The old connection goes first, as it does when the program ends.
        const auto place = project.folder();
        {
            const Project gone = std::move(project);
        }
        project = Project(place);
    }

    /// A trace with one perception step first; returns its id.
    std::string add(const std::string& name, int steps = 3, std::optional<bool> correct = {})
    {
        Question question;
        question.text = "What is in picture " + name + "?";
        question.images.push_back({name + ".png", {}, 0, 0, {}, "/nowhere/" + name + ".png"});
        question.dataset = "set-" + name;
        question.id = questionId(question);
        addQuestion(project, question);
        Trace trace;
        trace.questionId = question.id;
        for (int i = 0; i < steps; ++i)
            trace.steps.push_back({i == 0 ? Section::perception : Section::reasoning,
                                   "Step " + std::to_string(i) + " of " + name});
        trace.correct = correct;
        trace.file = name + ".jsonl";
        trace.policy = "policy-" + name;
        trace.id = traceId(question.id, trace.steps);
        addTrace(project, trace);
        return trace.id;
    }

    static Label label(const std::string& trace, int step, int rating,
                       const std::string& annotator = "Ann")
    {
        Label row;
        row.traceId = trace;
        row.step = step;
        row.annotator = annotator;
        row.verdict.rating = rating;
        return row;
    }

    std::vector<Label> rate(const std::string& trace, int step, int rating,
                            const std::string& annotator = "Ann")
    {
        return recordLabels(project, {label(trace, step, rating, annotator)});
    }

    void estimate(const std::string& trace, EstimateKind kind, const std::vector<double>& values,
                  const std::string& source = "source")
    {
        std::vector<Estimate> estimates;
        for (const double value : values) {
            Estimate one;
            one.kind = kind;
            one.step = static_cast<int>(estimates.size());
            one.source.name = source;
            one.value = value;
            if (kind == EstimateKind::mc) {
                one.drawn = 16;
                one.won = static_cast<int>(value * 16);
            }
            estimates.push_back(one);
        }
        addEstimates(project, trace, estimates);
    }

    /// Ratings of current labels as "step:rating" words.
    std::string current(const std::string& trace)
    {
        std::string words;
        for (const auto& row : currentLabels(project, trace))
            words += (words.empty() ? "" : " ") + row.annotator + ":" + std::to_string(row.step) +
                     ":" + ratingWord(row.verdict);
        return words;
    }
};

} // namespace steplight
