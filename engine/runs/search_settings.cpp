// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/search_settings.h"

#include "engine/runs/settings.h"
#include "engine/runs/write_settings.h"

#include <algorithm>
#include <sstream>

namespace steplight {
namespace {

using search::Strategy;

// Usually below a line's 16 MiB for all that one question says; the run looks at that, too.
constexpr std::int64_t most = 1024;

std::vector<Strategy> strategiesIn(const std::string& list)
{
    std::vector<Strategy> wanted;
    std::istringstream names(list);
    for (std::string name; std::getline(names, name, ',');) {
        const auto strategy = search::strategyNamed(name);
        if (!strategy || std::find(wanted.begin(), wanted.end(), *strategy) != wanted.end())
            throw EngineError("malformed", "Setting \"strategies\": \"" + name + "\" is " +
                                               (strategy ? "there twice." : "no strategy."));
        wanted.push_back(*strategy);
    }
    if (wanted.empty())
        throw EngineError("malformed", "Setting \"strategies\" names none.");
    return wanted;
}

} // namespace

SearchSettings readSearchSettings(const protocol::RunRequest& request)
{
    requireKnownSettings(request, {"prm", "strategies", "rule", "form", "n", "beam", "expand",
                                   "depth", "puct", "pool"});
    SearchSettings s;
    s.prm = textSetting(request, "prm", "");
    s.pool = textSetting(request, "pool", "");
    s.prose = wordSetting(request, "form", {"profile", "prose"}) == 1;
    search::Options& o = s.options;
    o.strategies = strategiesIn(textSetting(
        request, "strategies", "single,majority,weighted,oneshot,mean,min,last,product,odds"));
    o.rule = search::Rule(wordSetting(request, "rule", {"plus", "reference"}));
    o.n = countSetting(request, "n", o.n, 1, most);
    o.beam = countSetting(request, "beam", o.beam, 1, most);
    o.expand = countSetting(request, "expand", o.expand, 1, most);
    o.depth = countSetting(request, "depth", o.depth, 1, most);
    o.puct = numberSetting(request, "puct", o.puct, 0, 1e6);
    WriteOptions published; // pipeline.md §7, 24 and 27
    published.sampling.temperature = 0.7;
    published.sampling.topP = 0.8;
    published.sampling.topK = 20;
    published.sampling.repetitionPenalty = 1.05;
    published.maxTokens = publishedLength;
    s.write = writeSettings(request, published);
    if (s.prm.empty())
        for (const Strategy strategy : o.strategies)
            if (search::needsPrm(strategy))
                throw EngineError("malformed",
                                  "Strategy \"" + std::string(nameOf(strategy)) +
                                      "\" asks a PRM: name its folder in the setting \"prm\".");
    return s;
}

} // namespace steplight
