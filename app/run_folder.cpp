// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_folder.h"

#include "app/resources.h"
#include "engine/protocol/error.h"
#include "engine/protocol/lines.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSaveFile>
#include <QStandardPaths>
#include <QThread>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <sys/file.h>
#include <unistd.h>

namespace steplight {
namespace {

constexpr qint64 pollBytes = 1 << 20;

struct RunFolder {
    Q_DECLARE_TR_FUNCTIONS(RunFolder)
};

[[noreturn]] void fail(const QString& sentence)
{
    throw std::runtime_error(sentence.toStdString());
}

QString inside(const QString& folder, const char* name)
{
    return folder + QLatin1Char('/') + QLatin1String(name);
}

/// An open file that closes itself.
class OpenFile
{
public:
    OpenFile(const QString& path, int flags)
        : m_file(::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC, 0644))
    {
    }
    ~OpenFile()
    {
        if (m_file >= 0)
            ::close(m_file);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    bool isOpen() const { return m_file >= 0; }
    int number() const { return m_file; }
    /// LOCK_EX or LOCK_SH; false at once when somebody else is in the way.
    bool lock(int kind) const { return ::flock(m_file, kind | LOCK_NB) == 0; }

private:
    int m_file;
};

void writeInput(QFile& file, protocol::RunRequest& request, const NextLine& next)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    request.traces = 0;
    while (const auto line = next()) {
        const QByteArrayView bytes(line->data(), static_cast<qsizetype>(line->size()));
        hash.addData(bytes);
        if (file.write(bytes.data(), bytes.size()) != bytes.size())
            break;
        ++request.traces;
    }
    if (!file.flush() || file.error() != QFile::NoError)
        fail(RunFolder::tr("The run cannot be prepared: %1: %2. Make room, then start it again.")
                 .arg(file.fileName(), file.errorString()));
    request.inputHash = hash.result().toHex().toStdString();
}

void writeWhole(const QString& path, const std::string& text)
{
    QSaveFile file(path);
    const auto size = static_cast<qint64>(text.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), size) != size || !file.commit())
        fail(RunFolder::tr("%1 cannot be written: %2.").arg(path, file.errorString()));
}

/// Reads whole lines into news from its offset on. Stops after pollBytes, but not within a line.
void readLines(QFile& file, RunNews& news)
{
    protocol::LineSplitter lines;
    file.seek(news.offset);
    const std::int64_t enough = news.offset + pollBytes;
    while (news.offset < enough) {
        const QByteArray bytes = file.read(1 << 16);
        if (bytes.isEmpty())
            return;
        lines.add({bytes.constData(), static_cast<std::size_t>(bytes.size())});
        while (const auto line = lines.next()) {
            news.offset += line->bytes;
            try {
                if (line->tooLong)
                    throw protocol::Error("too-large", "The line is too long.");
                news.events.push_back(protocol::readEvent(line->text));
            } catch (const protocol::Error& error) {
                if (error.code() == "version") {
                    news.offset -= line->bytes; // it stays the answer, however often one asks
                    news.events.push_back({{}, protocol::Failed{"version", error.what()}});
                    return;
                }
                if (news.rubbish++ == 0)
                    news.rubbishSentence = QString::fromStdString(error.what());
            }
            if (!news.events.empty() && protocol::isFinal(news.events.back()))
                return;
        }
    }
    news.more = true;
}

/// The file is as long as the offset says and a line ends there.
bool reaches(QFile& file, std::int64_t offset)
{
    char before = 0;
    return offset == 0 || (file.seek(offset - 1) && file.getChar(&before) && before == '\n');
}

struct LastLine {
    qint64 begin = 0;
    std::optional<protocol::Event> final; ///< unset: the line is none
};

/// The last line before offset.
LastLine lastLineBefore(QFile& file, std::int64_t offset)
{
    const qint64 from = std::max<qint64>(0, offset - (1 << 16));
    if (offset < 1 || !file.seek(from))
        return {};
    const QByteArray bytes = file.read(offset - from - 1);
    const qsizetype begin = bytes.lastIndexOf('\n') + 1;
    try {
        const auto event = protocol::readEvent(bytes.mid(begin).toStdString());
        return {from + begin, protocol::isFinal(event) ? std::optional(event) : std::nullopt};
    } catch (const protocol::Error&) {
        return {};
    }
}

bool isCancel(const std::optional<protocol::Event>& final)
{
    return final && std::holds_alternative<protocol::Cancelled>(final->body);
}

/// What somebody cancelled and now takes up has not ended. Under the folder's lock.
void forgetCancel(const QString& folder)
{
    QFile::remove(inside(folder, "cancel"));
    QFile file(inside(folder, "events.jsonl"));
    if (!file.open(QIODevice::ReadWrite))
        return;
    if (const LastLine last = lastLineBefore(file, file.size()); isCancel(last.final))
        file.resize(last.begin);
}

/// The last words of engine.log, which a dead engine may have said to nobody else.
QString lastLines(const QString& path)
{
    constexpr qint64 enough = 4096;
    constexpr int few = 3;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(std::max<qint64>(0, file.size() - enough));
    const QString text = QString::fromUtf8(file.readAll()).trimmed();
    const QStringList lines = text.split(u'\n', Qt::SkipEmptyParts);
    return lines.mid(std::max<qsizetype>(0, lines.size() - few)).join(u'\n');
}

protocol::Event deathOf(const QString& folder)
{
    if (QFile::exists(inside(folder, "cancel")))
        return {{}, protocol::Cancelled{}};
    if (!QFile::exists(folder)) {
        const QString sentence =
            RunFolder::tr("The run's folder %1 is gone. Results that were read "
                          "before are kept; start a new run for the rest.");
        return {{}, protocol::Failed{"gone", sentence.arg(folder).toStdString()}};
    }
    const QString log = inside(folder, "engine.log");
    QString sentence = RunFolder::tr("The engine ended before the run did. What it did until then "
                                     "is kept; resume the run to go on. Its log is %1.")
                           .arg(log);
    if (const QString last = lastLines(log); !last.isEmpty())
        sentence += u' ' + RunFolder::tr("It ends: %1").arg(last);
    return {{}, protocol::Failed{"died", sentence.toStdString()}};
}

} // namespace

protocol::RunRequest createRunFolder(const QString& folder, protocol::RunRequest request,
                                     const NextLine& next)
{
    if (!QDir().mkpath(folder))
        fail(RunFolder::tr("The folder %1 cannot be made.").arg(folder));
    QFile input(inside(folder, "input.jsonl"));
    if (!input.open(QIODevice::WriteOnly))
        fail(RunFolder::tr("%1 cannot be written: %2.").arg(input.fileName(), input.errorString()));
    writeInput(input, request, next);
    input.close();
    writeWhole(inside(folder, "request.json"), protocol::writeRequest(request));
    return request;
}

QString engineProgram()
{
    const QString named = qEnvironmentVariable("STEPLIGHT_ENGINE");
    if (!named.isEmpty())
        return named;
    const QString beside = QString::fromStdString((programFolder() / "steplight-engine").string());
    if (QFileInfo(beside).isExecutable())
        return beside;
    return QStandardPaths::findExecutable(QStringLiteral("steplight-engine"));
}

void startRun(const QString& folder)
{
    const QString program = engineProgram();
    if (program.isEmpty())
        fail(RunFolder::tr("The program steplight-engine is neither beside this program nor in "
                           "the PATH. Install it, or name it in STEPLIGHT_ENGINE."));
    const OpenFile lock(inside(folder, "lock"), O_RDWR | O_CREAT);
    if (!lock.isOpen())
        fail(RunFolder::tr("The lock of %1 cannot be opened: %2.")
                 .arg(folder, QString::fromLocal8Bit(std::strerror(errno))));
    bool locked = lock.lock(LOCK_EX);
    for (int attempt = 0; !locked && attempt < 10;
         ++attempt) { // engineAlive() has it for an instant
        QThread::msleep(20);
        locked = lock.lock(LOCK_EX);
    }
    if (!locked)
        fail(RunFolder::tr("An engine is at work in %1 already.").arg(folder));

    forgetCancel(folder);

    QProcess engine;
    engine.setProgram(program);
    engine.setArguments({QStringLiteral("run"), folder, QStringLiteral("--lock-fd"),
                         QString::number(lock.number()), QStringLiteral("--turn")});
    engine.setStandardInputFile(QProcess::nullDevice());
    engine.setStandardOutputFile(inside(folder, "engine.log"), QIODevice::Append);
    engine.setStandardErrorFile(inside(folder, "engine.log"), QIODevice::Append);
    ::fcntl(lock.number(), F_SETFD, 0); // the engine inherits the lock, so it is never free
    const bool started = engine.startDetached();
    ::fcntl(lock.number(), F_SETFD, FD_CLOEXEC);
    if (!started)
        fail(RunFolder::tr("The engine %1 cannot be started: %2.")
                 .arg(program, engine.errorString()));
}

void cancelRun(const QString& folder)
{
    QFile file(inside(folder, "cancel"));
    if (!file.open(QIODevice::WriteOnly))
        fail(RunFolder::tr("The run cannot be asked to stop: %1: %2.")
                 .arg(file.fileName(), file.errorString()));
}

bool engineAlive(const QString& folder)
{
    const OpenFile lock(inside(folder, "lock"), O_RDWR);
    return lock.isOpen() && !lock.lock(LOCK_SH) && errno == EWOULDBLOCK;
}

bool isInterrupted(const QString& folder)
{
    if (engineAlive(folder) || !QFile::exists(inside(folder, "request.json")))
        return false;
    QFile file(inside(folder, "events.jsonl"));
    if (!file.open(QIODevice::ReadOnly))
        return true;
    const LastLine last = lastLineBefore(file, file.size());
    return !last.final || isCancel(last.final);
}

bool saysMore(const QString& folder, std::int64_t offset)
{
    QFile file(inside(folder, "events.jsonl"));
    if (file.size() <= offset || !file.open(QIODevice::ReadOnly) || !file.seek(offset))
        return false;
    constexpr qint64 enough = 1 << 16;
    return file.read(enough).contains('\n');
}

RunNews pollRun(const QString& folder, std::int64_t offset)
{
    const bool alive = engineAlive(folder); // first: what it says before it dies is read below
    RunNews news;
    news.offset = offset;
    bool ended = false;
    QFile file(inside(folder, "events.jsonl"));
    if (file.open(QIODevice::ReadOnly)) {
        if (!reaches(file, offset)) {
            news.reread = true;
            news.offset = 0;
        }
        ended = lastLineBefore(file, news.offset).final.has_value();
        readLines(file, news);
    }
    ended = ended || (!news.events.empty() && protocol::isFinal(news.events.back()));
    if (!alive && !ended && !news.more)
        news.events.push_back(deathOf(folder));
    return news;
}

} // namespace steplight
