// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/protocol/request.h"

#include "engine/protocol/fields.h"

namespace steplight::protocol {

std::string writeRequest(const RunRequest& request)
{
    const Json object{{"version", version},
                      {"program", request.program},
                      {"kind", request.kind},
                      {"model", request.model},
                      {"model_hash", request.modelHash},
                      {"images", request.images},
                      {"traces", request.traces},
                      {"input_sha256", request.inputHash},
                      {"seed", request.seed},
                      {"settings", request.settings}};
    return lineOf(object);
}

RunRequest readRequest(std::string_view text)
{
    const Json object = parseObject(text, "request.json", maxRequestBytes);
    requireVersion(object, "request.json");
    RunRequest request;
    request.program = textField(object, "program");
    request.kind = textField(object, "kind");
    request.model = textField(object, "model");
    request.modelHash = textField(object, "model_hash");
    request.images = textField(object, "images");
    request.traces = countField(object, "traces");
    request.inputHash = textField(object, "input_sha256");
    request.seed = static_cast<std::uint64_t>(countField(object, "seed"));
    for (const auto& [key, value] : objectField(object, "settings").items()) {
        if (!value.is_string())
            throw Error("malformed", "setting \"" + key + "\" is not a string.");
        request.settings[key] = value.get<std::string>();
    }
    return request;
}

} // namespace steplight::protocol
