// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/settings.h"

#include "engine/core/error.h"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace steplight {
namespace {

template <typename Number> Number setting(const protocol::RunRequest& request,
                                          const std::string& name, Number otherwise, Number least,
                                          Number most)
{
    const auto found = request.settings.find(name);
    if (found == request.settings.end())
        return otherwise;
    const std::string& text = found->second;
    Number value{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() ||
        !(value >= least && value <= most)) {
        std::ostringstream sentence;
        sentence << "Setting \"" << name << "\" is \"" << text << "\"; it must be a number from "
                 << least << " to " << most << ".";
        throw EngineError("malformed", sentence.str());
    }
    return value;
}

} // namespace

std::int64_t countSetting(const protocol::RunRequest& request, const std::string& name,
                          std::int64_t otherwise, std::int64_t least, std::int64_t most)
{
    return setting(request, name, otherwise, least, most);
}

double numberSetting(const protocol::RunRequest& request, const std::string& name, double otherwise,
                     double least, double most)
{
    return setting(request, name, otherwise, least, most);
}

std::string textSetting(const protocol::RunRequest& request, const std::string& name,
                        const std::string& otherwise)
{
    const auto found = request.settings.find(name);
    return found == request.settings.end() ? otherwise : found->second;
}

std::size_t wordSetting(const protocol::RunRequest& request, const std::string& name,
                        std::initializer_list<std::string_view> words)
{
    const std::string said = textSetting(request, name, std::string(*words.begin()));
    const auto found = std::find(words.begin(), words.end(), said);
    if (found != words.end())
        return static_cast<std::size_t>(found - words.begin());
    std::string sentence = "Setting \"" + name + "\" is \"" + said + "\"; it must be ";
    for (const std::string_view& word : words)
        sentence.append(&word == words.begin()     ? ""
                        : &word + 1 == words.end() ? " or "
                                                   : ", ")
            .append(word);
    throw EngineError("malformed", sentence + ".");
}

int threadsOf(const protocol::RunRequest& request)
{
    return static_cast<int>(countSetting(request, "threads", 0, 0, 1024));
}

std::string deviceOf(const protocol::RunRequest& request)
{
    return textSetting(request, "device", "auto");
}

void refuseOtherSettings(const protocol::RunRequest& request, const std::set<std::string>& known)
{
    for (const auto& [name, value] : request.settings) {
        if (known.contains(name))
            continue;
        std::string there;
        for (const std::string& one : known)
            there.append(there.empty() ? " There are: " : ", ").append(one);
        throw EngineError("malformed", "There is no setting \"" + name + "\" of a run of kind \"" +
                                           request.kind + "\"." + there +
                                           (there.empty() ? "" : "."));
    }
}

} // namespace steplight
