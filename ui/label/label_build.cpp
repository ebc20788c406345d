// SPDX-License-Identifier: GPL-3.0-or-later
// How the Label page is put together.
#include "ui/label/label_page.h"

#include "ui/canvas/image_pane.h"
#include "ui/charts/step_curve.h"
#include "ui/label/detail_row.h"
#include "ui/label/guideline_panel.h"
#include "ui/label/history_strip.h"
#include "ui/label/question_header.h"
#include "ui/label/queue_panel.h"
#include "ui/label/rating_row.h"
#include "ui/label/steps_bar.h"
#include "ui/label/steps_view.h"
#include "ui/math/formulas.h"

#include <QAction>
#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>

namespace steplight {

namespace {

constexpr int queueWidth = 232;
constexpr int bottomHeight = 104;
constexpr int tallestBottom = 160; // at first, however large the text
constexpr int curveAfter = 20;     // ms

QFrame* hairline(QWidget* parent)
{
    auto* line = new QFrame(parent);
    line->setFixedHeight(metrics::hairline);
    line->setObjectName(QStringLiteral("hairline"));
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    return line;
}

} // namespace

LabelPage::LabelPage(ImageLoader& loader, QWidget* parent)
    : QWidget(parent), m_loader(loader), m_formulas(new Formulas(katexFolder(), this)),
      m_rules(new GuidelinePanel(loader, this)), m_queue(new QueuePanel(this)),
      m_image(new ImagePane(loader, this)), m_question(new QuestionHeader(*m_formulas, this)),
      m_bar(new StepsBar(this)), m_steps(new StepsView(m_labelling, *m_formulas, this)),
      m_history(new HistoryStrip(this)), m_curve(new StepCurve(this)), m_saved(new QLabel(this)),
      m_hint(new QLabel(this)), m_feedback(new QLabel(this)), m_middle(new QStackedWidget(this)),
      m_emptyTitle(new QLabel), m_emptyAdvice(new QLabel),
      m_import(new QPushButton(tr("Import traces"))), m_work(new QSplitter(Qt::Horizontal)),
      m_columns(new QSplitter(Qt::Horizontal)), m_rows(new QSplitter(Qt::Vertical, this))
{
    m_time.start();
    m_work->addWidget(m_image);
    m_work->addWidget(buildRight());
    m_work->setSizes({500, 540});
    m_work->setStretchFactor(0, 1);
    m_work->setStretchFactor(1, 1);
    m_work->setChildrenCollapsible(false);
    m_middle->addWidget(m_work);
    m_middle->addWidget(buildEmpty());
    m_columns->addWidget(m_queue);
    m_columns->addWidget(m_middle);
    m_columns->setSizes({queueWidth, 1100});
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    m_columns->setCollapsible(1, false);
    m_rows->addWidget(m_columns);
    m_rows->addWidget(buildBottom());
    m_rows->setSizes({700, std::min(withText(bottomHeight), tallestBottom)});
    m_rows->setStretchFactor(0, 1);
    m_rows->setStretchFactor(1, 0);
    m_rows->setCollapsible(0, false);
    for (QSplitter* splitter : {m_work, m_columns, m_rows})
        splitter->setHandleWidth(metrics::hairline);
    auto* page = new QHBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    page->addWidget(m_rules);
    page->addWidget(m_rows, 1);

    buildKeys();
    connectParts();
    connectDetailRow();
    connectRewriteRow();
    connectCanvas();
    clearDetail(tr("No trace is open"), tr("Choose one in the queue at the left."));
}

LabelPage::~LabelPage() = default;

QWidget* LabelPage::buildRight()
{
    auto* right = new QWidget;
    right->setMinimumWidth(360);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_question);
    column->addWidget(hairline(right));
    column->addWidget(m_bar);
    m_feedback->setTextFormat(Qt::PlainText);
    m_feedback->setWordWrap(true);
    m_feedback->setAccessibleName(tr("Training"));
    m_feedback->setContentsMargins(metrics::grid, metrics::gap, metrics::grid, metrics::gap);
    setPanel(m_feedback);
    m_feedback->hide();
    column->addWidget(m_feedback);
    column->addWidget(m_steps, 1);
    return right;
}

QWidget* LabelPage::buildBottom()
{
    auto* bottom = new QWidget;
    setPanel(bottom);
    setMuted(m_saved);
    setMuted(m_hint);
    m_hint->setTextFormat(Qt::PlainText);
    m_saved->setFont(figuresOf(TextSize::small));
    auto* line = new QHBoxLayout;
    line->setSpacing(metrics::grid * 2);
    line->addWidget(m_saved);
    line->addWidget(m_hint, 1);
    auto* left = new QVBoxLayout;
    left->setSpacing(metrics::gap);
    left->addWidget(m_history, 1);
    left->addLayout(line);
    auto* row = new QHBoxLayout(bottom);
    row->setContentsMargins(metrics::grid, metrics::gap, metrics::grid, metrics::gap);
    row->setSpacing(metrics::grid);
    row->addLayout(left, 1);
    row->addWidget(m_curve, 1);
    bottom->setMinimumHeight(72);
    return bottom;
}

QWidget* LabelPage::buildEmpty()
{
    auto* empty = new QWidget;
    m_emptyTitle->setFont(fontOf(TextSize::heading));
    for (QLabel* label : {m_emptyTitle, m_emptyAdvice}) {
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    setPrimary(m_import);
    auto* column = new QVBoxLayout(empty);
    column->setSpacing(metrics::grid);
    column->addStretch(2);
    column->addWidget(m_emptyTitle);
    column->addWidget(m_emptyAdvice);
    column->addSpacing(metrics::grid);
    column->addWidget(m_import, 0, Qt::AlignCenter);
    column->addStretch(3);
    return empty;
}

void LabelPage::buildKeys()
{
    for (const LabelKey key : labelKeys()) {
        auto* action = new QAction(labelKey(key).what(), this);
        action->setObjectName(labelKey(key).id);
        bindKeys(action, labelKey(key).id);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        // A key that is held down must not label a whole trace.
        action->setAutoRepeat(key == LabelKey::stepUp || key == LabelKey::stepDown);
        connect(action, &QAction::triggered, this, [this, key] { perform(key); });
        addAction(action);
    }
}

void LabelPage::connectParts()
{
    connect(m_queue, &QueuePanel::queueChosen, this, &LabelPage::queueChosen);
    connect(m_queue, &QueuePanel::queryEdited, this, &LabelPage::queryEdited);
    connect(m_queue, &QueuePanel::modeChosen, this, &LabelPage::queueModeChosen);
    connect(m_queue, &QueuePanel::orderChosen, this, &LabelPage::queueOrderChosen);
    connect(m_queue, &QueuePanel::traceChosen, this, &LabelPage::traceRequested);
    connect(m_queue, &QueuePanel::left, m_steps, qOverload<>(&QWidget::setFocus));
    connect(m_steps, &StepsView::stepChosen, this, [this](int step) {
        m_subject = -1;
        goTo(step);
    });
    m_curveSoon.setSingleShot(true);
    m_curveSoon.setInterval(curveAfter);
    connect(&m_curveSoon, &QTimer::timeout, this, &LabelPage::showCurve);
    connect(m_curve, &StepCurve::stepClicked, this, [this](int step) {
        m_subject = -1;
        goTo(step);
    });
    connect(m_bar, &StepsBar::litByChosen, this, [this](LightSource source) {
        setLitBy(source);
        emit litByChanged(source);
    });
    connect(m_bar, &StepsBar::firstErrorModeChosen, this,
            [this] { perform(LabelKey::firstErrorMode); });
    connect(m_bar, &StepsBar::hideClicked, this, [this] { perform(LabelKey::hideScores); });
    connect(m_bar, &StepsBar::scoreClicked, this, [this] { perform(LabelKey::scoreNow); });
    connect(m_formulas, &Formulas::missing, this, [this] {
        hint(tr("Formulas are shown as their source: KaTeX is not installed "
                "(packages libjs-katex and fonts-katex)."));
    });
    connect(m_question, &QuestionHeader::badQuestionClicked, this,
            [this] { perform(LabelKey::badQuestion); });
    connect(m_question, &QuestionHeader::wrongKeyClicked, this,
            [this] { perform(LabelKey::wrongKey); });
    connect(m_question, &QuestionHeader::sourceClicked, this,
            [this] { perform(LabelKey::sourceText); });
    connect(m_question, &QuestionHeader::originClicked, this, [this] {
        if (const auto origin = m_labelling.detail().origin) {
            showStep(origin->traceId, origin->step);
            emit traceRequested(QString::fromStdString(origin->traceId));
        }
    });
    connect(m_history, &HistoryStrip::decisionChosen, this, [this](const QString& trace, int step) {
        showStep(trace.toStdString(), std::max(0, step));
        if (trace.toStdString() != traceId())
            emit traceRequested(trace);
    });
    connect(m_rules, &GuidelinePanel::left, this, &LabelPage::toggleGuideline);
    connect(m_rules, &GuidelinePanel::editRequested, this, &LabelPage::guidelineEditRequested);
    connect(m_import, &QPushButton::clicked, this, &LabelPage::importRequested);
    connect(&m_steps->ratingRow(), &RatingRow::chosen, this, &LabelPage::perform);
    m_steps->installEventFilter(this);
    m_steps->viewport()->installEventFilter(this);
    m_image->canvas().installEventFilter(this);
}

void LabelPage::connectDetailRow()
{
    DetailRow& row = m_steps->detailRow();
    connect(&row, &DetailRow::errorKindChosen, this, &LabelPage::setErrorKind);
    connect(&row, &DetailRow::refinementChosen, this, &LabelPage::refine);
    connect(&row, &DetailRow::overruleChosen, this,
            [this](int step, EstimateKind kind, const QString& word) {
                overrule(step, kind, word.toStdString());
            });
    connect(&row, &DetailRow::reasonChosen, this, [this](int step, const QString& reason) {
        Verdict verdict = m_labelling.verdictAt(step);
        verdict.reason = reason.toStdString();
        amend(step, verdict);
    });
    connect(&row, &DetailRow::commentWritten, this, [this](int step, const QString& comment) {
        Verdict verdict = m_labelling.verdictAt(step);
        verdict.comment = comment.toStdString();
        amend(step, verdict);
    });
    connect(&row, &DetailRow::boxRequested, this, [this] { perform(LabelKey::box); });
    connect(&row, &DetailRow::boxChosen, this, [this](int index) {
        const Verdict verdict = m_labelling.confirmedAt(subject());
        for (std::size_t i = 0; i < m_places.size(); ++i) {
            if (!m_places[i].own ||
                !samePlace(m_places[i].region, verdict.regions.at(static_cast<std::size_t>(index))))
                continue;
            m_image->canvas().selectRegion(static_cast<int>(i));
            m_image->canvas().reveal(static_cast<int>(i));
            m_image->canvas().setFocus();
            lightSteps();
            return;
        }
    });
    connect(&row, &DetailRow::left, this, [this] {
        if (m_subject >= 0 && !m_labelling.isDecided(m_subject)) { // asked, then let be
            m_subject = -1;
            goTo(currentStep());
        }
        m_steps->setFocus();
    });
}

void LabelPage::connectCanvas()
{
    Canvas& canvas = m_image->canvas();
    connect(&canvas, &Canvas::regionDrawn, this, [this](const Region& region) {
        m_steps->setFocus();
        addRegion(region);
    });
    connect(&canvas, &Canvas::regionDuplicated, this, [this](const Region& region) {
        m_select = region;
        addRegion(region);
    });
    connect(&canvas, &Canvas::regionChanged, this,
            [this](int index, const Region& region) { changeRegion(index, &region); });
    connect(&canvas, &Canvas::regionRemoved, this,
            [this](int index) { changeRegion(index, nullptr); });
    connect(&canvas, &Canvas::regionSelected, this, &LabelPage::lightSteps);
    connect(&canvas, &Canvas::viewChanged, this, [this](const CanvasView& view) {
        const auto& images = m_labelling.detail().question.images;
        const auto at = static_cast<std::size_t>(m_image->canvas().currentImage());
        if (at < images.size())
            emit imageViewChanged(QString::fromStdString(images[at].hash), view);
    });
    connect(&canvas, &Canvas::adjustmentChanged, this, &LabelPage::adjustmentChanged);
    connect(&canvas, &Canvas::locateRequested, this, [this](const ImageRef& image) {
        emit locateImageRequested(QString::fromStdString(m_labelling.detail().question.id), image);
    });
}

void LabelPage::setQueueModes(Visibility project, const std::map<std::string, Visibility>& own)
{
    m_queue->setModes(project, own);
}

void LabelPage::setQueueOrder(TraceOrder order, bool descending)
{
    m_queue->setOrder(order, descending);
}

void LabelPage::setPlace(int row, bool afresh)
{
    m_queue->setPlace(row, afresh);
}

} // namespace steplight
