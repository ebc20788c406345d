// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/guideline_controller.h"

#include "app/error_words.h"
#include "storage/guidelines.h"
#include "ui/pages/guideline_page.h"

namespace steplight {

GuidelineController::GuidelineController(Session& session, GuidelinePage& page, QObject* parent)
    : QObject(parent), m_session(session), m_page(page)
{
    connect(&page, &GuidelinePage::saveRequested, this, &GuidelineController::save);
    connect(&page, &GuidelinePage::pictureChosen, this, &GuidelineController::takePicture);
    connect(&session, &Session::changed, this, &GuidelineController::refresh);
}

void GuidelineController::refresh()
{
    m_session.reader().post(
        this, [](Project& project) { return guidelines(project); },
        [this](std::vector<Guideline> all) {
            const Guideline newest = all.empty() ? Guideline() : all.front();
            m_page.setGuidelines(std::move(all), m_session.folder());
            if (!newest.problem.empty() && m_warned != newest.version) {
                m_warned = newest.version;
                emit message(
                    {MessageLevel::warning,
                     tr("The kinds of error of the guideline %1 cannot be read; the usual ones "
                        "stand in for them. Its words are kept; save it again to put them right.")
                         .arg(QString::fromStdString(newest.version))});
            }
            emit holds(newest);
        });
}

void GuidelineController::save(const QString& text, const Grammar& grammar)
{
    struct Saved {
        std::string version, error;
    };
    m_session.writer().post(
        this,
        [words = text.toStdString(), grammar, name = m_session.annotator()](Project& project) {
            try {
                return Saved{saveGuideline(project, words, grammar, name).version, {}};
            } catch (const std::exception& failure) {
                return Saved{{}, errorInWords(failure).toStdString()};
            }
        },
        [this](const Saved& saved) {
            if (!saved.error.empty()) {
                m_page.showMessage({MessageLevel::error, QString::fromStdString(saved.error)});
                return;
            }
            m_page.showMessage(
                {MessageLevel::info, tr("Version %1 holds now; labels name it from here on.")
                                         .arg(QString::fromStdString(saved.version))});
            refresh();
        });
}

// Beside the database's work: a disk may be slow.
void GuidelineController::takePicture(const QString& file)
{
    struct Taken {
        QString name, error;
    };
    m_session.reader().post(
        this,
        [file](Project& project) {
            try {
                return Taken{QString::fromStdString(
                                 addGuidelinePicture(project, file.toStdString()).string()),
                             {}};
            } catch (const std::exception& failure) {
                return Taken{{}, errorInWords(failure)};
            }
        },
        [this](const Taken& taken) {
            if (taken.error.isEmpty())
                m_page.insertPicture(taken.name);
            else
                m_page.showMessage({MessageLevel::error, taken.error});
        });
}

} // namespace steplight
