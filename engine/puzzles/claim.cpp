// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/claim.h"

#include <algorithm>
#include <set>

namespace steplight::puzzles {
namespace {

using Kind = Claim::Kind;

/// A sentence with its gaps: c(ell), a(ttribute), r(ule), v(alue), q (how values compare), s(hapes,
/// in the number of the count before them), C and V (the first cell and value again), each behind a
/// per cent sign.
struct Form {
    Kind kind;
    Source source;
    std::string text;
    std::vector<std::string_view> words; ///< of the text; a gap is a sign and a letter
};

constexpr std::array<std::string_view, 4> relationNames{"same", "other", "more", "fewer"};

/// A value stands right behind its cell, and behind it in one word how it compares with the one
/// before; the first stands again at the end, so that every comparison is with the value next to
/// it. To write or to check a word takes one look back: a policy of two million parameters learns
/// that in minutes, and a comparison with the value before the last not in hours.
std::vector<Form> makeForms()
{
    const std::string two = "By %a: %c %v, %c %v %q, ", three = two + "%c %v %q, %C %V %q, ";
    std::vector<Form> forms{{Kind::read, {}, "%c shows %v %v %s.", {}},   // counted
                            {Kind::read, {}, "%c shows a %v %v %v.", {}}, // one shape of some size
                            {Kind::rule, {}, three + "so the rule is %r.", {}},
                            {Kind::take, Source::that, "By %a: %c is like %c, %v.", {}},
                            {Kind::take, Source::more, "By %a: %c is one more than %c, %v.", {}},
                            {Kind::take, Source::fewer, "By %a: %c is one fewer than %c, %v.", {}},
                            {Kind::check, {}, two + "as %r says.", {}},
                            {Kind::odd, {}, three + "so the odd one is %c.", {}},
                            {Kind::has, {}, "By %a: %c has %v.", {}},
                            {Kind::answer, {}, "The answer is %v, %v.", {}}};
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
    auto relation = claim.relations.begin();
    for (std::size_t i = 0; i < form.text.size(); ++i) {
        if (form.text[i] != '%') {
            text += form.text[i];
            continue;
        }
        switch (form.text[++i]) {
        case 'c':
            text += cellName(family, *cell++);
            break;
        case 'C':
            text += cellName(family, claim.cells[0]);
            break;
        case 'V':
            text += nameOf(claim.values[0]);
            break;
        case 'a':
            text += nameOf(claim.attribute);
            break;
        case 'r':
            text += nameOf(claim.rule);
            break;
        case 'q':
            text += relationNames[std::size_t(*relation++)];
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
    Claim claim{form.kind, form.source, {}, {}, {}, {}, {}};
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
        if (gap == "C" || gap == "V") {
            continue; // said already; readSentence compares the whole sentence
        } else if (gap == "c") {
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
        } else if (gap == "q") {
            const auto found = std::find(relationNames.begin(), relationNames.end(), word);
            if (found == relationNames.end())
                return std::nullopt;
            claim.relations.push_back(Relation(found - relationNames.begin()));
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
        if (form.kind == claim.kind && form.source == claim.source &&
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

bool areOf(Attribute attribute, const std::vector<Value>& values)
{
    return std::all_of(values.begin(), values.end(),
                       [&](const Value& value) { return value.attribute == attribute; });
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

Relation relationOf(const Value& first, const Value& second)
{
    if (first == second)
        return Relation::same;
    if (first.attribute != Attribute::count)
        return Relation::other;
    return first.index == taken(Source::more, second.index)    ? Relation::more
           : first.index == taken(Source::fewer, second.index) ? Relation::fewer
                                                               : Relation::other;
}

std::size_t quotedIn(Claim::Kind kind)
{
    return kind == Kind::rule || kind == Kind::odd ? 3 : kind == Kind::check ? 2 : 0;
}

std::vector<Relation> relationsOf(const std::vector<Value>& values, std::size_t count)
{
    std::vector<Relation> relations;
    for (std::size_t i = 1; i < count; ++i)
        relations.push_back(relationOf(values[i], values[i - 1]));
    if (count > 2)
        relations.push_back(relationOf(values[0], values[2]));
    return relations;
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
        if (claim->kind != Kind::read && claim->kind != Kind::answer &&
            !areOf(claim->attribute, claim->values))
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
    words.insert(relationNames.begin(), relationNames.end());
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
