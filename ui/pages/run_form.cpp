// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_form.h"

#include "ui/pages/evaluation_options.h"
#include "ui/pages/search_options.h"
#include "ui/pages/synthesis_options.h"
#include "ui/pages/train_options.h"
#include "ui/pages/words.h"
#include "ui/theme.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>
#include <utility>

namespace steplight {

namespace {

constexpr int typingPauseMs = 400;
constexpr int widest = 640;
const QString overwriteKey = QStringLiteral("overwrite");
const QString seedKey = QStringLiteral("seed");
const QString threadsKey = QStringLiteral("threads");

QLabel* note(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    setMuted(label);
    return label;
}

QLabel* heading(const QString& text, QWidget* buddy, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setBuddy(buddy);
    return label;
}

QMap<QString, QString> withoutTheEnginesWords(QMap<QString, QString> settings)
{
    for (const char* told : {"model_name", "model_hash", "profile", "prm_name", "prm_hash",
                             "prm_profile", "input_sha256", "name", "label", "estimates"})
        settings.remove(QLatin1String(told));
    return settings;
}

} // namespace

RunForm::RunForm(QWidget* parent)
    : QWidget(parent), m_kind(new QTabBar(this)), m_about(note(this)), m_model(new QComboBox(this)),
      m_modelNote(note(this)), m_query(new QLineEdit(this)), m_count(note(this)),
      m_again(new QWidget(this)),
      m_missing(new QRadioButton(tr("Only those that this model has not scored yet"), m_again)),
      m_all(new QRadioButton(tr("All again; the new scores stand beside the old ones"), m_again)),
      m_training(new TrainOptions(this)), m_synthesis(new SynthesisOptions(this)),
      m_search(new SearchOptions(this)), m_evaluation(new EvaluationOptions(this)),
      m_unfold(new QToolButton(this)), m_more(new QWidget(this)), m_rest(new QFormLayout),
      m_seed(new QSpinBox(m_more)), m_threads(new QSpinBox(m_more)), m_why(note(this)),
      m_start(new QPushButton(tr("Start scoring"), this))
{
    for (const char* kind : {"score", "train", "synthesize", "judge", "search", "evaluate"})
        m_kind->setTabData(m_kind->addTab(kindInWords(QLatin1String(kind))), QLatin1String(kind));
    m_kind->setDrawBase(false);
    m_kind->setAccessibleName(tr("Kind of run"));
    m_kind->setToolTip(tr("← and → choose another kind"));
    auto* leave = new QPushButton(tr("Cancel"), this);
    setPrimary(m_start);
    m_askSoon.setSingleShot(true);
    m_askSoon.setInterval(typingPauseMs);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::grid);
    buttons->addWidget(m_start);
    buttons->addWidget(leave);
    buttons->addStretch();
    auto* inner = new QWidget(this);
    inner->setMaximumWidth(withText(widest));
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(3 * metrics::grid, 2 * metrics::grid, 3 * metrics::grid,
                               2 * metrics::grid);
    column->setSpacing(2 * metrics::grid);
    column->addWidget(m_kind, 0, Qt::AlignLeft);
    column->addWidget(m_about);
    column->addWidget(buildModel());
    column->addWidget(buildWhich());
    column->addWidget(m_training);
    column->addWidget(m_synthesis);
    column->addWidget(m_search);
    column->addWidget(m_evaluation);
    column->addWidget(buildMore());
    column->addWidget(m_why);
    column->addLayout(buttons);
    column->addStretch();
    auto* scroll = new QScrollArea(this); // unfolded it is higher than a small screen
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(inner);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);

    connect(m_kind, &QTabBar::currentChanged, this, &RunForm::showKind);
    connect(m_training, &TrainOptions::restChanged, this, &RunForm::showRest);
    connect(m_synthesis, &SynthesisOptions::sourceChanged, this, [this] {
        showCount();
        updateStart();
    });
    connect(&m_askSoon, &QTimer::timeout, this, &RunForm::askCount);
    connect(m_start, &QPushButton::clicked, this, [this] {
        m_start->setEnabled(false); // once; setError() or fill() give it back
        m_start->setText(tr("Starting…"));
        emit startRequested();
    });
    connect(leave, &QPushButton::clicked, this, &RunForm::left);
    showKind();
}

bool RunForm::is(const char* kind) const
{
    return this->kind() == QLatin1String(kind);
}

/// A policy, and the questions of traces.
bool RunForm::solves() const
{
    return is("synthesize") || is("search");
}

bool RunForm::fromRewrites() const
{
    return is("synthesize") && m_synthesis->goesOnFromRewrites();
}

/// What is solved is questions, and it is known how many.
bool RunForm::byQuestion() const
{
    return solves() && !fromRewrites() && m_cost.questions >= 0;
}

bool RunForm::draws() const
{
    return solves() || is("train");
}

void RunForm::showKind()
{
    m_about->setText(
        is("train")
            ? tr("A process reward model learns from the labels: what people said of the steps, "
                 "and "
                 "what judge and rollouts say where nobody did. It begins as the model below and "
                 "becomes one of its own. It learns in the background; the window may be closed "
                 "meanwhile.")
        : is("synthesize")
            ? tr("A policy writes solutions of the questions: new traces, each step with the share "
                 "of rollouts that go on from it and end right. It writes in the background; the "
                 "window may be closed meanwhile.")
        : is("search")
            ? tr("A policy tries each question several times, and votes or a PRM choose the "
                 "answer: what is a PRM worth at the same cost? The solutions become traces. It "
                 "works in the background; the window may be closed meanwhile.")
        : is("evaluate")
            ? tr("How well does a process reward model tell right steps from wrong ones, where it "
                 "has scored the traces and something is known of their steps? Step F1, "
                 "first-error "
                 "F1, calibration, and what choosing by it is worth; for two models also which is "
                 "better. Nothing is scored anew.")
        : is("judge")
            ? tr("A judge criticises each trace and says where it first goes wrong; its words "
                 "stand beside the steps. It works in the background; the window may be closed "
                 "meanwhile.")
            : tr("A process reward model reads each trace with its picture and says P(+) for "
                 "every step. It runs in the background; the window may be closed meanwhile."));
    m_modelTitle->setText(is("train")   ? tr("Begin with")
                          : solves()    ? tr("Policy")
                          : is("judge") ? tr("Judge")
                                        : tr("Model"));
    m_queryTitle->setText(solves() ? tr("The questions of which traces") : tr("Which traces"));
    m_again->setVisible(is("score"));
    m_training->setVisible(is("train"));
    m_training->setRestVisible(is("train"));
    m_synthesis->setVisible(is("synthesize"));
    m_search->setVisible(is("search"));
    m_evaluation->setVisible(is("evaluate"));
    m_unfold->parentWidget()->setVisible(!is("judge") && !is("evaluate")); // nothing else to set
    showRest();
    showModels();
    changed(); // another kind counts other things
}

QWidget* RunForm::buildModel()
{
    auto* box = new QWidget(this);
    auto* browse = new QPushButton(tr("Browse…"), box);
    browse->setToolTip(tr("A folder with config.json and safetensors weights, or a judge's"));
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_model->setMinimumContentsLength(24);
    m_model->setAccessibleName(tr("Model"));
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::grid);
    row->addWidget(m_model, 1);
    row->addWidget(browse);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    m_modelTitle = heading(tr("Model"), m_model, box);
    column->addWidget(m_modelTitle);
    column->addLayout(row);
    column->addWidget(m_modelNote);
    connect(m_model, &QComboBox::currentIndexChanged, this, &RunForm::changed);
    connect(browse, &QPushButton::clicked, this, [this] {
        const QString folder =
            QFileDialog::getExistingDirectory(this, tr("Choose a checkpoint folder"));
        if (folder.isEmpty())
            return;
        m_wantedModel = folder;
        emit modelFolderChosen(folder);
    });
    return box;
}

QWidget* RunForm::buildWhich()
{
    auto* box = new QWidget(this);
    m_query->setPlaceholderText(tr("All traces"));
    m_query->setClearButtonEnabled(true);
    m_query->setAccessibleName(tr("Which traces, as a query"));
    m_query->setToolTip(tr("The same words as on the Explore page; empty means all"));
    m_missing->setChecked(true);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    m_queryTitle = heading(tr("Which traces"), m_query, box);
    column->addWidget(m_queryTitle);
    column->addWidget(m_query);
    column->addWidget(m_count);
    auto* again = new QVBoxLayout(m_again);
    again->setContentsMargins(0, metrics::grid, 0, 0);
    again->setSpacing(metrics::gap);
    again->addWidget(m_missing);
    again->addWidget(m_all);
    column->addWidget(m_again);
    connect(m_query, &QLineEdit::textChanged, this, &RunForm::changed);
    connect(m_missing, &QRadioButton::toggled, this, [this] {
        showCount();
        updateStart();
    });
    return box;
}

QWidget* RunForm::buildMore()
{
    auto* box = new QWidget(this);
    m_unfold->setCheckable(true);
    m_unfold->setAutoRaise(true);
    m_unfold->setArrowType(Qt::RightArrow);
    m_unfold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_threads->setRange(0, 512);
    m_threads->setSpecialValueText(tr("all cores"));
    m_threads->setAccessibleName(tr("Processor threads"));
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setToolTip(tr("Decides everything that is drawn at random: the same seed comes to the "
                          "same, another to other solutions or another order"));
    m_training->addRest(m_rest);
    m_rest->addRow(tr("Seed"), m_seed);
    m_rest->addRow(tr("Processor threads"), m_threads);
    m_rest->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    auto* inside = new QVBoxLayout(m_more);
    inside->setContentsMargins(3 * metrics::grid, 0, 0, 0);
    inside->addLayout(m_rest);
    m_more->hide();
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    column->addWidget(m_unfold, 0, Qt::AlignLeft);
    column->addWidget(m_more);
    connect(m_seed, &QSpinBox::valueChanged, this, &RunForm::showRest);
    connect(m_threads, &QSpinBox::valueChanged, this, &RunForm::showRest);
    connect(m_unfold, &QToolButton::toggled, this, [this](bool open) {
        m_more->setVisible(open);
        m_unfold->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    });
    return box;
}

void RunForm::showRest()
{
    m_rest->setRowVisible(m_seed, draws());
    QStringList parts;
    if (is("train"))
        parts << m_training->restInWords();
    if (draws())
        parts << tr("seed %1").arg(m_seed->value());
    const QMap<QString, QString> others = carried();
    for (auto one = others.begin(); one != others.end(); ++one)
        parts << one.key() + QLatin1Char('=') + one.value();
    parts << (m_threads->value() == 0 ? tr("all processor cores")
                                      : tr("%n processor threads", nullptr, m_threads->value()));
    m_unfold->setText(tr("The rest: %1").arg(parts.join(tr(", "))));
}

void RunForm::setModels(const std::vector<Model>& models)
{
    m_known = models;
    m_search->setModels(models);
    m_evaluation->setModels(models);
    showModels();
}

void RunForm::setUsualModels(const QMap<QString, QString>& usual)
{
    m_usual = usual;
    m_shownKind.clear();
    showModels();
}

void RunForm::showModels()
{
    const QString chosen = model();
    const bool sameKind = std::exchange(m_shownKind, kind()) == kind();
    const QString before = !m_wantedModel.isEmpty() ? m_wantedModel
                           : sameKind               ? chosen
                                                    : m_usual.value(kind(), chosen);
    m_models = m_known;
    std::erase_if(m_models, [&](const Model& each) { return isJudge(each) != is("judge"); });
    {
        const QSignalBlocker quiet(m_model);
        m_model->clear();
        for (const Model& each : m_models)
            m_model->addItem(QString::fromStdString(each.name.empty() ? each.path : each.name),
                             QString::fromStdString(each.path));
        m_model->setCurrentIndex(std::max(0, m_model->findData(before)));
    }
    if (model() == m_wantedModel)
        m_wantedModel.clear();
    m_model->setEnabled(!m_models.empty());
    if (model() != chosen)
        return changed();
    showCount();
    updateStart();
}

void RunForm::fill(const QString& kind, const QString& model, const QString& query,
                   const QMap<QString, QString>& settings)
{
    for (int i = 0; i < m_kind->count(); ++i)
        if (m_kind->tabData(i).toString() == kind)
            m_kind->setCurrentIndex(i);
    m_training->fill(settings);
    m_synthesis->fill(settings);
    m_search->fill(settings);
    m_evaluation->fill(settings);
    m_wantedModel = model;
    m_query->setText(query);
    (settings.value(overwriteKey) == QLatin1String("true") ? m_all : m_missing)->setChecked(true);
    m_threads->setValue(settings.value(threadsKey).toInt());
    m_seed->setValue(settings.value(seedKey).toInt());
    m_filledKind = kind;
    m_filled = withoutTheEnginesWords(settings);
    m_shown = chosen();
    showRest();
    m_unfold->setChecked(m_threads->value() > 0 || m_seed->value() > 0);
    setModels(m_known);
    changed(); // what is there may be more than when the form was open last
    m_model->setFocus();
}

void RunForm::setCount(const QString& query, qint64 traces, qint64 unscored, const QString& error,
                       const RunCost& cost)
{
    if (query != this->query())
        return; // the user typed on
    m_traces = traces;
    m_unscored = unscored;
    m_queryError = error;
    m_cost = cost;
    showCount();
    updateStart();
}

void RunForm::setError(const QString& sentence)
{
    updateStart();
    m_why->setText(sentence);
}

QString RunForm::kind() const
{
    return m_kind->tabData(m_kind->currentIndex()).toString();
}

QString RunForm::model() const
{
    return m_model->currentData().toString();
}

QString RunForm::query() const
{
    return m_query->text().trimmed();
}

QMap<QString, QString> RunForm::settings() const
{
    QMap<QString, QString> settings = chosen();
    settings.insert(carried());
    return settings;
}

/// A run is repeated with all that it had, also where there is no field for it, or only one that
/// cannot say as much; but what somebody has changed here counts.
QMap<QString, QString> RunForm::carried() const
{
    QMap<QString, QString> kept;
    if (kind() != m_filledKind)
        return kept;
    const QMap<QString, QString> now = chosen();
    for (auto one = m_filled.begin(); one != m_filled.end(); ++one)
        if (now.value(one.key()) == m_shown.value(one.key()) && now.value(one.key()) != one.value())
            kept.insert(one.key(), one.value());
    return kept;
}

QMap<QString, QString> RunForm::chosen() const
{
    QMap<QString, QString> settings = is("train")    ? m_training->settings()
                                      : is("search") ? m_search->settings()
                                                     : m_synthesis->settings();
    if (is("judge"))
        return {};
    if (is("evaluate"))
        return m_evaluation->settings();
    if (is("score"))
        settings = {
            {overwriteKey, m_all->isChecked() ? QStringLiteral("true") : QStringLiteral("false")}};
    if (draws() && m_seed->value() > 0)
        settings.insert(seedKey, QString::number(m_seed->value()));
    if (m_threads->value() > 0)
        settings.insert(threadsKey, QString::number(m_threads->value()));
    return settings;
}

void RunForm::changed()
{
    m_traces = m_unscored = -1;
    m_queryError.clear();
    m_cost = {};
    m_askSoon.start();
    showCount();
    updateStart();
}

void RunForm::askCount()
{
    if (isVisible() && !model().isEmpty())
        emit countWanted(kind(), model(), query());
}

void RunForm::showCount()
{
    if (!m_queryError.isEmpty())
        m_count->setText(m_queryError);
    else if (m_traces < 0)
        m_count->setText(model().isEmpty() ? QString() : tr("Counting…"));
    else
        m_count->setText(countSentence());
}

QString RunForm::countSentence() const
{
    QString counted = tracesInWords(m_traces);
    if (is("score") && m_unscored >= 0)
        counted = tr("%1, of them %2 without a score by this model")
                      .arg(counted, countInWords(m_unscored));
    else if (is("judge") && m_unscored >= 0)
        counted = tr("%1, of them %2 that this judge has not replied to")
                      .arg(counted, countInWords(m_unscored));
    else if (is("evaluate") && m_unscored >= 0)
        counted = tr("%1, of them %2 that this model has scored")
                      .arg(counted, countInWords(m_traces - m_unscored));
    else if (byQuestion())
        counted = questionsInWords(m_cost.questions);
    return m_cost.last.isEmpty() ? counted : counted + QStringLiteral(". ") + m_cost.last;
}

void RunForm::updateStart()
{
    const int at = m_model->currentIndex();
    const Model* chosen = at >= 0 && at < static_cast<int>(m_models.size())
                              ? &m_models[static_cast<std::size_t>(at)]
                              : nullptr;
    m_modelNote->setText(chosen ? QString::fromStdString(chosen->path) : QString());
    const bool missingOnly =
        m_unscored >= 0 && ((is("score") && m_missing->isChecked()) || is("judge"));
    const bool scoredOnly = m_unscored >= 0 && is("evaluate");
    const qint64 toDo = missingOnly    ? m_unscored
                        : scoredOnly   ? m_traces - m_unscored
                        : byQuestion() ? m_cost.questions
                                       : m_traces;
    QString why;
    if (!chosen)
        why = is("judge") ? tr("Choose a judge first: Browse… to its folder.")
                          : tr("Choose a model first: Browse… to its checkpoint folder.");
    else if (!chosen->error.empty())
        why = QString::fromStdString(chosen->error);
    else if (!m_queryError.isEmpty())
        why = tr("Mend the query first.");
    else if (toDo == 0)
        why = scoredOnly && m_traces > 0 ? tr("This model has scored none of them: score first.")
              : !missingOnly || m_traces == 0 ? tr("No trace fits this query.")
              : is("judge")                   ? tr("This judge has replied to all of them already.")
                                              : tr("This model has scored all of them already.");
    m_why->setText(why);
    m_start->setEnabled(why.isEmpty() && toDo > 0);
    if (solves())
        m_start->setText(toDo <= 0        ? tr("Start writing")
                         : fromRewrites() ? tr("Write on from rewritten steps")
                         : byQuestion()   ? tr("Solve %1").arg(questionsInWords(toDo))
                                        : tr("Solve the questions of %1").arg(tracesInWords(toDo)));
    else if (is("evaluate"))
        m_start->setText(toDo > 0 ? tr("Measure on %1").arg(tracesInWords(toDo))
                                  : tr("Start measuring"));
    else if (is("judge"))
        m_start->setText(toDo > 0 ? tr("Judge %1").arg(tracesInWords(toDo)) : tr("Start judging"));
    else if (is("train"))
        m_start->setText(toDo > 0 ? tr("Train on %1").arg(tracesInWords(toDo))
                                  : tr("Start training"));
    else
        m_start->setText(toDo > 0 ? tr("Score %1").arg(tracesInWords(toDo)) : tr("Start scoring"));
}

} // namespace steplight
