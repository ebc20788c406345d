// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session.h"

#include "app/annotator.h"
#include "storage/runs.h"

#include <utility>

namespace steplight {
namespace {

constexpr int sayAgainAfter = 10'000; // ms

} // namespace

Session::Session(const QString& folder, QObject* parent)
    : QObject(parent), m_folder(folder), m_writer(folder.toStdString(), Access::readWrite),
      m_reader(folder.toStdString(), Access::readOnly),
      m_opener(folder.toStdString(), Access::readOnly)
{
    for (const DatabaseThread* thread : {&m_writer, &m_reader, &m_opener})
        connect(thread, &DatabaseThread::failed, this, &Session::say);
    m_writer.post(
        this, [](Project& project) { return settings(project); },
        [this](std::map<std::string, std::string> known) {
            m_annotator = known["annotator"];
            m_visibility = visibilityFromWord(known["visibility"]).value_or(Visibility::open);
            emit ready();
        });
    connect(&m_watch, &QTimer::timeout, this, &Session::watch);
    watch(); // before anything else is read: what is committed from now on is a change
    m_watch.start(500);
}

void Session::setAnnotator(const QString& name)
{
    if (!isPersonsName(name.toStdString())) {
        say(tr("A name cannot begin with “training:” or “dataset:”. Yours is as it was."));
        return;
    }
    m_annotator = name.toStdString();
    m_writer.post(
        this, [name = m_annotator](Project& project) { setSetting(project, "annotator", name); },
        [] {});
}

void Session::setVisibility(Visibility visibility)
{
    m_visibility = visibility;
    m_writer.post(
        this,
        [visibility](Project& project) {
            setSetting(project, "visibility", visibilityWord(visibility));
        },
        [] {});
}

void Session::say(const QString& sentence)
{
    QElapsedTimer& said = m_said[sentence];
    if (said.isValid() && !said.hasExpired(sayAgainAfter))
        return;
    said.start();
    emit failed(sentence);
}

void Session::watch()
{
    m_writer.post(
        this, [](Project& project) { return project.dataVersion(); },
        [this](std::int64_t version) {
            const bool others = m_dataVersion >= 0 && version != m_dataVersion;
            m_dataVersion = version;
            if (std::exchange(m_touched, false) || others)
                emit changed();
        });
}

} // namespace steplight
