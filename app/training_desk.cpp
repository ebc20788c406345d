// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training_desk.h"

#include "storage/training.h"
#include "ui/adjudication/dispute_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace steplight {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Training)
};

const std::string answerer = "Gold Answer"; // of whom the stamp is

std::set<int> stepsOf(const std::vector<Label>& labels)
{
    std::set<int> steps;
    for (const Label& label : labels)
        steps.insert(label.step);
    return steps;
}

bool same(const Verdict& one, const Verdict& other)
{
    return one.state == other.state && one.rating == other.rating;
}

} // namespace

std::vector<Label> untold(std::vector<Label> labels, const std::optional<Answers>& answers,
                          const std::string& trainee)
{
    std::erase_if(labels, [&](const Label& label) {
        return answers ? label.annotator != trainee : isInTraining(label.annotator);
    });
    const std::set<int> steps = stepsOf(labels);
    if (answers)
        for (const auto& [step, verdict] : *answers)
            if (steps.contains(step)) {
                Label answer;
                answer.step = step;
                answer.annotator = answerer;
                answer.verdict = verdict;
                labels.push_back(std::move(answer));
            }
    return labels;
}

TraceDetail untold(TraceDetail detail, const std::optional<Answers>& answers,
                   const std::string& trainee)
{
    if (!answers)
        return detail;
    detail.labels = untold(std::move(detail.labels), answers, trainee);
    const std::set<int> told = stepsOf(detail.labels);
    std::erase_if(detail.estimates, [&](const Estimate& estimate) {
        return estimate.kind == EstimateKind::given && !told.contains(estimate.step);
    });
    detail.history.clear();
    return detail;
}

QString trainingBegins()
{
    return Words::tr("Training: label a step, and its answer is shown. Nothing said here counts.");
}

QString answerInWords(const Grammar& grammar, const Answers& answers,
                      const std::map<int, Verdict>& said)
{
    const auto at = [&](int step) { return answers.find(step) != answers.end(); };
    auto about = said.end();
    for (auto one = said.begin(); one != said.end(); ++one)
        if (about == said.end() || !at(about->first) ||
            same(answers.at(about->first), about->second))
            about = one;
    if (about == said.end() || about->first < 0)
        return trainingBegins();
    const int number = about->first + 1;
    if (!at(about->first))
        return Words::tr("Training · step %1 has no answer.").arg(number);
    const Verdict& answer = answers.at(about->first);
    return (same(answer, about->second) ? Words::tr("Training · step %1, as you say: %2")
                                        : Words::tr("Training · step %1, otherwise: %2"))
        .arg(number)
        .arg(saidInWords(grammar, answer));
}

} // namespace steplight
