// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/claim.h"

#include <set>

namespace steplight::puzzles {
namespace {

using Kind = Claim::Kind;

/// A sentence with its gaps: c(ell), a(ttribute), r(ule), v(alue), s(hapes, in the number of the
/// count before them), each behind a per cent sign.
struct Form {
    Kind kind;
    Premise premise;
    Source source;
    std::string text;
    std::vector<std::string_view> words; ///< of the text; a gap is a sign and a letter
};

std::vector<Form> makeForms()
{
    const std::array<std::string, 5> premises{
        "", "%c and %c have the same %a", "%c has another %a than %c and %c",
        "From %c to %c to %c the %a grows by one", "From %c to %c to %c the %a shrinks by one"};
    const std::array<std::string, 3> sources{"that of %c", "one more than that of %c",
                                             "one fewer than that of %c"};
    std::vector<Form> forms{
        {Kind::read, {}, {}, "%c shows %v %v %s.", {}},   // counted
        {Kind::read, {}, {}, "%c shows a %v %v %v.", {}}, // one shape of some size
        {Kind::check, Premise::same, {}, premises[1] + ", as %r says.", {}},
        {Kind::odd, {}, {}, "%c has another %a than %c, so %c is the odd one.", {}},
        {Kind::answer, {}, {}, "The answer is %v, %v.", {}}};
    for (const Source source : {Source::that, Source::more, Source::fewer}) {
        const std::string take = "he %a of %c is " + sources[std::size_t(source)] + ", %v.";
        forms.push_back({Kind::take, Premise::none, source, "T" + take, {}});
        for (const Premise p : {Premise::same, Premise::apart, Premise::grow, Premise::shrink})
            forms.push_back({Kind::ruleAndTake,
                             p,
                             source,
                             premises[std::size_t(p)] + ", so by %r t" + take,
                             {}});
    }
    for (const Premise p : {Premise::same, Premise::apart, Premise::grow, Premise::shrink})
        forms.push_back(
            {Kind::rule, p, {}, premises[std::size_t(p)] + ", so the %a rule is %r.", {}});
    for (Form& form : forms) // the last change: words point into the texts
        form.words = wordsOf(form.text);
    return forms;
}

const std::vector<Form>& forms()
{
    static const std::vector<Form> all = makeForms();
    return all;
}

std::string filled(const Form& form, const Claim& claim, Family family)
{
    std::string text;
    auto cell = claim.cells.begin();
    auto value = claim.values.begin();
    for (std::size_t i = 0; i < form.text.size(); ++i) {
        if (form.text[i] != '%') {
            text += form.text[i];
            continue;
        }
        switch (form.text[++i]) {
        case 'c':
            text += cellName(family, *cell++);
            break;
        case 'a':
            text += nameOf(claim.attribute);
            break;
        case 'r':
            text += nameOf(claim.rule);
            break;
        case 's':
            text += claim.values[0].index > 0 ? pluralOf(value->index) : nameOf(*value);
            ++value;
            break;
        default:
            text += nameOf(*value++);
        }
    }
    return text;
}

/// The gaps' fillings; unset where a word does not fit. Whether they agree is for the caller.
std::optional<Claim> match(const Form& form, const std::vector<std::string_view>& words,
                           Family family)
{
    const auto& pattern = form.words;
    Claim claim{form.kind, form.premise, form.source, {}, {}, {}, {}};
    std::size_t at = 0;
    for (std::size_t i = 0; i < pattern.size(); ++i, ++at) {
        if (at == words.size())
            return std::nullopt;
        const std::string_view word = words[at];
        if (pattern[i] != "%") {
            if (pattern[i] != word)
                return std::nullopt;
            continue;
        }
        const std::string_view gap = pattern[++i];
        if (gap == "c") {
            const auto cell = cellNamed(family, word);
            if (!cell)
                return std::nullopt;
            claim.cells.push_back(*cell);
        } else if (gap == "a") {
            const auto attribute = attributeNamed(word);
            if (!attribute)
                return std::nullopt;
            claim.attribute = *attribute;
        } else if (gap == "r") {
            const auto rule = ruleNamed(word);
            if (!rule)
                return std::nullopt;
            claim.rule = *rule;
        } else {
            const auto value = valueNamed(word);
            if (!value)
                return std::nullopt;
            claim.values.push_back(*value);
        }
    }
    return at == words.size() ? std::optional(claim) : std::nullopt;
}

const Form& formOf(const Claim& claim)
{
    for (const Form& form : forms())
        if (form.kind == claim.kind && form.premise == claim.premise &&
            form.source == claim.source &&
            (claim.kind != Kind::read ||
             (&form == &forms()[0]) == (claim.values[0].attribute == Attribute::count)))
            return form;
    return forms()[0]; // not reached: every claim has a form
}

/// A count or size first, then colour, then shape.
bool inOrder(const std::vector<Value>& values, bool counted)
{
    return values[0].attribute == (counted ? Attribute::count : Attribute::size) &&
           values[1].attribute == Attribute::colour && values[2].attribute == Attribute::shape;
}

} // namespace

int taken(Source source, int index)
{
    switch (source) {
    case Source::more:
        return (index + 1) % 5;
    case Source::fewer:
        return (index + 4) % 5;
    case Source::that:
        break;
    }
    return index;
}

int cellsOf(Premise premise)
{
    return premise == Premise::none ? 0 : premise == Premise::same ? 2 : 3;
}

std::string sentence(const Claim& claim, Family family)
{
    return filled(formOf(claim), claim, family);
}

std::optional<Claim> readSentence(std::string_view text, Family family)
{
    const auto words = wordsOf(text);
    for (const Form& form : forms()) {
        const auto claim = match(form, words, family);
        if (!claim)
            continue;
        if (claim->kind == Kind::read && !inOrder(claim->values, &form == &forms()[0]))
            continue;
        // "one stars", or two attributes where one was meant, come back as other words.
        const std::string again = filled(form, *claim, family);
        if (wordsOf(again) == words)
            return claim;
    }
    return std::nullopt;
}

std::vector<std::string> vocabulary()
{
    std::set<std::string> words;
    const auto add = [&](std::string_view text) {
        for (const std::string_view word : wordsOf(text))
            words.emplace(word);
    };
    for (const Form& form : forms()) {
        std::string text;
        for (std::size_t i = 0; i < form.text.size(); ++i)
            form.text[i] == '%' ? void(++i) : text.push_back(form.text[i]);
        add(text);
    }
    for (const Attribute attribute : attributes) {
        add(nameOf(attribute));
        for (int i = 0; i < valuesOf(attribute); ++i)
            add(nameOf(Value{attribute, i}));
    }
    for (int i = 0; i < valuesOf(Attribute::shape); ++i)
        add(pluralOf(i));
    for (int i = 0; i <= int(Rule::share); ++i)
        add(nameOf(Rule(i)));
    Random random(1);
    for (const Family family : families) {
        for (int cell = 0; cell < columns(family) * rows(family); ++cell)
            words.insert(cellName(family, cell));
        add(question(makePuzzle(random, family, 1)));
    }
    return {words.begin(), words.end()};
}

} // namespace steplight::puzzles
