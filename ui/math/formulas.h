// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas by their text: what is known is there at once, the rest is set on a thread, which starts
// KaTeX when it is first asked. GUI thread only.
#pragma once

#include "ui/math/formula.h"
#include "ui/math/katex_fonts.h"

#include <QFont>
#include <QHash>
#include <QObject>
#include <QSet>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace steplight {

class KatexEngine;

class Formulas final : public QObject
{
    Q_OBJECT

public:
    /// folder: KaTeX's files; empty: no formula is ever set.
    explicit Formulas(const QString& folder = katexFolder(), QObject* parent = nullptr);
    ~Formulas() override;

    /// Null when it is not known yet: it is set then, and ready() follows. Without pieces when it
    /// cannot be set.
    std::shared_ptr<const Formula> find(const FormulaKey& key);
    /// What was asked for and is not set yet is not wanted any more.
    void forgetWanted();
    /// False when KaTeX's files are missing or cannot be run; missing() says so once, after the
    /// first formula.
    bool isAvailable() const { return m_available; }
    KatexFonts& fonts() { return m_fonts; } ///< of the GUI thread

signals:
    void ready(); ///< everything that was asked for is known
    void missing();

private:
    using Known = std::vector<std::pair<FormulaKey, std::shared_ptr<const Formula>>>;

    void order();
    void work(std::stop_token stop);
    Formula set(const FormulaKey& key, KatexEngine& engine, KatexFonts& fonts) const;
    void arrived(const Known& known);
    void fail();

    const QString m_folder;
    const QFont m_around; ///< of what KaTeX's fonts lack
    bool m_available;
    bool m_said = false;
    KatexFonts m_fonts;
    QHash<FormulaKey, std::shared_ptr<const Formula>> m_known;
    QSet<FormulaKey> m_wanted;
    std::vector<FormulaKey> m_toOrder;

    std::atomic<int> m_forgotten = 0; ///< times: the thread leaves what it has begun
    std::mutex m_lock;
    std::condition_variable_any m_ordered;
    std::vector<FormulaKey> m_queue; // guarded by m_lock
    KatexEngine* m_engine = nullptr; // guarded by m_lock; of the thread, to interrupt it
    std::jthread m_thread;           // last: it uses the others
};

} // namespace steplight
