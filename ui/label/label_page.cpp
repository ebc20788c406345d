// SPDX-License-Identifier: GPL-3.0-or-later
// How the page is put together and shown; label_actions.cpp says what its keys do.
#include "ui/label/label_page.h"

#include "ui/canvas/image_pane.h"
#include "ui/charts/step_curve.h"
#include "ui/image_loader.h"
#include "ui/label/detail_row.h"
#include "ui/label/history_strip.h"
#include "ui/label/question_header.h"
#include "ui/label/queue_panel.h"
#include "ui/label/rating_row.h"
#include "ui/label/steps_bar.h"
#include "ui/label/steps_view.h"

#include <QAction>
#include <QBoxLayout>
#include <QDataStream>
#include <QDateTime>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>

namespace steplight {

namespace {

constexpr int queueWidth = 232;
constexpr int queueFoldsBelow = 1040; // page width
constexpr int bottomHeight = 104;
constexpr qint32 stateVersion = 1;

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
    : QWidget(parent), m_loader(loader), m_queue(new QueuePanel(this)),
      m_image(new ImagePane(loader, this)), m_question(new QuestionHeader(this)),
      m_bar(new StepsBar(this)), m_steps(new StepsView(m_labelling, this)),
      m_history(new HistoryStrip(this)), m_curve(new StepCurve(this)), m_saved(new QLabel(this)),
      m_hint(new QLabel(this)), m_middle(new QStackedWidget(this)), m_emptyTitle(new QLabel),
      m_emptyAdvice(new QLabel), m_import(new QPushButton(tr("Import traces"))),
      m_work(new QSplitter(Qt::Horizontal)), m_columns(new QSplitter(Qt::Horizontal)),
      m_rows(new QSplitter(Qt::Vertical, this))
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
    m_rows->setSizes({700, bottomHeight});
    m_rows->setStretchFactor(0, 1);
    m_rows->setStretchFactor(1, 0);
    m_rows->setCollapsible(0, false);
    for (QSplitter* splitter : {m_work, m_columns, m_rows})
        splitter->setHandleWidth(metrics::hairline);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->addWidget(m_rows);

    buildKeys();
    connectParts();
    connectDetailRow();
    connectCanvas();
    setFocusProxy(m_steps);
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
    for (const LabelKeyEntry& entry : labelKeys()) {
        if (!entry.bound)
            continue;
        auto* action = new QAction(entry.what, this);
        action->setObjectName(entry.id);
        action->setShortcuts(QList<QKeySequence>(entry.keys.begin(), entry.keys.end()));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        // A key that is held down must not label a whole trace.
        action->setAutoRepeat(entry.key == LabelKey::stepUp || entry.key == LabelKey::stepDown);
        connect(action, &QAction::triggered, this, [this, key = entry.key] { perform(key); });
        addAction(action);
    }
}

void LabelPage::connectParts()
{
    connect(m_queue, &QueuePanel::queueChosen, this, &LabelPage::queueChosen);
    connect(m_queue, &QueuePanel::queryEdited, this, &LabelPage::queryEdited);
    connect(m_queue, &QueuePanel::traceChosen, this, &LabelPage::traceRequested);
    connect(m_steps, &StepsView::stepChosen, this, [this](int step) {
        m_subject = -1;
        goTo(step);
    });
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
    connect(m_question, &QuestionHeader::badQuestionClicked, this,
            [this] { perform(LabelKey::badQuestion); });
    connect(m_question, &QuestionHeader::wrongKeyClicked, this,
            [this] { perform(LabelKey::wrongKey); });
    connect(m_history, &HistoryStrip::decisionChosen, this, [this](const QString& trace, int step) {
        showStep(trace.toStdString(), std::max(0, step));
        if (trace.toStdString() != traceId())
            emit traceRequested(trace);
    });
    connect(m_import, &QPushButton::clicked, this, &LabelPage::importRequested);
    connect(&m_steps->ratingRow(), &RatingRow::chosen, this, &LabelPage::perform);
    m_steps->viewport()->installEventFilter(this);
    m_image->canvas().installEventFilter(this);
}

void LabelPage::connectDetailRow()
{
    DetailRow& row = m_steps->detailRow();
    connect(&row, &DetailRow::errorKindChosen, this, &LabelPage::setErrorKind);
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
        const auto at =
            std::find(m_shownRegions.begin(), m_shownRegions.end(), std::pair(subject(), index));
        if (at == m_shownRegions.end())
            return;
        const int shown = static_cast<int>(at - m_shownRegions.begin());
        m_image->canvas().selectRegion(shown);
        m_image->canvas().reveal(shown);
        m_image->canvas().setFocus();
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
    connect(&canvas, &Canvas::boxDrawn, this, &LabelPage::addRegion);
    connect(&canvas, &Canvas::regionChanged, this,
            [this](int index, const Region& region) { changeRegion(index, &region); });
    connect(&canvas, &Canvas::regionRemoved, this,
            [this](int index) { changeRegion(index, nullptr); });
    connect(&canvas, &Canvas::regionSelected, this, [this](int index) {
        if (index < 0 || index >= static_cast<int>(m_shownRegions.size()))
            return;
        const int step = m_shownRegions[static_cast<std::size_t>(index)].first;
        if (step == subject() || step < 0)
            return;
        m_subject = -1;
        goTo(step);
        m_image->canvas().selectRegion(index);
    });
    connect(&canvas, &Canvas::viewChanged, this, [this](const CanvasView& view) {
        const auto& images = m_labelling.detail().question.images;
        const auto at = static_cast<std::size_t>(m_image->canvas().currentImage());
        if (at < images.size())
            emit imageViewChanged(QString::fromStdString(images[at].hash), view);
    });
    connect(&canvas, &Canvas::adjustmentChanged, this, &LabelPage::adjustmentChanged);
    connect(&canvas, &Canvas::locateRequested, this, &LabelPage::locateImageRequested);
}

void LabelPage::setAnnotator(const std::string& name)
{
    m_steps->detailRow().closeInputs();
    m_annotator = name;
    m_labelling.setTrace(TraceDetail(m_labelling.detail()), name);
    showTrace(true);
}

void LabelPage::setDetail(const TraceDetail& detail)
{
    const bool another = detail.trace.id != traceId() || m_middle->currentIndex() != 0;
    if (another) {
        m_steps->detailRow().closeInputs(); // what was typed belongs to the trace that goes
        m_clock.reset();
        m_subject = -1;
        m_ended = false;
    }
    m_labelling.setTrace(detail, m_annotator);
    m_middle->setCurrentIndex(0);
    showTrace(another);
}

void LabelPage::clearDetail(const QString& title, const QString& advice, bool offerImport)
{
    m_steps->detailRow().closeInputs();
    m_labelling.setTrace({}, m_annotator);
    m_subject = -1;
    m_emptyTitle->setText(title);
    m_emptyAdvice->setText(advice);
    m_import->setVisible(offerImport);
    m_middle->setCurrentIndex(1);
    showTrace(true);
}

void LabelPage::showTrace(bool another)
{
    const TraceDetail& detail = m_labelling.detail();
    m_question->setTrace(detail);
    m_image->canvas().setImages(detail.question.images);
    m_image->refresh();
    const auto& steps = detail.trace.steps;
    const auto perception = std::count_if(steps.begin(), steps.end(), [](const Step& step) {
        return step.section == Section::perception;
    });
    m_curve->setEstimates(detail.estimates, m_labelling.steps(), static_cast<int>(perception));
    m_queue->setCurrentTrace(detail.trace.id);
    if (!m_litChosen) {
        const auto lit = [&](LightSource source) {
            for (int step = 0; step < m_labelling.steps(); ++step)
                if (lightOf(cellOf(detail, step), source))
                    return true;
            return false;
        };
        for (const auto source :
             {LightSource::given, LightSource::judge, LightSource::prm, LightSource::mc})
            if (lit(source))
                m_litBy = source;
    }
    if (another) {
        m_steps->showTrace(m_annotator);
        hint({});
    }
    showLook();
    int step = another ? std::max(0, m_labelling.nextUndecided(-1, ends())) : currentStep();
    if (m_wanted && m_wanted->first == detail.trace.id) {
        step = m_wanted->second;
        m_wanted.reset();
    }
    goTo(m_labelling.steps() ? std::clamp(step, 0, m_labelling.steps() - 1) : -1);
}

void LabelPage::setLabels(const std::string& id, const std::vector<Label>& labels)
{
    if (id != traceId())
        return;
    m_labelling.setLabels(labels);
    if (m_labelling.firstError() < 0)
        m_ended = false;
    showLook();
    goTo(currentStep());
}

void LabelPage::showStep(const std::string& id, int step)
{
    if (id != traceId()) {
        m_wanted = {id, step};
        return;
    }
    m_subject = -1;
    goTo(std::clamp(step, 0, std::max(0, m_labelling.steps() - 1)));
    m_steps->setFocus();
}

void LabelPage::goTo(int step)
{
    touchClock(step);
    m_steps->setCurrent(step, -1); // the rows take their verdicts before they take their room
    showLabels();
    const int about = subject();
    m_steps->setCurrent(step, about);
    m_curve->setCurrentStep(step);
    showRegions();
}

void LabelPage::showLabels()
{
    m_steps->ratingRow().setVerdict(m_labelling.confirmedAt(currentStep()));
    m_steps->detailRow().setSubject(subject(), m_labelling.confirmedAt(subject()));
    m_question->setVerdict(m_labelling.confirmedAt(wholeTrace));
    m_bar->setProgress(m_labelling.labelledCount(), m_labelling.steps());
}

void LabelPage::showLook()
{
    const StepsLook look{m_litBy,        m_threshold, m_visibility,
                         m_scoresHidden, ends(),      m_analysisFolded};
    m_bar->setLitBy(m_litBy);
    m_bar->setFirstErrorMode(m_firstErrorMode);
    m_bar->setScores(m_visibility, m_scoresHidden);
    m_steps->setLook(look);
    // Curve and barcodes speak of all steps at once: they are shown when every step may be.
    bool all = true;
    for (int step = 0; step < m_labelling.steps(); ++step)
        all &= look.shows(m_labelling, step);
    m_curve->setHidden(!all);
    m_queue->setStyle({m_litBy, m_threshold, m_scoresHidden || m_visibility != Visibility::open});
}

void LabelPage::showRegions()
{
    std::vector<ShownRegion> regions;
    m_shownRegions.clear();
    const auto add = [&](const Label& label, bool own) {
        for (std::size_t i = 0; i < label.verdict.regions.size(); ++i) {
            regions.push_back({label.verdict.regions[i], label.step, static_cast<int>(i) + 1,
                               own && label.step == subject()});
            m_shownRegions.emplace_back(label.step, own ? static_cast<int>(i) : -1);
        }
    };
    for (int step = 0; step < m_labelling.steps(); ++step) {
        if (const Label* label = m_labelling.mine(step))
            add(*label, true);
        if (m_steps->showsEstimates(step))
            for (const Label* label : m_labelling.others(step))
                add(*label, false);
    }
    m_image->canvas().setRegions(std::move(regions));
}

const std::string& LabelPage::traceId() const
{
    return m_labelling.detail().trace.id;
}

int LabelPage::currentStep() const
{
    return m_steps->current();
}

void LabelPage::prefetch(const std::vector<ImageRef>& images)
{
    for (const ImageRef& image : images)
        if (!image.path.empty())
            m_loader.prefetch(QString::fromStdString(image.path));
}

void LabelPage::setTraceModel(TraceTableModel* model)
{
    m_queue->setModel(model);
}

void LabelPage::setQueues(const std::vector<Queue>& queues, const std::string& current)
{
    m_queue->setQueues(queues, current);
}

void LabelPage::setQuery(const QString& query)
{
    m_queue->setQuery(query);
}

void LabelPage::setQueryError(const QString& sentence, int column)
{
    m_queue->setQueryError(sentence, column);
}

void LabelPage::setCounts(std::int64_t left, std::int64_t today)
{
    m_queue->setCounts(left, today);
}

void LabelPage::setHistory(const std::vector<Decision>& newestFirst)
{
    m_history->setDecisions(newestFirst);
}

void LabelPage::setSaved(std::int64_t msEpoch)
{
    m_saved->setText(msEpoch == 0
                         ? QString()
                         : tr("saved %1 ✓")
                               .arg(QDateTime::fromMSecsSinceEpoch(msEpoch).time().toString(
                                   QStringLiteral("HH:mm:ss"))));
    m_saved->setToolTip(tr("Each decision is on the disk before it is shown"));
}

void LabelPage::setVisibility(Visibility mode)
{
    m_visibility = mode;
    showLook();
    goTo(currentStep());
}

void LabelPage::setFirstErrorMode(bool on)
{
    m_firstErrorMode = on;
    m_ended = false;
    showLook();
    goTo(currentStep());
}

void LabelPage::setThreshold(double threshold)
{
    m_threshold = threshold;
    m_curve->setThreshold(threshold);
    showLook();
}

void LabelPage::setLitBy(LightSource source)
{
    m_litBy = source;
    m_litChosen = true;
    showLook();
}

void LabelPage::setView(const CanvasView& view)
{
    m_image->canvas().setView(view);
    m_image->refresh();
}

void LabelPage::setAdjustment(const DisplayAdjustment& adjustment)
{
    m_image->canvas().setAdjustment(adjustment);
    m_image->refresh();
}

void LabelPage::hint(const QString& words)
{
    m_hint->setText(words);
}

void LabelPage::touchClock(int step)
{
    m_clock.touch(step, m_time.elapsed());
}

bool LabelPage::event(QEvent* event)
{
    if (event->type() == QEvent::WindowDeactivate || event->type() == QEvent::Hide)
        touchClock(-1);
    else if (event->type() == QEvent::WindowActivate || event->type() == QEvent::Show)
        touchClock(currentStep());
    return QWidget::event(event);
}

bool LabelPage::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::MouseMove:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
        touchClock(currentStep());
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void LabelPage::keyPressEvent(QKeyEvent* event)
{
    // Keys of the image work wherever the focus is on this page.
    Canvas& canvas = m_image->canvas();
    event->ignore();
    if (!canvas.hasFocus() && m_middle->currentIndex() == 0)
        static_cast<QObject&>(canvas).event(event);
}

void LabelPage::keyReleaseEvent(QKeyEvent* event)
{
    Canvas& canvas = m_image->canvas();
    event->ignore();
    if (!canvas.hasFocus() && m_middle->currentIndex() == 0)
        static_cast<QObject&>(canvas).event(event);
}

void LabelPage::resizeEvent(QResizeEvent*)
{
    m_queue->setVisible(width() >= queueFoldsBelow);
}

QByteArray LabelPage::saveState() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << stateVersion << m_columns->saveState() << m_work->saveState() << m_rows->saveState()
        << m_queue->saveState() << m_question->isFolded() << m_analysisFolded << m_litChosen
        << static_cast<qint32>(m_litBy);
    return bytes;
}

bool LabelPage::restoreState(const QByteArray& state)
{
    QDataStream in(state);
    qint32 version = 0, litBy = 0;
    QByteArray columns, work, rows, queue;
    bool folded = false, analysisFolded = false, litChosen = false;
    in >> version;
    if (version != stateVersion)
        return false;
    in >> columns >> work >> rows >> queue >> folded >> analysisFolded >> litChosen >> litBy;
    if (in.status() != QDataStream::Ok || litBy < 0 ||
        litBy > static_cast<qint32>(LightSource::combined))
        return false;
    m_columns->restoreState(columns);
    m_work->restoreState(work);
    m_rows->restoreState(rows);
    m_queue->restoreState(queue);
    m_question->setFolded(folded);
    m_analysisFolded = analysisFolded;
    m_litChosen = litChosen;
    m_litBy = static_cast<LightSource>(litBy);
    showLook();
    return true;
}

} // namespace steplight
