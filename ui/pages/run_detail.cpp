// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_detail.h"

#include "ui/charts/cost_chart.h"
#include "ui/charts/training_curve.h"
#include "ui/pages/flow_layout.h"
#include "ui/pages/plain_label.h"
#include "ui/pages/run_list.h"
#include "ui/pages/strategy_table.h"
#include "ui/pages/words.h"
#include "ui/theme.h"

#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <set>

namespace steplight {

namespace {

constexpr int logBlocks = 500;
constexpr int leastLog = 96;

/// The state as a sentence; after a failure also what was kept and what to do next.
QString stateSentence(const Run& run, bool resumable)
{
    const QString message = QString::fromStdString(run.message).trimmed();
    const bool trains = run.kind == "train";
    const bool writes = run.kind == "synthesize" || run.kind == "search";
    const bool measures = run.kind == "evaluate";
    const QString kept =
        run.kind == "judge" ? RunDetail::tr("The replies that came are kept.")
        : writes            ? RunDetail::tr("The traces that were written are kept.")
        : trains ? RunDetail::tr("Its checkpoints are kept in the folder; there is no model yet.")
        : run.done > 0 && !measures
            ? RunDetail::tr("What was scored is kept (%1).").arg(tracesInWords(run.done))
            : RunDetail::tr("Nothing was stored.");
    const QString goOn = RunDetail::tr("Resume goes on where it was; Repeat… begins anew.");
    switch (run.state) {
    case RunState::failed:
        return (message.isEmpty() ? RunDetail::tr("The engine gave no reason; the log may tell.")
                                  : message) +
               QStringLiteral("\n") + kept + QLatin1Char(' ') +
               (resumable          ? goOn
                : trains || writes ? RunDetail::tr("Repeat it with changes.")
                : measures         ? RunDetail::tr("Repeat it with changes.")
                                   : RunDetail::tr("Repeat it for the rest."));
    case RunState::cancelled:
        return progressInWords(run) + QStringLiteral(". ") + kept +
               (resumable ? QLatin1Char(' ') + goOn : QString());
    default:
        return message.isEmpty() ? progressInWords(run)
                                 : progressInWords(run) + QStringLiteral("\n") + message;
    }
}

QString metricName(const std::string& key)
{
    for (const auto& [prefix, words] :
         {std::pair<std::string, QString>{"against_", RunDetail::tr("%1, other model")},
          {"gain_", RunDetail::tr("%1, difference")}})
        if (key.starts_with(prefix))
            return words.arg(metricName(key.substr(prefix.size())));
    if (key == "step_f1")
        return RunDetail::tr("step F1");
    if (key == "first_error_f1")
        return RunDetail::tr("first-error F1");
    if (key == "auc")
        return RunDetail::tr("AUC");
    if (key == "ece")
        return RunDetail::tr("ECE");
    if (key == "people_steps")
        return RunDetail::tr("steps by people");
    if (key == "machine_steps")
        return RunDetail::tr("steps by machines");
    if (key == "traces_per_second")
        return RunDetail::tr("traces a second");
    if (key == "steps_per_second")
        return RunDetail::tr("steps a second");
    if (key == "seconds")
        return RunDetail::tr("seconds");
    if (key == "judged")
        return RunDetail::tr("traces judged");
    if (key == "unknown")
        return RunDetail::tr("questions unknown to the judge");
    if (key == "parsed")
        return RunDetail::tr("clear verdicts");
    if (key == "unparsable")
        return RunDetail::tr("replies without a verdict");
    if (key == "new_traces")
        return RunDetail::tr("new traces");
    if (key == "read")
        return RunDetail::tr("in the policy's form");
    if (key == "right")
        return RunDetail::tr("right answers");
    if (key == "prompt_tokens")
        return RunDetail::tr("tokens of prompts");
    if (key == "solution_tokens")
        return RunDetail::tr("tokens of solutions");
    if (key == "rollout_tokens")
        return RunDetail::tr("tokens of rollouts");
    if (key == "solutions")
        return RunDetail::tr("solutions");
    if (key == "estimates")
        return RunDetail::tr("steps with estimates");
    if (key == "rollouts")
        return RunDetail::tr("rollouts");
    if (key == "decided")
        return RunDetail::tr("estimates decided early");
    if (key == "warnings")
        return RunDetail::tr("warnings");
    if (key == "learnt")
        return RunDetail::tr("traces to learn");
    if (key == "validated")
        return RunDetail::tr("traces held out");
    if (key == "corrected")
        return RunDetail::tr("corrected by people");
    if (key == "left_out")
        return RunDetail::tr("without usable labels");
    if (key == "validation_step_f1")
        return RunDetail::tr("step F1, held out");
    if (key == "validation_first_error_f1")
        return RunDetail::tr("first-error F1, held out");
    if (key == "validation_perception_first_error_f1")
        return RunDetail::tr("of perception");
    if (key == "validation_reasoning_first_error_f1")
        return RunDetail::tr("of reasoning");
    if (key == "questions")
        return RunDetail::tr("questions");
    if (key == "graded")
        return RunDetail::tr("of them with a key");
    if (key == "majority")
        return RunDetail::tr("the vote is right");
    if (key == "best_mean")
        return RunDetail::tr("best by mean P(+)");
    if (key == "weighted")
        return RunDetail::tr("weighted vote");
    if (key == "pass_1" || key == "pass_at_1")
        return RunDetail::tr("right at the first try");
    if (key == "n")
        return RunDetail::tr("solutions of each");
    if (key == "oracle")
        return RunDetail::tr("any solution is right");
    if (key == "validation_auc")
        return RunDetail::tr("AUC, held out");
    if (key == "validation_ece")
        return RunDetail::tr("ECE, held out");
    if (key == "validation_loss")
        return RunDetail::tr("loss, held out");
    if (key == "loss")
        return RunDetail::tr("loss");
    if (key == "rate")
        return RunDetail::tr("learning rate");
    if (key == "tokens_per_second")
        return RunDetail::tr("tokens a second");
    if (key == "best_step")
        return RunDetail::tr("best at update");
    if (key == "traces")
        return RunDetail::tr("traces");
    if (key == "steps")
        return RunDetail::tr("steps");
    if (key == "skipped")
        return RunDetail::tr("skipped");
    return QString::fromStdString(key).replace(QLatin1Char('_'), QLatin1Char(' '));
}

/// The log and the curves have the others; of an evaluation, its file.
bool isShown(const std::string& key, const std::string& kind)
{
    static const std::set<std::string> measures{"step_f1",
                                                "against_step_f1",
                                                "gain_step_f1",
                                                "first_error_f1",
                                                "against_first_error_f1",
                                                "gain_first_error_f1",
                                                "auc",
                                                "against_auc",
                                                "ece",
                                                "against_ece",
                                                "traces",
                                                "people_steps",
                                                "machine_steps",
                                                "pass_at_1",
                                                "oracle",
                                                "majority",
                                                "best_mean",
                                                "weighted"};
    if (kind == "evaluate")
        return measures.contains(key);
    static const std::set<std::string> hidden{"step", "epoch", "norm", "accuracy"};
    static const std::set<std::string> shown{"validation_step_f1",
                                             "validation_first_error_f1",
                                             "validation_perception_first_error_f1",
                                             "validation_reasoning_first_error_f1",
                                             "validation_auc",
                                             "validation_ece",
                                             "validation_loss"};
    if (key.starts_with("validation_"))
        return shown.contains(key);
    return !hidden.contains(key) && key.find("perception_") == key.npos &&
           key.find("reasoning_") == key.npos;
}

/// What a run came to first, then what it took; the others by name.
std::ptrdiff_t placeOf(const std::string& key)
{
    static const std::vector<std::string> first{
        "validation_step_f1", "validation_first_error_f1", "validation_perception_first_error_f1",
        "validation_reasoning_first_error_f1", "validation_auc", "validation_ece",
        "validation_loss", "loss", "best_step", "learnt", "corrected", "validated", "left_out",
        // of an evaluation
        "first_error_f1", "against_first_error_f1", "gain_first_error_f1", "step_f1",
        "against_step_f1", "gain_step_f1", "auc", "against_auc", "ece", "against_ece", "pass_at_1",
        "majority", "weighted", "best_mean",
        // of who writes or judges
        "questions", "graded", "n", "pass_1", "oracle", "solutions", "new_traces", "right", "read",
        "judged", "parsed", "traces", "steps"};
    return std::find(first.begin(), first.end(), key) - first.begin();
}

QString metricValue(double value)
{
    if (!std::isfinite(value))
        return QStringLiteral("–");
    const bool whole = std::abs(value - std::round(value)) < 1e-9 && std::abs(value) < 1e15;
    if (whole || std::abs(value) >= 1000)
        return countInWords(std::llround(value));
    const QString sign = value < 0 ? QStringLiteral("−") : QString();
    value = std::abs(value);
    if (value < 0.01) // a learning rate
        return sign + QLocale().toString(value, 'g', 2).toLower();
    return sign + QLocale().toString(value, 'f', value < 10 ? 2 : 1);
}

QWidget* tile(const QString& value, const QString& name, QWidget* parent)
{
    auto* widget = new QWidget(parent);
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 3 * metrics::grid, 0);
    column->setSpacing(0);
    auto* number = plainLabel(widget, value);
    number->setFont(figuresOf(TextSize::title));
    number->setWordWrap(false);
    auto* word = plainLabel(widget, name);
    word->setWordWrap(false);
    setMuted(word);
    column->addWidget(number);
    column->addWidget(word);
    return widget;
}

} // namespace

RunDetail::RunDetail(QWidget* parent)
    : QWidget(parent), m_title(plainLabel(this)), m_state(plainLabel(this)),
      m_progress(new QProgressBar(this)), m_tiles(new QWidget(this)),
      m_metrics(new FlowLayout(m_tiles, metrics::grid)), m_facts(new QFormLayout),
      m_curve(new TrainingCurve(this)), m_cost(new CostChart(this)),
      m_strategies(new StrategyTable(this)), m_outputsTitle(plainLabel(this, tr("It wrote"))),
      m_outputs(plainLabel(this)), m_log(new QPlainTextEdit(this))
{
    m_title->setFont(fontOf(TextSize::title));
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    m_progress->setAccessibleName(tr("Progress of the run"));
    m_facts->setContentsMargins(0, 0, 0, 0);
    m_facts->setHorizontalSpacing(2 * metrics::grid);
    m_facts->setVerticalSpacing(metrics::gap);
    setMuted(m_outputsTitle);
    auto* logTitle = plainLabel(this, tr("End of the log"));
    setMuted(logTitle);
    QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    mono.setPointSizeF(fontOf(TextSize::small).pointSizeF());
    m_log->setFont(mono);
    m_log->setReadOnly(true);
    m_log->setTabChangesFocus(true);
    m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_log->setMaximumBlockCount(logBlocks);
    m_log->setAccessibleName(logTitle->text());
    m_log->setPlaceholderText(tr("The engine has said nothing yet."));

    m_log->setMinimumHeight(leastLog);

    auto* inner = new QWidget(this);
    auto* scroll = new QScrollArea(this); // a search's table and chart are higher than a laptop
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(inner);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(3 * metrics::grid, 2 * metrics::grid, 3 * metrics::grid,
                               2 * metrics::grid);
    column->setSpacing(metrics::grid);
    column->addWidget(m_title);
    column->addWidget(m_progress);
    column->addWidget(m_state);
    column->addWidget(buildButtons());
    column->addSpacing(metrics::grid);
    column->addWidget(m_curve);
    column->addWidget(m_cost);
    column->addWidget(m_tiles);
    column->addWidget(m_strategies);
    column->addLayout(m_facts);
    column->addSpacing(metrics::grid);
    column->addWidget(m_outputsTitle);
    column->addWidget(m_outputs);
    column->addWidget(logTitle);
    column->addWidget(m_log, 1);
    setOutputs({});
    setResumable(false);
    m_curve->hide();
    setCosts({});
}

QWidget* RunDetail::buildButtons()
{
    auto* box = new QWidget(this);
    m_cancel = new QPushButton(tr("Cancel"), box);
    m_resume = new QPushButton(tr("Resume"), box);
    m_repeat = new QPushButton(tr("Repeat…"), box);
    m_folder = new QPushButton(tr("Open folder"), box);
    m_traces = new QPushButton(tr("Show its traces"), box);
    m_cancel->setToolTip(tr("Stops soon; what it has done is kept, and it can be resumed"));
    m_resume->setToolTip(tr("Starts the engine again; it goes on where it was"));
    m_repeat->setToolTip(tr("Opens the form filled in as this run was"));
    m_folder->setToolTip(tr("Request, events and log of this run"));
    m_traces->setToolTip(tr("On the Explore page"));
    auto* row = new FlowLayout(box, metrics::grid);
    for (QPushButton* button : {m_cancel, m_resume, m_repeat, m_folder, m_traces})
        row->addWidget(button);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancel->setEnabled(false); // until the next word from the engine
        m_cancel->setText(tr("Cancelling…"));
        emit cancelRequested();
    });
    connect(m_resume, &QPushButton::clicked, this, [this] {
        setResumable(false); // once
        emit resumeRequested();
    });
    connect(m_repeat, &QPushButton::clicked, this, &RunDetail::repeatRequested);
    connect(m_folder, &QPushButton::clicked, this, &RunDetail::openFolderRequested);
    connect(m_traces, &QPushButton::clicked, this, &RunDetail::tracesRequested);
    return box;
}

void RunDetail::setRun(const Run& run)
{
    if (run == m_run)
        return;
    const bool other = run.id != m_run.id;
    const bool otherFacts = other || run.endedAt != m_run.endedAt || run.query != m_run.query;
    const bool otherMetrics = other || run.metrics != m_run.metrics;
    m_run = run;
    if (other) {
        m_log->clear();
        setOutputs({});
        setHistory({});
        setCosts({});
        setResumable(false);
        m_curve->setVisible(run.kind == "train");
        m_cancel->setText(tr("Cancel"));
    }
    showState();
    if (otherFacts) // selected text stays selected while the run goes on
        showFacts();
    if (otherMetrics)
        showMetrics();
}

void RunDetail::showState()
{
    const bool live = m_run.state == RunState::waiting || m_run.state == RunState::running;
    m_title->setText(runInWords(m_run) + QStringLiteral(" · ") + stateInWords(m_run.state));
    m_state->setText(stateSentence(m_run, !m_resume->isHidden()));
    const bool unknown = m_run.state == RunState::running && m_run.total == 0;
    m_progress->setRange(0, unknown ? 0 : 1000);
    m_progress->setValue(static_cast<int>(std::lround(progressOf(m_run) * 1000)));
    if (!live)
        m_cancel->setText(tr("Cancel"));
    m_cancel->setEnabled(live && m_cancel->text() == tr("Cancel"));
    m_cancel->setVisible(live);
    m_progress->setVisible(live);
    m_repeat->setEnabled(!live);
    m_folder->setEnabled(!m_run.folder.empty());
}

void RunDetail::showFacts()
{
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    const auto add = [this](const QString& name, const QString& value) {
        auto* label = plainLabel(this, name);
        setMuted(label);
        label->setWordWrap(false);
        m_facts->addRow(label, plainLabel(this, value));
    };
    add(tr("Model"), QString::fromStdString(m_run.model));
    add(tr("Traces"), queryInWords(m_run.query));
    add(tr("Started"), momentInWords(m_run.createdAt));
    if (m_run.endedAt > 0)
        add(tr("Ended"), momentInWords(m_run.endedAt));
    QStringList settings;
    for (const auto& [key, value] : m_run.settings)
        // What the engine said of the model is no setting; the Models page shows it.
        if (key != "model_name" && key != "model_hash" && key != "profile" && key != "name" &&
            key != "input_sha256" && !key.starts_with("prm_"))
            settings << QString::fromStdString(key) + QLatin1Char('=') +
                            QString::fromStdString(value);
    add(tr("Settings"),
        settings.isEmpty() ? tr("all at their defaults") : settings.join(QStringLiteral(", ")));
}

void RunDetail::showMetrics()
{
    m_metrics->clear();
    std::vector<std::pair<std::string, double>> all(m_run.metrics.begin(), m_run.metrics.end());
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return placeOf(a.first) < placeOf(b.first);
    });
    // Worth a word only where there are any.
    static const std::set<std::string> sometimes{"decided",  "rollouts",  "estimates",
                                                 "left_out", "skipped",   "rollout_tokens",
                                                 "unknown",  "unparsable"};
    for (const auto& [key, value] : all)
        if (isShown(key, m_run.kind) && (value != 0 || !sometimes.contains(key)) &&
            !(m_run.kind == "search" && StrategyTable::holds(key, m_run.metrics)))
            m_metrics->addWidget(tile(metricValue(value), metricName(key), m_tiles));
    m_tiles->setVisible(!m_run.metrics.empty());
    m_strategies->setMetrics(m_run.kind == "search" ? m_run.metrics
                                                    : std::map<std::string, double>());
    m_strategies->setVisible(!m_strategies->isEmpty());
}

void RunDetail::setLog(const QString& tail)
{
    if (tail == m_log->toPlainText())
        return;
    QScrollBar* bar = m_log->verticalScrollBar();
    const bool atEnd = bar->value() == bar->maximum();
    const int was = bar->value();
    m_log->setPlainText(tail);
    bar->setValue(was);
    if (atEnd) // once the lines are laid out
        QTimer::singleShot(0, m_log, [bar] { bar->setValue(bar->maximum()); });
}

void RunDetail::setOutputs(const QStringList& lines)
{
    m_outputs->setText(lines.join(QLatin1Char('\n')));
    m_outputs->setVisible(!lines.isEmpty());
    m_outputsTitle->setVisible(!lines.isEmpty());
}

void RunDetail::setHistory(const MetricsHistory& history)
{
    m_curve->setHistory(history);
}

void RunDetail::setCosts(const std::vector<CostCurve>& curves)
{
    m_cost->setCurves(curves);
    m_cost->setVisible(!curves.empty());
}

void RunDetail::setResumable(bool resumable)
{
    m_resume->setVisible(resumable);
    if (!m_run.id.empty())
        showState();
}

} // namespace steplight
