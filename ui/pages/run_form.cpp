// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_form.h"

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
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace steplight {

namespace {

constexpr int typingPauseMs = 400;
constexpr int widest = 640;
const QString overwriteKey = QStringLiteral("overwrite");
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

} // namespace

RunForm::RunForm(QWidget* parent)
    : QWidget(parent), m_model(new QComboBox(this)), m_modelNote(note(this)),
      m_query(new QLineEdit(this)), m_count(note(this)),
      m_missing(new QRadioButton(tr("Only those that this model has not scored yet"), this)),
      m_all(new QRadioButton(tr("All again; the new scores stand beside the old ones"), this)),
      m_unfold(new QToolButton(this)), m_more(new QWidget(this)), m_threads(new QSpinBox(m_more)),
      m_why(note(this)), m_start(new QPushButton(tr("Start scoring"), this))
{
    auto* title = new QLabel(tr("Score traces"), this);
    title->setFont(fontOf(TextSize::title));
    auto* about = note(this);
    about->setText(
        tr("A process reward model reads each trace with its picture and says P(+) for "
           "every step. It runs in the background; the window may be closed meanwhile."));
    auto* leave = new QPushButton(tr("Leave it"), this);
    setPrimary(m_start);
    m_askSoon.setSingleShot(true);
    m_askSoon.setInterval(typingPauseMs);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::grid);
    buttons->addWidget(m_start);
    buttons->addWidget(leave);
    buttons->addStretch();
    auto* inner = new QWidget(this);
    inner->setMaximumWidth(widest);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(3 * metrics::grid, 2 * metrics::grid, 3 * metrics::grid,
                               2 * metrics::grid);
    column->setSpacing(2 * metrics::grid);
    column->addWidget(title);
    column->addWidget(about);
    column->addWidget(buildModel());
    column->addWidget(buildWhich());
    column->addWidget(buildMore());
    column->addWidget(m_why);
    column->addLayout(buttons);
    column->addStretch();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(inner, 1);
    row->addStretch(0);

    connect(&m_askSoon, &QTimer::timeout, this, &RunForm::askCount);
    connect(m_start, &QPushButton::clicked, this, [this] {
        m_start->setEnabled(false); // once; setError() or fill() give it back
        m_start->setText(tr("Starting…"));
        emit startRequested();
    });
    connect(leave, &QPushButton::clicked, this, &RunForm::left);
    setModels({});
}

QWidget* RunForm::buildModel()
{
    auto* box = new QWidget(this);
    auto* browse = new QPushButton(tr("Browse…"), box);
    browse->setToolTip(tr("A folder with config.json and safetensors weights"));
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
    column->addWidget(heading(tr("Model"), m_model, box));
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
    column->addWidget(heading(tr("Which traces"), m_query, box));
    column->addWidget(m_query);
    column->addWidget(m_count);
    column->addSpacing(metrics::grid);
    column->addWidget(m_missing);
    column->addWidget(m_all);
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
    auto* form = new QFormLayout(m_more);
    form->setContentsMargins(3 * metrics::grid, 0, 0, 0);
    form->addRow(tr("Processor threads"), m_threads);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    m_more->hide();
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    column->addWidget(m_unfold, 0, Qt::AlignLeft);
    column->addWidget(m_more);
    const auto summary = [this] {
        m_unfold->setText(m_threads->value() == 0
                              ? tr("The rest: all processor cores")
                              : tr("The rest: %n processor threads", nullptr, m_threads->value()));
    };
    summary();
    connect(m_threads, &QSpinBox::valueChanged, this, summary);
    connect(m_unfold, &QToolButton::toggled, this, [this](bool open) {
        m_more->setVisible(open);
        m_unfold->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    });
    return box;
}

void RunForm::setModels(const std::vector<Model>& models)
{
    const QString before = m_wantedModel.isEmpty() ? model() : m_wantedModel;
    m_models = models;
    {
        const QSignalBlocker quiet(m_model);
        m_model->clear();
        for (const Model& each : models)
            m_model->addItem(QString::fromStdString(each.name.empty() ? each.path : each.name),
                             QString::fromStdString(each.path));
        m_model->setCurrentIndex(std::max(0, m_model->findData(before)));
    }
    if (model() == m_wantedModel)
        m_wantedModel.clear();
    m_model->setEnabled(!models.empty());
    changed();
}

void RunForm::fill(const QString& model, const QString& query,
                   const QMap<QString, QString>& settings)
{
    m_wantedModel = model;
    m_query->setText(query);
    (settings.value(overwriteKey) == QLatin1String("true") ? m_all : m_missing)->setChecked(true);
    m_threads->setValue(settings.value(threadsKey).toInt());
    m_unfold->setChecked(m_threads->value() > 0);
    setModels(m_models);
    m_model->setFocus();
}

void RunForm::setCount(const QString& query, qint64 traces, qint64 unscored, const QString& error)
{
    if (query != this->query())
        return; // the user typed on
    m_traces = traces;
    m_unscored = unscored;
    m_queryError = error;
    showCount();
    updateStart();
}

void RunForm::setError(const QString& sentence)
{
    updateStart();
    m_why->setText(sentence);
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
    QMap<QString, QString> settings{
        {overwriteKey, m_all->isChecked() ? QStringLiteral("true") : QStringLiteral("false")}};
    if (m_threads->value() > 0)
        settings.insert(threadsKey, QString::number(m_threads->value()));
    return settings;
}

void RunForm::changed()
{
    m_traces = m_unscored = -1;
    m_queryError.clear();
    m_askSoon.start();
    showCount();
    updateStart();
}

void RunForm::askCount()
{
    if (isVisible() && !model().isEmpty())
        emit countWanted(model(), query());
}

void RunForm::showCount()
{
    if (!m_queryError.isEmpty())
        m_count->setText(m_queryError);
    else if (m_traces < 0)
        m_count->setText(model().isEmpty() ? QString() : tr("Counting…"));
    else if (m_unscored < 0)
        m_count->setText(tracesInWords(m_traces));
    else
        m_count->setText(tr("%1, of them %2 without a score by this model")
                             .arg(tracesInWords(m_traces), countInWords(m_unscored)));
}

void RunForm::updateStart()
{
    const int at = m_model->currentIndex();
    const Model* chosen = at >= 0 && at < static_cast<int>(m_models.size())
                              ? &m_models[static_cast<std::size_t>(at)]
                              : nullptr;
    m_modelNote->setText(chosen ? QString::fromStdString(chosen->path) : QString());
    const bool missingOnly = m_missing->isChecked() && m_unscored >= 0;
    const qint64 toDo = missingOnly ? m_unscored : m_traces;
    QString why;
    if (!chosen)
        why = tr("Choose a model first: Browse… to its checkpoint folder.");
    else if (!chosen->error.empty())
        why = QString::fromStdString(chosen->error);
    else if (!m_queryError.isEmpty())
        why = tr("Mend the query first.");
    else if (toDo == 0)
        why = missingOnly && m_traces > 0 ? tr("This model has scored all of them already.")
                                          : tr("No trace fits this query.");
    m_why->setText(why);
    m_start->setEnabled(why.isEmpty() && toDo > 0);
    m_start->setText(toDo > 0 ? tr("Score %1").arg(tracesInWords(toDo)) : tr("Start scoring"));
}

} // namespace steplight
