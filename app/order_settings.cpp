// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/order_settings.h"

#include "storage/project.h"

#include <algorithm>
#include <charconv>

namespace steplight {

std::string textOf(const Settings& settings, const std::string& name, const std::string& otherwise)
{
    const auto found = settings.find(name);
    return found == settings.end() ? otherwise : found->second;
}

double numberOf(const Settings& settings, const std::string& name, double otherwise, double most)
{
    const std::string text = textOf(settings, name, {});
    if (text.empty())
        return otherwise;
    double value = -1;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end || !(value >= 0 && value <= most))
        throw StorageError("bad-setting", "Setting \"" + name + "\" is \"" + text +
                                              "\"; it must be a number from 0 to " +
                                              std::to_string(static_cast<int>(most)) + ".");
    return value;
}

std::string oneOf(const Settings& settings, const std::string& name,
                  const std::vector<std::string>& words)
{
    const std::string word = textOf(settings, name, words.front());
    if (std::find(words.begin(), words.end(), word) != words.end())
        return word;
    std::string sentence = "Setting \"" + name + "\" is \"" + word + "\"; it can be ";
    for (const std::string& one : words)
        sentence += one + (&one == &words.back() ? "." : ", ");
    throw StorageError("bad-setting", sentence);
}

} // namespace steplight
