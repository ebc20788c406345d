// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/guideline_page.h"

#include "ui/math/formulas.h"
#include "ui/pages/grammar_rows.h"
#include "ui/pages/grammar_table.h"
#include "ui/pages/guideline_template.h"
#include "ui/text/document_view.h"
#include "ui/theme.h"

#include <QComboBox>
#include <QDateTime>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace steplight {

namespace {

constexpr int previewAfter = 150; // ms

QString versionInWords(const Guideline& guideline)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(guideline.createdAt);
    return QStringLiteral("%1 · %2 · %3")
        .arg(QString::fromStdString(guideline.version), QString::fromStdString(guideline.annotator),
             at.toString(QStringLiteral("yyyy-MM-dd HH:mm")));
}

/// A column of the page, with its heading.
QVBoxLayout* columnOf(QWidget* pane, const QString& name)
{
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(2 * metrics::grid, metrics::grid, 2 * metrics::grid,
                               2 * metrics::grid);
    column->setSpacing(metrics::gap);
    if (name.isEmpty())
        return column;
    auto* heading = new QLabel(name, pane);
    heading->setFont(fontOf(TextSize::heading));
    column->addWidget(heading);
    return column;
}

} // namespace

GuidelinePage::GuidelinePage(ImageLoader& images, QWidget* parent)
    : QWidget(parent), m_formulas(new Formulas(katexFolder(), this)),
      m_versions(new QComboBox(this)), m_save(new QPushButton(tr("Save as a new version"), this)),
      m_message(new MessageBar(this)), m_words(new QPlainTextEdit(this)),
      m_side(new QStackedWidget(this)), m_preview(new DocumentView(*m_formulas, images)),
      m_refinements(new GrammarTable(tr("Kinds of error"), tr("Add a kind"), familiesInWords())),
      m_overrules(new GrammarTable(tr("Why an estimate is overruled"), tr("Add a reason"),
                                   overruledInWords())),
      m_state(new QLabel(this))
{
    auto* panes = new QSplitter(this);
    panes->addWidget(buildWords());
    panes->addWidget(buildPreview());
    panes->addWidget(buildGrammar());
    panes->setSizes({400, 440, 480});
    panes->setChildrenCollapsible(false);
    panes->setHandleWidth(metrics::hairline);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(buildHead());
    whole->addWidget(m_message);
    whole->addWidget(panes, 1);
    setFocusProxy(m_words);
    m_soon.setSingleShot(true);
    m_soon.setInterval(previewAfter);
    connect(&m_soon, &QTimer::timeout, this, [this] { m_preview->setDocument(text(), m_folder); });
    connect(m_words, &QPlainTextEdit::textChanged, this, &GuidelinePage::edited);
    connect(m_refinements, &GrammarTable::changed, this, &GuidelinePage::edited);
    connect(m_overrules, &GrammarTable::changed, this, &GuidelinePage::edited);
    for (GrammarTable* table : {m_refinements, m_overrules})
        connect(table, &GrammarTable::removed, this,
                [this, table](int at, const GrammarRow& row) { offerBack(table, at, row); });
    take({});
    showVersions();
}

// A cell that is being edited is committed when it goes, which is later than the members of this.
GuidelinePage::~GuidelinePage()
{
    m_refinements->disconnect(this);
    m_overrules->disconnect(this);
}

QWidget* GuidelinePage::buildHead()
{
    auto* head = new QWidget(this);
    auto* title = new QLabel(tr("Guideline"), head);
    title->setFont(fontOf(TextSize::title));
    m_versions->setAccessibleName(tr("Version"));
    m_versions->setMinimumHeight(metrics::hitTarget);
    m_versions->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setMuted(m_state);
    m_state->setTextFormat(Qt::PlainText);
    setPrimary(m_save);
    m_save->setToolTip(tr("Labels name the version that held when they were made (Ctrl+S)"));
    auto* done = new QPushButton(tr("Done"), head);
    done->setToolTip(tr("Back to where you were (Esc)"));
    auto* line = new QHBoxLayout(head);
    line->setContentsMargins(2 * metrics::grid, 2 * metrics::grid, 2 * metrics::grid,
                             metrics::grid);
    line->setSpacing(metrics::grid);
    line->addWidget(title);
    line->addSpacing(metrics::grid);
    line->addWidget(m_versions);
    line->addWidget(m_state, 1);
    line->addWidget(m_save);
    line->addWidget(done);
    connect(m_versions, &QComboBox::activated, this, &GuidelinePage::chooseVersion);
    connect(m_save, &QPushButton::clicked, this, &GuidelinePage::save);
    connect(done, &QPushButton::clicked, this, &GuidelinePage::left);
    return head;
}

QWidget* GuidelinePage::buildWords()
{
    auto* pane = new QWidget(this);
    pane->setMinimumWidth(240);
    auto* column = columnOf(pane, tr("Words"));
    m_words->setAccessibleName(tr("The guideline's words, in Markdown"));
    m_words->setPlaceholderText(tr("# How we label steps"));
    m_words->setTabChangesFocus(true);
    m_words->setFont(fontOf(TextSize::body));
    auto* picture = new QPushButton(tr("Picture…"), pane);
    picture->setToolTip(tr("Copies a picture into the project's folder guideline and shows it at "
                           "the cursor"));
    auto* advice = new QLabel(tr("Markdown. A heading that names a kind of error is its rule."));
    advice->setWordWrap(true);
    setMuted(advice);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(metrics::grid);
    foot->addWidget(advice, 1);
    foot->addWidget(picture);
    column->addWidget(m_words, 1);
    column->addLayout(foot);
    connect(picture, &QPushButton::clicked, this, &GuidelinePage::choosePicture);
    return pane;
}

QWidget* GuidelinePage::buildPreview()
{
    m_preview->setAccessibleName(tr("Preview"));
    auto* none = new QWidget(m_side);
    auto* words = new QLabel(tr("There is no guideline yet. Write at the left what counts as an "
                                "error: it is one key away from every step, and each label names "
                                "the version that held."),
                             none);
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignCenter);
    auto* begin = new QPushButton(tr("Begin with a template"), none);
    setPrimary(begin);
    auto* column = new QVBoxLayout(none);
    column->setContentsMargins(3 * metrics::grid, 0, 3 * metrics::grid, 0);
    column->setSpacing(2 * metrics::grid);
    column->addStretch(2);
    column->addWidget(words);
    column->addWidget(begin, 0, Qt::AlignCenter);
    column->addStretch(3);
    m_side->addWidget(m_preview);
    m_side->addWidget(none);
    m_side->setMinimumWidth(240);
    connect(begin, &QPushButton::clicked, this, [this] {
        m_words->setPlainText(guidelineTemplate());
        m_words->setFocus();
    });
    return m_side;
}

QWidget* GuidelinePage::buildGrammar()
{
    auto* pane = new QWidget(this);
    pane->setMinimumWidth(320);
    auto* column = columnOf(pane, {});
    column->setSpacing(2 * metrics::grid);
    column->addWidget(m_refinements, 3);
    column->addWidget(m_overrules, 2);
    return pane;
}

QString GuidelinePage::text() const
{
    return m_words->toPlainText();
}

Grammar GuidelinePage::grammar() const
{
    return grammarOf(m_refinements->rows(), m_overrules->rows());
}

bool GuidelinePage::isChanged() const
{
    const Guideline none, &newest = m_known.empty() ? none : m_known.front();
    return text().toStdString() != newest.text || grammar() != newest.grammar ||
           !newest.problem.empty();
}

void GuidelinePage::setGuidelines(std::vector<Guideline> newestFirst, const QString& folder)
{
    const bool keeps = folder == m_folder && isChanged(); // what is being written
    m_known = std::move(newestFirst);
    m_folder = folder;
    if (!keeps || !isChanged())
        take(m_known.empty() ? Guideline() : m_known.front());
    showVersions();
    showState();
    takeDraft(std::exchange(m_draft, {}));
}

void GuidelinePage::take(const Guideline& guideline)
{
    m_shown = guideline.version;
    const QString words = QString::fromStdString(guideline.text);
    if (words != text())
        m_words->setPlainText(words);
    m_refinements->setRows(refinementRows(guideline.grammar));
    m_overrules->setRows(overruleRows(guideline.grammar));
    m_soon.stop();
    m_preview->setDocument(words, m_folder);
    showState();
}

void GuidelinePage::showVersions()
{
    m_versions->clear();
    for (const Guideline& one : m_known)
        m_versions->addItem(versionInWords(one), QString::fromStdString(one.version));
    if (!m_known.empty())
        m_versions->setItemText(0, tr("%1 · holds now").arg(m_versions->itemText(0)));
    m_versions->setCurrentIndex(std::max(0, m_versions->findData(QString::fromStdString(m_shown))));
    m_versions->setVisible(!m_known.empty());
}

void GuidelinePage::chooseVersion(int index)
{
    if (index < 0 || index >= static_cast<int>(m_known.size()))
        return;
    const Guideline& chosen = m_known[static_cast<std::size_t>(index)];
    Guideline before;
    before.version = m_shown;
    before.text = text().toStdString();
    before.grammar = grammar();
    const auto same = [&](const Guideline& one) {
        return one.text == before.text && one.grammar == before.grammar;
    };
    const bool written = std::none_of(m_known.begin(), m_known.end(), same);
    take(chosen);
    if (written)
        showMessage({MessageLevel::info, tr("What you were writing was put aside."),
                     tr("Bring it back"), [this, before] {
                         take(before);
                         showVersions();
                     }});
}

void GuidelinePage::edited()
{
    m_soon.start();
    showState();
}

void GuidelinePage::showState()
{
    const auto faults = grammarFaults(grammar());
    const auto refinements = m_refinements->rows().size();
    QStringList words;
    for (const GrammarFault one : faults)
        words << faultInWords(one);
    m_refinements->setFaults(words.mid(0, static_cast<qsizetype>(refinements)));
    m_overrules->setFaults(words.mid(static_cast<qsizetype>(refinements)));
    const bool sound = isSound(grammar()), changed = isChanged();
    m_save->setEnabled(sound && changed);
    m_state->setText(!sound    ? tr("Some rows at the right cannot be saved yet.")
                     : changed ? tr("Not saved yet")
                               : QString());
    m_side->setCurrentIndex(text().isEmpty() ? 1 : 0);
}

void GuidelinePage::save()
{
    if (m_save->isEnabled())
        emit saveRequested(text(), grammar());
}

void GuidelinePage::choosePicture()
{
    const QString file =
        QFileDialog::getOpenFileName(this, tr("A picture for the guideline"), {},
                                     tr("Pictures (*.png *.jpg *.jpeg *.webp *.gif *.bmp)"));
    if (!file.isEmpty())
        emit pictureChosen(file);
}

void GuidelinePage::insertPicture(const QString& name)
{
    m_words->textCursor().insertText(QStringLiteral("\n![](%1)\n").arg(name));
    m_words->setFocus();
}

void GuidelinePage::offerBack(GrammarTable* table, int at, const GrammarRow& row)
{
    const QString name = row.title.isEmpty() ? QString::fromStdString(row.word) : row.title;
    showMessage({MessageLevel::info, tr("“%1” was removed.").arg(name), tr("Undo"),
                 [table, at, row] { table->insert(at, row); }});
}

void GuidelinePage::showMessage(const Message& message)
{
    m_message->show(message);
}

void GuidelinePage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        emit left();
    else if (event->matches(QKeySequence::Save))
        save();
    else
        QWidget::keyPressEvent(event);
}

} // namespace steplight
