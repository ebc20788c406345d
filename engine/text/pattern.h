// SPDX-License-Identifier: GPL-3.0-or-later
// A regular expression of a tokenizer, compiled by PCRE2 with its JIT. One thread an object.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace steplight {

class Pattern
{
public:
    // As tokenizer.json writes it, for Oniguruma: \s, \S and \w are Unicode's own. Throws
    // EngineError "tokenizer".
    explicit Pattern(const std::string& regex);
    Pattern(Pattern&&) noexcept;
    Pattern& operator=(Pattern&&) noexcept;
    ~Pattern();

    // Calls `piece` for each match and for each stretch between matches, in order, none empty.
    // Requires valid UTF-8.
    void split(std::string_view text,
               const std::function<void(std::string_view, bool matched)>& piece) const;

private:
    struct Compiled;
    std::unique_ptr<Compiled> m_compiled;
};

} // namespace steplight
