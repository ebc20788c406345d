// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/keys_page.h"

#include "ui/key_map.h"
#include "ui/pages/key_row.h"
#include "ui/theme.h"

#include <QDir>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace steplight {

namespace {

constexpr int widest = 760;

} // namespace

KeysPage::KeysPage(QWidget* parent)
    : QWidget(parent), m_search(new QLineEdit(this)),
      m_import(new QPushButton(tr("Import set"), this)),
      m_resetAll(new QPushButton(tr("Reset all"), this)), m_message(new MessageBar(this)),
      m_none(new QLabel(this))
{
    auto* rows = new QWidget(this);
    rows->setMaximumWidth(withText(widest));
    auto* column = new QVBoxLayout(rows);
    column->setContentsMargins(3 * metrics::grid, 0, 3 * metrics::grid, 2 * metrics::grid);
    column->setSpacing(0);
    buildRows(column);
    m_none->setTextFormat(Qt::PlainText);
    m_none->hide();
    column->addWidget(m_none);
    column->addStretch();
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(rows);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(buildHead());
    whole->addWidget(m_message);
    whole->addWidget(scroll, 1);
    setFocusProxy(m_search);
    whenKeysChange(this, [this] { m_resetAll->setEnabled(!keyMap().changes().isEmpty()); });
}

QWidget* KeysPage::buildHead()
{
    auto* head = new QWidget(this);
    auto* title = new QLabel(tr("Keys"), head);
    title->setFont(fontOf(TextSize::title));
    m_search->setPlaceholderText(tr("Find an action or a key"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(320);
    m_search->setMinimumHeight(metrics::hitTarget);
    auto* exports = new QPushButton(tr("Export set…"), head);
    auto* done = new QPushButton(tr("Done"), head);
    m_import->setToolTip(tr("Takes all keys from a file, or as another tool has them"));
    setKnownSets({});
    exports->setToolTip(tr("Writes all keys to a file, for another machine or a colleague"));
    m_resetAll->setToolTip(tr("Every action gets the key that it came with"));
    done->setToolTip(tr("Back to where you were (Esc)"));
    setPrimary(done);
    auto* advice = new QLabel(tr("Press an action's key here, then the new one. It works at once, "
                                 "and is kept for you in all projects."),
                              head);
    setMuted(advice);
    auto* line = new QHBoxLayout;
    line->setSpacing(metrics::grid);
    line->addWidget(title);
    line->addSpacing(metrics::grid);
    line->addWidget(m_search, 1);
    line->addStretch(1);
    for (QPushButton* button : {m_import, exports, m_resetAll, done})
        line->addWidget(button);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(3 * metrics::grid, 2 * metrics::grid, 3 * metrics::grid,
                               metrics::grid);
    column->setSpacing(metrics::grid);
    column->addLayout(line);
    column->addWidget(advice);
    connect(m_search, &QLineEdit::textChanged, this, &KeysPage::filter);
    connect(exports, &QPushButton::clicked, this, &KeysPage::chooseExport);
    connect(m_resetAll, &QPushButton::clicked, this, &KeysPage::resetAll);
    connect(done, &QPushButton::clicked, this, &KeysPage::left);
    return head;
}

void KeysPage::buildRows(QVBoxLayout* column)
{
    const KeyAction* before = nullptr;
    for (const KeyAction& action : keyMap().actions()) {
        if (!before || before->scope != action.scope) {
            auto* title = new QLabel(scopeInWords(action.scope), this);
            title->setFont(fontOf(TextSize::heading));
            title->setContentsMargins(0, metrics::grid, 0, metrics::gap);
            column->addWidget(title);
            m_groups.push_back({title, {}});
        }
        auto* row = new KeyRow(action, this);
        column->addWidget(row);
        m_groups.back().rows.push_back(row);
        before = &action;
    }
}

void KeysPage::filter(const QString& text)
{
    bool any = false;
    for (const Group& group : m_groups) {
        bool here = false;
        for (KeyRow* row : group.rows) {
            const bool shown = row->has(text.trimmed());
            row->setVisible(shown);
            here = here || shown;
        }
        group.title->setVisible(here);
        any = any || here;
    }
    m_none->setText(tr("No action and no key is called “%1”.").arg(text.trimmed()));
    m_none->setVisible(!any);
}

void KeysPage::resetAll()
{
    const KeyChoice before = keyMap().changes();
    keyMap().setChanges({});
    showMessage(
        {MessageLevel::info,
         tr("%n actions have their own key again.", nullptr, static_cast<int>(before.size())),
         tr("Undo"), [before] { keyMap().setChanges(before); }});
}

void KeysPage::setKnownSets(const QMap<QString, QString>& files)
{
    auto* menu = new QMenu(m_import);
    for (auto set = files.begin(); set != files.end(); ++set)
        menu->addAction(tr("As in %1").arg(set.key()), this,
                        [this, file = *set] { emit importRequested(file); });
    if (!files.isEmpty())
        menu->addSeparator();
    menu->addAction(tr("From a file…"), this, &KeysPage::chooseImport);
    delete m_import->menu();
    m_import->setMenu(menu);
}

void KeysPage::showMessage(const Message& message)
{
    m_message->show(message);
}

void KeysPage::chooseExport()
{
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export the keys"), QDir::home().filePath(QStringLiteral("steplight-keys.json")),
        tr("Sets of keys (*.json);;All files (*)"));
    if (!file.isEmpty())
        emit exportRequested(file);
}

void KeysPage::chooseImport()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Import keys"), {},
                                                      tr("Sets of keys (*.json);;All files (*)"));
    if (!file.isEmpty())
        emit importRequested(file);
}

void KeysPage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        emit left();
    else
        QWidget::keyPressEvent(event);
}

} // namespace steplight
