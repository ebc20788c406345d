// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/rollout_trees.h"

#include "storage/import/solution_text.h"
#include "storage/import/text_budget.h"

#include <algorithm>

namespace steplight {
namespace {

/// A piece of a solution and what the rollouts from its end won; nothing when nobody says.
struct Piece {
    std::string_view text;
    std::optional<double> value;
};

std::optional<double> valueOf(Json node)
{
    const auto value = number(node, "mc_value");
    if (!value && hasField(node, "mc_value"))
        throw BadRow("mc_value is no number");
    if (value && (*value < 0 || *value > 1))
        throw BadRow("mc_value " + textOrNumber(node, "mc_value") + " is not between 0 and 1");
    return value;
}

ParsedTrace questionOf(Json row)
{
    ParsedTrace base;
    base.question.text = requiredText(row, "question");
    base.question.answer = textOrNumber(row, "final_answer");
    base.question.dataset = "MATH-APS";
    return base;
}

/// Pieces that are only blanks are no steps.
ParsedTrace traceOf(const ParsedTrace& base, const std::vector<Piece>& pieces, Json row,
                    const RowOrigin& origin)
{
    ParsedTrace parsed = base;
    Trace trace;
    trace.externalId = textOrNumber(row, "question_id");
    for (const Piece& piece : pieces) {
        std::string words = trimmed(piece.text);
        if (words.empty())
            continue;
        Estimate estimate;
        estimate.kind = EstimateKind::mc;
        estimate.step = static_cast<int>(trace.steps.size());
        estimate.source.name = origin.file;
        estimate.value = piece.value;
        estimate.drawn = piece.value ? countsNotTold : 0;
        parsed.estimates.push_back(std::move(estimate));
        trace.steps.push_back({Section::reasoning, std::move(words)});
    }
    if (trace.steps.empty())
        return parsed;
    trace.answer = finalAnswer(trace.steps.back().text);
    trace.correct = answerCorrect(trace.answer, parsed.question);
    parsed.trace = std::move(trace);
    return parsed;
}

/// True when whole goes on after beginning with a blank, so that no word is cut.
bool continues(std::string_view whole, std::string_view beginning)
{
    constexpr std::string_view blanks = " \t\r\n";
    return whole.size() > beginning.size() && whole.starts_with(beginning) &&
           (beginning.empty() || blanks.find(whole[beginning.size()]) != blanks.npos ||
            blanks.find(beginning.back()) != blanks.npos);
}

/// The beginnings that text goes on from, shortest first, and text itself, as pieces.
std::vector<Piece> cutAt(const std::vector<Piece>& open, const Piece& whole, std::size_t question)
{
    std::vector<Piece> pieces;
    std::size_t from = question;
    for (const Piece& part : open)
        if (part.text.size() > from && continues(whole.text, part.text)) {
            pieces.push_back({part.text.substr(from), part.value});
            from = part.text.size();
        }
    pieces.push_back({whole.text.substr(from), whole.value});
    return pieces;
}

std::vector<Piece> prefixesOf(Json row)
{
    std::vector<Piece> prefixes;
    for (const Json entry : requiredArray(row, "reasoning_steps")) {
        std::string_view words;
        if (const auto found = field(entry, "solution_prefix");
            !found || found->get(words) != simdjson::SUCCESS)
            throw BadRow("no text in field \"solution_prefix\"");
        prefixes.push_back({words, valueOf(entry)});
    }
    std::stable_sort(prefixes.begin(), prefixes.end(),
                     [](const Piece& a, const Piece& b) { return a.text < b.text; });
    return prefixes;
}

/// Whether another one continues the prefix at this place of the sorted list.
bool goesOn(const std::vector<Piece>& prefixes, std::size_t place)
{
    const auto text = prefixes[place].text;
    for (auto i = place + 1; i < prefixes.size() && prefixes[i].text.starts_with(text); ++i)
        if (continues(prefixes[i].text, text))
            return true;
    return false;
}

/// How much of a solution's text is the question, which openr puts before it.
std::size_t questionPart(std::string_view solution, std::string_view question)
{
    return solution.starts_with(question) ? question.size() : 0;
}

struct Node {
    Json json;
    std::size_t depth = 0;
};

Piece pieceOf(Json node)
{
    std::string_view words;
    if (const auto found = field(node, "text"); !found || found->get(words) != simdjson::SUCCESS)
        throw BadRow("a node of the tree has no text");
    return {words, valueOf(node)};
}

/// Adds the node's children, the first one last, so that it is taken first. False for a leaf.
bool addChildren(const Node& node, std::vector<Node>& waiting)
{
    if (!hasField(node.json, "children"))
        return false;
    const auto before = static_cast<std::ptrdiff_t>(waiting.size());
    for (const Json child : requiredArray(node.json, "children"))
        waiting.push_back({child, node.depth + 1});
    std::reverse(waiting.begin() + before, waiting.end());
    return static_cast<std::ptrdiff_t>(waiting.size()) > before;
}

/// A path that is the question alone is no trace.
void keep(ParsedTrace parsed, TextBudget& budget, std::vector<ParsedRow>& rows)
{
    if (!parsed.trace)
        return;
    budget.spend(parsed.question.text, parsed.trace->steps);
    rows.emplace_back(std::move(parsed));
}

} // namespace

bool MathAps::recognises(Json row) const
{
    simdjson::dom::array steps;
    const auto list = field(row, "reasoning_steps");
    return isText(row, "question") && list && list->get(steps) == simdjson::SUCCESS &&
           (steps.size() == 0 || hasField(*steps.begin(), "solution_prefix"));
}

std::vector<ParsedRow> MathAps::parse(Json row, const RowOrigin& origin) const
{
    const ParsedTrace base = questionOf(row);
    const auto prefixes = prefixesOf(row);
    std::vector<ParsedRow> rows;
    std::vector<Piece> open; // beginnings of the present one, shortest first
    TextBudget budget;
    for (std::size_t i = 0; i < prefixes.size(); ++i) {
        const Piece& prefix = prefixes[i];
        while (!open.empty() && !prefix.text.starts_with(open.back().text))
            open.pop_back();
        if (goesOn(prefixes, i)) {
            open.push_back(prefix);
            continue;
        }
        auto parsed = traceOf(
            base, cutAt(open, prefix, questionPart(prefix.text, base.question.text)), row, origin);
        keep(std::move(parsed), budget, rows);
    }
    if (rows.empty())
        rows.emplace_back(base);
    return rows;
}

bool MathApsTree::recognises(Json row) const
{
    const auto root = field(row, "reasoning_steps");
    return isText(row, "question") && root && root->is_object();
}

std::vector<ParsedRow> MathApsTree::parse(Json row, const RowOrigin& origin) const
{
    const ParsedTrace base = questionOf(row);
    const auto root = field(row, "reasoning_steps");
    if (!root)
        throw BadRow("no tree in field \"reasoning_steps\"");
    std::vector<ParsedRow> rows;
    std::vector<Piece> path; // from the root down to the present node
    std::vector<Node> waiting{{*root, 0}};
    TextBudget budget;
    while (!waiting.empty()) {
        const Node node = waiting.back();
        waiting.pop_back();
        path.resize(node.depth);
        path.push_back(pieceOf(node.json));
        if (node.depth == 0)
            path[0].text.remove_prefix(questionPart(path[0].text, base.question.text));
        if (addChildren(node, waiting))
            continue;
        keep(traceOf(base, path, row, origin), budget, rows);
    }
    if (rows.empty())
        rows.emplace_back(base);
    return rows;
}

} // namespace steplight
