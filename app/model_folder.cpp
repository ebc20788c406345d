// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model_folder.h"

#include "app/run_folder.h"

#include <nlohmann/json.hpp>

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>

namespace steplight {
namespace {

using Json = nlohmann::json;

Json parsed(const std::string& text)
{
    return Json::parse(text, nullptr, false);
}

/// Member of an object, or the default where it is absent or of another type.
template <typename Value> Value member(const Json& object, const char* name, Value otherwise)
{
    if (!object.is_object())
        return otherwise;
    const auto found = object.find(name);
    if (found == object.end())
        return otherwise;
    if constexpr (std::is_same_v<Value, bool>)
        return found->is_boolean() ? found->get<bool>() : otherwise;
    else if constexpr (std::is_arithmetic_v<Value>)
        return found->is_number() ? found->get<Value>() : otherwise;
    else
        return found->is_string() ? QString::fromStdString(found->get<std::string>()) : otherwise;
}

QString text(const Json& object, const char* name)
{
    return member(object, name, QString());
}

qint64 number(const Json& object, const char* name, qint64 otherwise = 0)
{
    return member(object, name, otherwise);
}

QStringList texts(const Json& object, const char* name)
{
    QStringList list;
    const auto found = object.find(name);
    if (found != object.end() && found->is_array())
        for (const Json& one : *found)
            if (one.is_string())
                list << QString::fromStdString(one.get<std::string>());
    return list;
}

ModelProfile profileOf(const Json& p)
{
    ModelProfile profile;
    profile.fromFile = member(p, "from_file", false);
    profile.plus = text(p, "plus");
    profile.minus = text(p, "minus");
    profile.temperature = member(p, "temperature", 1.0);
    profile.threshold = member(p, "threshold", 0.5);
    profile.minPixels = number(p, "min_pixels");
    profile.maxPixels = number(p, "max_pixels");
    profile.system = text(p, "system");
    profile.firstTurn = text(p, "first_turn");
    return profile;
}

ModelCheck checkOf(const Json& c)
{
    ModelCheck check;
    check.at = number(c, "at");
    check.loads = member(c, "loads", false);
    check.refused = member(c, "refused", false);
    check.error = text(c, "error");
    check.missing = texts(c, "missing");
    check.misshapen = texts(c, "misshapen");
    check.unused = texts(c, "unused");
    check.faults = number(c, "faults");
    check.memoryNeeded = number(c, "memory_needed");
    check.memoryThere = number(c, "memory_there", -1);
    check.seconds = member(c, "seconds", 0.0);
    const auto files = c.find("files");
    if (files != c.end() && files->is_array())
        for (const Json& file : *files)
            check.files.push_back(
                {text(file, "name"), number(file, "bytes"), text(file, "sha256")});
    return check;
}

} // namespace

void askAboutModel(QProcess& process, const QString& folder, ModelQuestion question)
{
    QStringList words{QStringLiteral("info"), QStringLiteral("--json"), QStringLiteral("--model"),
                      folder};
    if (question == ModelQuestion::loadCheck)
        words << QStringLiteral("--check");
    process.start(engineProgram(), words);
}

ModelReply readModel(const QString& folder)
{
    QProcess engine;
    askAboutModel(engine, folder);
    engine.waitForFinished(-1);
    return modelFromReply(folder, engine.readAllStandardOutput());
}

ModelReply modelFromReply(const QString& folder, const QByteArray& reply)
{
    ModelReply read;
    Model& model = read.model;
    model.path = QFileInfo(folder).absoluteFilePath().toStdString();
    model.name = QFileInfo(folder).fileName().toStdString();
    const Json info = parsed(reply.toStdString());
    const auto found = info.is_object() ? info.find("model") : info.end();
    if (!info.is_object() || found == info.end() || !found->is_object()) {
        model.error = QCoreApplication::translate("Model", "The engine said nothing about %1.")
                          .arg(folder)
                          .toStdString();
        return read;
    }
    model.name = member(*found, "name", QString::fromStdString(model.name)).toStdString();
    model.hash = text(*found, "hash").toStdString();
    model.profile = text(*found, "profile").toStdString();
    model.parameters = number(*found, "parameters");
    model.dtype = text(*found, "dtype").toStdString();
    model.note = text(*found, "note").toStdString();
    model.error = text(*found, "error").toStdString();
    read.facts = found->dump();
    return read;
}

std::pair<double, QString> progressFromLine(const QByteArray& line)
{
    const Json said = parsed(line.toStdString());
    return {member(said, "progress", -1.0), text(said, "what")};
}

std::string checkedAt(const std::string& facts, qint64 msEpoch)
{
    Json object = parsed(facts);
    if (!object.is_object() || !object.contains("check"))
        return facts;
    object["check"]["at"] = msEpoch;
    return object.dump();
}

std::string keepingCheck(const std::string& facts, const std::string& before)
{
    Json now = parsed(facts);
    const Json old = parsed(before);
    if (!now.is_object() || now.contains("check") || !old.is_object() || !old.contains("check") ||
        text(now, "hash") != text(old, "hash"))
        return facts;
    now["check"] = old["check"];
    return now.dump();
}

ModelEntry entryOf(const Model& model, const std::string& facts)
{
    ModelEntry entry;
    entry.model = model;
    const Json object = parsed(facts);
    if (!object.is_object())
        return entry;
    entry.bytes = number(object, "bytes");
    if (const auto a = object.find("architecture"); a != object.end())
        entry.architecture = {text(*a, "class"),         number(*a, "layers"),
                              number(*a, "width"),       number(*a, "heads"),
                              number(*a, "vocabulary"),  number(*a, "vision_layers"),
                              number(*a, "vision_width")};
    if (const auto p = object.find("profile_facts"); p != object.end())
        entry.profile = profileOf(*p);
    if (const auto c = object.find("check"); c != object.end() && c->is_object())
        entry.check = checkOf(*c);
    return entry;
}

} // namespace steplight
