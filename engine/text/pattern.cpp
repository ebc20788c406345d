// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "engine/core/error.h"

namespace steplight {
namespace {

// PCRE2's \s takes in U+180E, which Unicode calls no space since 6.3; its \w leaves out marks.
constexpr std::string_view space =
    "\\x09-\\x0d\\x20\\x85\\xa0\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}"
    "\\x{202f}\\x{205f}\\x{3000}";
constexpr std::string_view word = "\\p{L}\\p{M}\\p{Nd}\\p{Nl}\\p{Pc}\\x{200c}\\x{200d}";

std::string spellOutClasses(const std::string& regex)
{
    std::string out;
    bool inClass = false;
    for (std::size_t i = 0; i < regex.size(); ++i) {
        const char c = regex[i];
        if (c != '\\' || i + 1 == regex.size()) {
            inClass = c == '[' ? true : c == ']' ? false : inClass;
            out += c;
            continue;
        }
        const char next = regex[++i];
        const std::string_view members = next == 's' || next == 'S' ? space : word;
        if (next == 's' || next == 'w')
            out.append(inClass ? "" : "[").append(members).append(inClass ? "" : "]");
        else if ((next == 'S' || next == 'W') && !inClass)
            out.append("[^").append(members).append("]");
        else
            out.append({'\\', next});
    }
    return out;
}

} // namespace

struct Pattern::Compiled {
    pcre2_code* code = nullptr;
    pcre2_match_data* match = nullptr;
    pcre2_match_context* context = nullptr;
    pcre2_jit_stack* stack = nullptr;
    bool jit = false;

    Compiled() = default;
    Compiled(const Compiled&) = delete;
    Compiled& operator=(const Compiled&) = delete;
    ~Compiled()
    {
        pcre2_match_data_free(match);
        pcre2_match_context_free(context);
        pcre2_jit_stack_free(stack);
        pcre2_code_free(code);
    }
};

Pattern::Pattern(const std::string& regex) : m_compiled(std::make_unique<Compiled>())
{
    const std::string spelled = spellOutClasses(regex);
    int error = 0;
    PCRE2_SIZE offset = 0;
    Compiled& c = *m_compiled;
    c.code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(spelled.data()), spelled.size(),
                           PCRE2_UTF | PCRE2_UCP, &error, &offset, nullptr);
    if (!c.code) {
        PCRE2_UCHAR message[256];
        pcre2_get_error_message(error, message, sizeof message);
        throw EngineError("tokenizer", "The tokenizer's pattern " + regex + " is not understood: " +
                                           reinterpret_cast<const char*>(message) + ".");
    }
    c.jit = pcre2_jit_compile(c.code, PCRE2_JIT_COMPLETE) == 0; // else slower, not different
    c.match = pcre2_match_data_create_from_pattern(c.code, nullptr);
    c.context = pcre2_match_context_create(nullptr);
    c.stack = pcre2_jit_stack_create(32 * 1024, 16 * 1024 * 1024, nullptr);
    pcre2_jit_stack_assign(c.context, nullptr, c.stack);
}

Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

void Pattern::split(std::string_view text,
                    const std::function<void(std::string_view, bool)>& piece) const
{
    const Compiled& c = *m_compiled;
    const PCRE2_SIZE* range = pcre2_get_ovector_pointer(c.match);
    const auto match = c.jit ? pcre2_jit_match : pcre2_match;
    std::size_t done = 0;
    while (done < text.size()) {
        const int found = match(c.code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                                done, PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, c.match, c.context);
        if (found == PCRE2_ERROR_NOMATCH)
            break;
        if (found < 0)
            throw EngineError("input", "The text is too intricate for the tokenizer's pattern.");
        if (range[0] > done)
            piece(text.substr(done, range[0] - done), false);
        piece(text.substr(range[0], range[1] - range[0]), true);
        done = range[1];
    }
    if (done < text.size())
        piece(text.substr(done), false);
}

} // namespace steplight
