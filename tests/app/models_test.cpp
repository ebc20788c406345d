// SPDX-License-Identifier: GPL-3.0-or-later
// The Models page with a real project and the real engine: the demo's PRM, and folders that are
// broken in every way that people's are. Keys that outlive the window.
#include "app/controllers/models_controller.h"
#include "app/controllers/runs_controller.h"
#include "app/demo.h"
#include "app/key_sets.h"
#include "app/model_folder.h"
#include "app/preferences.h"
#include "app/resources.h"
#include "app/run_news.h"
#include "app/run_order.h"
#include "app/session.h"
#include "storage/moved_models.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "ui/pages/models_page.h"
#include "ui/pages/runs_page.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>

using namespace steplight;
namespace fs = std::filesystem;

namespace {

constexpr int patience = 60'000;

using Json = nlohmann::json;

std::string slurp(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The demo's weights file with another header; the data stay.
void changeHeader(const fs::path& folder, const std::function<void(Json&)>& change)
{
    const fs::path file = folder / "model.safetensors";
    const std::string bytes = slurp(file);
    std::uint64_t length = 0;
    bytes.copy(reinterpret_cast<char*>(&length), 8);
    Json header = Json::parse(bytes.substr(8, length));
    change(header);
    const std::string text = header.dump();
    const std::uint64_t now = text.size();
    std::ofstream(file, std::ios::binary)
        << std::string(reinterpret_cast<const char*>(&now), 8) << text << bytes.substr(8 + length);
}

} // namespace

class ModelsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void theDemosModelLoads();
    void everyWrongTensorIsNamed();
    void whatDoesNotFitIntoMemoryIsRefused();
    void aBrokenFolderSaysWhy_data();
    void aBrokenFolderSaysWhy();
    void aBrokenFolderIsListedWithItsFault();
    void aCheckIsKeptAndCanBeCancelled();
    void whatItScoredFollowsTheWeights();
    void theDemosModelsAreWhereTheProgramIs();
    void aTrainingFromTheWindowScoresAfterwards();
    void aMissingFolderIsLocated();
    void otherWeightsAreNotTakenForIt();
    void removingCanBeUndone();
    void noFolderIsNoModel();
    void keysOutliveTheProgram();
    void keySetsGoThroughFiles();

private:
    QString copyOfTheDemo(const char* name);
    ModelReply check(const QString& folder);
    std::vector<Model> listed() const;
    ModelEntry entry(const QString& folder) const;
    QPushButton* button(const QString& words) const;

    QTemporaryDir m_settings;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ModelsPage> m_page;
    std::unique_ptr<ModelsController> m_controller;
    std::vector<Message> m_said;
};

void ModelsTest::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    qputenv("STEPLIGHT_ENGINE", STEPLIGHT_BIN "/steplight-engine");
    qputenv("OMP_NUM_THREADS", "1");
}

void ModelsTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_said.clear();
    const QString project = m_folder->filePath(QStringLiteral("p"));
    Project::create(project.toStdString());
    m_session = std::make_unique<Session>(project);
    m_page = std::make_unique<ModelsPage>();
    m_page->show();
    m_controller = std::make_unique<ModelsController>(*m_session, *m_page, nullptr);
    connect(m_controller.get(), &ModelsController::message, this,
            [this](const Message& message) { m_said.push_back(message); });
}

void ModelsTest::cleanup()
{
    m_controller.reset();
    m_page.reset();
    m_session.reset();
}

QString ModelsTest::copyOfTheDemo(const char* name)
{
    const QString folder = m_folder->filePath(QString::fromLatin1(name));
    fs::copy(demoModel(), folder.toStdString(), fs::copy_options::recursive);
    return folder;
}

ModelReply ModelsTest::check(const QString& folder)
{
    QProcess engine;
    askAboutModel(engine, folder, ModelQuestion::loadCheck);
    engine.waitForFinished(patience);
    return modelFromReply(folder, engine.readAllStandardOutput().trimmed().split('\n').back());
}

std::vector<Model> ModelsTest::listed() const
{
    Project project(m_session->folder().toStdString(), Access::readOnly);
    return models(project);
}

ModelEntry ModelsTest::entry(const QString& folder) const
{
    Project project(m_session->folder().toStdString(), Access::readOnly);
    for (const Model& model : models(project))
        if (model.path == folder.toStdString())
            return entryOf(model, modelFacts(project, model.path));
    return {};
}

QPushButton* ModelsTest::button(const QString& words) const
{
    for (auto* each : m_page->findChildren<QPushButton*>())
        if (each->isVisible() && each->text().contains(words))
            return each;
    return nullptr;
}

void ModelsTest::theDemosModelLoads()
{
    const QString folder = QString::fromStdString(demoModel().string());
    QProcess engine;
    askAboutModel(engine, folder, ModelQuestion::loadCheck);
    QVERIFY(engine.waitForFinished(patience));
    const QList<QByteArray> lines = engine.readAllStandardOutput().trimmed().split('\n');
    QVERIFY(lines.size() > 1); // progress came first
    QVERIFY(progressFromLine(lines.front()).first >= 0);
    const ModelReply reply = modelFromReply(folder, lines.back());
    const ModelEntry entry = entryOf(reply.model, reply.facts);
    QCOMPARE(reply.model.error, std::string());
    QVERIFY(entry.check);
    QVERIFY2(entry.check->loads, qPrintable(entry.check->error));
    QCOMPARE(entry.check->faults, 0);
    QVERIFY(entry.check->memoryNeeded > reply.model.parameters * 4);
    QVERIFY(entry.architecture.layers > 0);
    QVERIFY(entry.architecture.visionLayers > 0);
    QVERIFY(entry.profile && entry.profile->fromFile);
    QVERIFY(entry.bytes >= reply.model.parameters * 2);
    QCOMPARE(entry.check->files.size(), 1u);
    QProcess sum; // coreutils' own opinion
    sum.start(QStringLiteral("sha256sum"), {folder + QStringLiteral("/model.safetensors")});
    QVERIFY(sum.waitForFinished(patience));
    QCOMPARE(sum.readAllStandardOutput().left(64), entry.check->files[0].sha256.toLatin1());
}

void ModelsTest::everyWrongTensorIsNamed()
{
    const QString folder = copyOfTheDemo("wrong");
    changeHeader(folder.toStdString(), [](Json& header) {
        Json renamed = header["model.norm.weight"];
        header.erase("model.norm.weight");
        header["model.norm.wait"] = renamed;
        Json& embed = header["model.embed_tokens.weight"]["shape"];
        std::swap(embed[0], embed[1]);
    });
    const ModelReply reply = check(folder);
    const auto found = entryOf(reply.model, reply.facts).check;
    QVERIFY(found);
    QVERIFY(!found->loads);
    QCOMPARE(found->missing, QStringList{QStringLiteral("model.norm.weight")});
    QCOMPARE(found->unused, QStringList{QStringLiteral("model.norm.wait")});
    QCOMPARE(found->misshapen.size(), 1);
    QVERIFY(found->misshapen[0].startsWith(QStringLiteral("model.embed_tokens.weight is [")));
    QCOMPARE(found->faults, 3);
    QVERIFY(!found->error.isEmpty());
}

void ModelsTest::whatDoesNotFitIntoMemoryIsRefused()
{
    // A file with a hole of 400 GB: the right tensors, of a vocabulary beyond any machine.
    const QString folder = copyOfTheDemo("huge");
    const fs::path path = folder.toStdString();
    const std::int64_t vocabulary = std::int64_t(1) << 30;
    std::uint64_t end = 0;
    changeHeader(path, [&](Json& header) {
        std::uint64_t at = 0;
        for (auto& [name, tensor] : header.items()) {
            if (name == "__metadata__")
                continue;
            if (name == "model.embed_tokens.weight" || name == "lm_head.weight")
                tensor["shape"][0] = vocabulary;
            std::uint64_t bytes = tensor["dtype"] == "F32" ? 4 : 2;
            for (const auto& n : tensor["shape"])
                bytes *= n.get<std::uint64_t>();
            tensor["data_offsets"] = {at, at + bytes};
            at += bytes;
        }
        end = at;
    });
    std::uint64_t length = 0;
    slurp(path / "model.safetensors").copy(reinterpret_cast<char*>(&length), 8);
    std::error_code error;
    fs::resize_file(path / "model.safetensors", 8 + length + end, error);
    if (error)
        QSKIP("this file system has no sparse files of that size");
    Json config = Json::parse(slurp(path / "config.json"));
    for (Json* part : {&config, config.contains("text_config") ? &config["text_config"] : &config})
        if (part->contains("vocab_size"))
            (*part)["vocab_size"] = vocabulary;
    std::ofstream(path / "config.json") << config.dump();

    const ModelReply reply = check(folder);
    const auto found = entryOf(reply.model, reply.facts).check;
    QVERIFY2(found, reply.model.error.c_str());
    QVERIFY2(found->refused, qPrintable(found->error));
    QVERIFY(!found->loads);
    QVERIFY(found->files.empty()); // and nothing was read through
    QVERIFY(found->memoryNeeded > found->memoryThere);
}

void ModelsTest::aBrokenFolderSaysWhy_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("keep"); // bytes; -1 = the file goes
    QTest::addColumn<QString>("says");
    const auto name = [](const char* text) { return QString::fromLatin1(text); };
    QTest::newRow("no weights") << name("model.safetensors") << -1 << name("safetensors");
    QTest::newRow("half the weights")
        << name("model.safetensors") << 100'000 << name("model.safetensors");
    QTest::newRow("no header") << name("model.safetensors") << 5 << name("model.safetensors");
    QTest::newRow("no config") << name("config.json") << -1 << name("config.json");
    QTest::newRow("half a config") << name("config.json") << 300 << name("config.json");
    QTest::newRow("no tokenizer") << name("tokenizer.json") << -1 << name("tokenizer");
    QTest::newRow("half a profile") << name("steplight_profile.json") << 40 << name("profile");
}

void ModelsTest::aBrokenFolderSaysWhy()
{
    QFETCH(QString, file);
    QFETCH(int, keep);
    QFETCH(QString, says);
    const QString folder = copyOfTheDemo("broken");
    QFile broken(folder + u'/' + file);
    QVERIFY(keep < 0 ? broken.remove() : broken.resize(keep));
    const ModelReply reply = check(folder);
    QVERIFY2(QString::fromStdString(reply.model.error).contains(says), reply.model.error.c_str());
    const auto found = entryOf(reply.model, reply.facts).check;
    QVERIFY(found && !found->loads);
}

void ModelsTest::aBrokenFolderIsListedWithItsFault()
{
    const QString folder = copyOfTheDemo("broken");
    QVERIFY(QFile::remove(folder + QStringLiteral("/config.json")));
    m_controller->add(folder);
    QTRY_VERIFY_WITH_TIMEOUT(button(QStringLiteral("Score with this")), patience);
    QVERIFY(!button(QStringLiteral("Score with this"))->isEnabled());
    QCOMPARE(listed().size(), 1u);
    QVERIFY(QString::fromStdString(listed()[0].error).contains(QStringLiteral("config.json")));
}

void ModelsTest::aCheckIsKeptAndCanBeCancelled()
{
    const QString folder = copyOfTheDemo("prm");
    m_controller->add(folder);
    QTRY_VERIFY_WITH_TIMEOUT(button(QStringLiteral("Check loading")), patience);
    button(QStringLiteral("Check loading"))->click();
    QVERIFY(button(QStringLiteral("Cancel")));
    button(QStringLiteral("Cancel"))->click();
    QVERIFY(!button(QStringLiteral("Cancel")));
    QVERIFY(!entry(folder).check);
    QVERIFY(button(QStringLiteral("Check loading"))->isEnabled());
    button(QStringLiteral("Check loading"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(entry(folder).check, patience);
    QVERIFY(entry(folder).check->loads);
    QVERIFY(entry(folder).check->at > 0);
    {
        Project project(m_session->folder().toStdString());
        Json facts = Json::parse(modelFacts(project, folder.toStdString()));
        facts.erase("architecture");
        saveModelFacts(project, folder.toStdString(), facts.dump());
    }
    m_controller->add(folder); // asked again for its facts: the check is not forgotten
    QTRY_VERIFY_WITH_TIMEOUT(entry(folder).architecture.layers > 0, patience);
    QVERIFY(entry(folder).check);
}

void ModelsTest::whatItScoredFollowsTheWeights()
{
    m_controller.reset();
    m_session.reset();
    const QString demo = m_folder->filePath(QStringLiteral("demo"));
    makeDemoProject(demo.toStdString());
    Project project(demo.toStdString());
    const Run run =
        waitForRun(project, startOrder(project, {"score", demoModel().string(), "dropped", {}}));
    QVERIFY2(run.state == RunState::done, run.message.c_str());
    const std::vector<Model> known = models(project);
    const auto prm = std::find_if(known.begin(), known.end(), [](const Model& model) {
        return model.path == demoModel().string();
    });
    QVERIFY(prm != known.end());
    QVERIFY(!modelFacts(project, prm->path).empty());
    const ModelScores scores = modelScores(project, *prm);
    QCOMPARE(scores.traces, run.done);
    QVERIFY(scores.traces > 0);
    QCOMPARE(scores.runs, 1);
    QVERIFY(scores.lastAt > 0);
    QVERIFY(scores.steps > scores.traces);
    QVERIFY(scores.mean > 0 && scores.mean < 1);
    QCOMPARE(countTraces(project, scoredByQuery(scores.paths.at(0))), scores.traces);
    QCOMPARE(scoredByQuery("/the \"best\" prm"), std::string()); // no query can say it
    Model moved = *prm;
    moved.path = "/elsewhere";
    QCOMPARE(modelScores(project, moved).steps, scores.steps);
    QCOMPARE(modelScores(project, moved).paths, scores.paths);
    moved.hash = "other weights";
    QCOMPARE(modelScores(project, moved).steps, 0);
}

/// A clone that is deleted takes its models along; the demo's are known where the program has them.
void ModelsTest::theDemosModelsAreWhereTheProgramIs()
{
    m_controller.reset();
    m_session.reset();
    const QString demo = m_folder->filePath(QStringLiteral("demo"));
    makeDemoProject(demo.toStdString());
    std::vector<Model> before;
    {
        Project project(demo.toStdString());
        before = models(project);
        for (const Model& model : before)
            followModel(project, model.path, "/gone/" + fs::path(model.path).filename().string());
        QVERIFY(models(project).at(0).path.starts_with("/gone/"));
    }
    makeDemoProject(demo.toStdString());
    Project project(demo.toStdString());
    const std::vector<Model> after = models(project);
    QCOMPARE(after.size(), before.size());
    for (std::size_t i = 0; i < after.size(); ++i)
        QVERIFY(fs::exists(after[i].path));
    QVERIFY(fs::exists(setting(project, usualModelSetting("search"))));
}

/// The window's own controllers: the form's signal, two runs after each other, the model's card.
void ModelsTest::aTrainingFromTheWindowScoresAfterwards()
{
    m_controller.reset();
    m_session.reset();
    const QString demo = m_folder->filePath(QStringLiteral("demo"));
    makeDemoProject(demo.toStdString());
    m_session = std::make_unique<Session>(demo);
    m_controller = std::make_unique<ModelsController>(*m_session, *m_page, nullptr);
    RunsPage page;
    RunsController controller(*m_session, page, nullptr);
    std::vector<Message> said;
    connect(&controller, &RunsController::message, this,
            [&](const Message& message) { said.push_back(message); });

    const QString query = QStringLiteral("dropped or judge:wrong");
    emit page.startRequested(QStringLiteral("train"), QString::fromStdString(demoModel().string()),
                             query,
                             {{QStringLiteral("rule"), QStringLiteral("human-first")},
                              {QStringLiteral("then"), QStringLiteral("score")},
                              {QStringLiteral("updates"), QStringLiteral("1")},
                              {QStringLiteral("batch"), QStringLiteral("2")},
                              {QStringLiteral("holdout"), QStringLiteral("0")}});
    QTRY_VERIFY_WITH_TIMEOUT(said.size() == 2, patience);
    QVERIFY2(said[0].text.contains(QStringLiteral("is trained; it scores the traces now")),
             qPrintable(said[0].text));
    QVERIFY2(said[1].text.contains(QStringLiteral("traces were scored")), qPrintable(said[1].text));

    Project project(demo.toStdString());
    const std::vector<Run> all = runs(project);
    QCOMPARE(all.size(), std::size_t(2)); // newest first
    QCOMPARE(all[1].kind, std::string("train"));
    QCOMPARE(all[0].model, modelOf(all[1]).path);
    QCOMPARE(all[0].query, query.toStdString());
    QVERIFY(all[0].done > 0);
    QCOMPARE(countTraces(project, scoredByQuery(all[0].model)), all[0].done);

    const auto cardSays = [&](const QString& words) {
        const auto labels = m_page->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->text().contains(words); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(cardSays(QStringLiteral("from prm · ")), patience);
    QVERIFY(cardSays(QStringLiteral("0 corrected by people · rule human-first")));
}

void ModelsTest::aMissingFolderIsLocated()
{
    const QString folder = copyOfTheDemo("prm");
    m_controller->add(folder);
    QTRY_COMPARE_WITH_TIMEOUT(listed().size(), 1u, patience);
    const QString now = m_folder->filePath(QStringLiteral("moved"));
    QVERIFY(QDir().rename(folder, now));
    emit m_page->shown(); // somebody looks again
    QTRY_VERIFY(button(QStringLiteral("Locate")));
    QVERIFY(!button(QStringLiteral("Score with this"))->isEnabled());
    m_controller->locate(folder, now);
    QTRY_VERIFY_WITH_TIMEOUT(!button(QStringLiteral("Locate")), patience);
    QCOMPARE(listed().size(), 1u);
    QCOMPARE(listed()[0].path, now.toStdString());
}

void ModelsTest::otherWeightsAreNotTakenForIt()
{
    const QString folder = copyOfTheDemo("prm"), other = copyOfTheDemo("other");
    QFile weights(other + QStringLiteral("/model.safetensors"));
    QVERIFY(weights.open(QIODevice::ReadWrite));
    weights.seek(weights.size() - 2);
    weights.write("\x11\x22", 2);
    weights.close();
    m_controller->add(folder);
    QTRY_VERIFY_WITH_TIMEOUT(button(QStringLiteral("Remove")), patience);
    QVERIFY(QDir(folder).removeRecursively());
    m_controller->locate(folder, other);
    QTRY_COMPARE_WITH_TIMEOUT(listed().size(), 2u, patience);
    QVERIFY(!m_said.empty());
    QVERIFY(m_said.back().text.contains(QStringLiteral("other weights")));
}

void ModelsTest::removingCanBeUndone()
{
    const QString folder = copyOfTheDemo("prm");
    m_controller->add(folder);
    QTRY_COMPARE_WITH_TIMEOUT(listed().size(), 1u, patience);
    QTRY_VERIFY(button(QStringLiteral("Remove")));
    const Model before = listed()[0];
    button(QStringLiteral("Remove"))->click();
    QTRY_VERIFY(!m_said.empty());
    QCOMPARE(listed().size(), 0u);
    m_said.back().act();
    QTRY_COMPARE(listed().size(), 1u);
    QCOMPARE(listed()[0].hash, before.hash);
    QTRY_VERIFY(entry(folder).architecture.layers > 0);
    QVERIFY(fs::exists(folder.toStdString()));
}

void ModelsTest::noFolderIsNoModel()
{
    m_controller->add(QStringLiteral("/no/such/folder"));
    QCOMPARE(m_said.size(), 1u);
    QVERIFY(m_said[0].text.contains(QStringLiteral("/no/such/folder")));
    QCOMPARE(listed().size(), 0u);
}

void ModelsTest::keysOutliveTheProgram()
{
    keepKeys();
    const QString id = QStringLiteral("wrong");
    keyMap().setKeys(id, {Qt::Key_X, QKeySequence(Qt::CTRL | Qt::Key_Comma)});
    keyMap().setKeys(QStringLiteral("skip"), {});
    const KeyChoice before = keyMap().changes();
    QCOMPARE(preferences::keys(), before);
    QSettings().setValue(QStringLiteral("keys/fit"), QStringList{QStringLiteral("Wumpus")});
    QSettings().setValue(QStringLiteral("keys/no-such"), QStringList{QStringLiteral("F")});
    keepKeys(); // as the next start does
    QCOMPARE(keyMap().keys(id).front(), QKeySequence(Qt::Key_X));
    QVERIFY(keyMap().keys(QStringLiteral("skip")).isEmpty());
    keyMap().setChanges({});
    QVERIFY(preferences::keys().isEmpty());
}

void ModelsTest::keySetsGoThroughFiles()
{
    keepKeys();
    keyMap().setKeys(QStringLiteral("wrong"), {Qt::Key_X});
    const QString file = m_folder->filePath(QStringLiteral("keys.json"));
    QCOMPARE(exportKeys(file).level, MessageLevel::info);
    keyMap().setChanges({});
    const Message taken = importKeys(file);
    QCOMPARE(taken.level, MessageLevel::info);
    QCOMPARE(keyMap().keys(QStringLiteral("wrong")).front(), QKeySequence(Qt::Key_X));
    taken.act(); // undo
    QVERIFY(keyMap().changes().isEmpty());

    QFile bad(file);
    QVERIFY(bad.resize(bad.size() / 2));
    const Message refused = importKeys(file);
    QCOMPARE(refused.level, MessageLevel::error);
    QVERIFY2(refused.text.contains(QStringLiteral("Line ")), qPrintable(refused.text));
    QVERIFY(keyMap().changes().isEmpty());
    QCOMPARE(importKeys(QStringLiteral("/no/such/file")).level, MessageLevel::error);
    QCOMPARE(exportKeys(QStringLiteral("/no/such/folder/k.json")).level, MessageLevel::error);
}

QTEST_MAIN(ModelsTest)
#include "models_test.moc"
