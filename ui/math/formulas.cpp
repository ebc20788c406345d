// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/math/formulas.h"

#include "ui/math/box_layout.h"
#include "ui/math/katex_engine.h"
#include "ui/theme.h"

#include <QMetaObject>

#include <stdexcept>
#include <utility>

namespace steplight {

namespace {

constexpr qsizetype mostKnown = 20'000; // formulas, a few kB each
constexpr std::size_t longestTurn = 64; // formulas between two looks at what is wanted

} // namespace

Formulas::Formulas(const QString& folder, QObject* parent)
    : QObject(parent), m_folder(folder), m_around(fontOf(TextSize::body)),
      m_available(!folder.isEmpty()), m_fonts(folder)
{
}

Formulas::~Formulas()
{
    m_thread.request_stop();
    const std::lock_guard lock(m_lock);
    if (m_engine)
        m_engine->interrupt();
}

std::shared_ptr<const Formula> Formulas::find(const FormulaKey& key)
{
    static const auto none = std::make_shared<const Formula>();
    if (!m_available) {
        if (!std::exchange(m_said, true))
            QMetaObject::invokeMethod(this, &Formulas::missing, Qt::QueuedConnection);
        return none;
    }
    if (const auto at = m_known.constFind(key); at != m_known.cend())
        return *at;
    if (!m_wanted.contains(key)) {
        m_wanted.insert(key);
        if (m_toOrder.empty()) // all that one layout asks for is one order
            QMetaObject::invokeMethod(this, &Formulas::order, Qt::QueuedConnection);
        m_toOrder.push_back(key);
    }
    return nullptr;
}

void Formulas::forgetWanted()
{
    m_wanted.clear();
    m_toOrder.clear();
    const std::lock_guard lock(m_lock);
    m_queue.clear();
    ++m_forgotten;
}

void Formulas::order()
{
    {
        const std::lock_guard lock(m_lock);
        m_queue.insert(m_queue.end(), m_toOrder.begin(), m_toOrder.end());
    }
    m_toOrder.clear();
    if (!m_thread.joinable())
        m_thread = std::jthread([this](std::stop_token stop) { work(stop); });
    m_ordered.notify_one();
}

Formula Formulas::set(const FormulaKey& key, KatexEngine& engine, KatexFonts& fonts) const
{
    const auto tree = engine.tree(key.text, key.display);
    return tree ? layFormula(*tree, key.display, fonts, m_around) : Formula();
}

void Formulas::work(std::stop_token stop)
{
    std::unique_ptr<KatexEngine> engine;
    KatexFonts fonts(m_folder);
    try {
        engine = std::make_unique<KatexEngine>(m_folder);
    } catch (const std::runtime_error&) {
        QMetaObject::invokeMethod(this, &Formulas::fail, Qt::QueuedConnection);
        return;
    }
    std::unique_lock lock(m_lock);
    m_engine = engine.get();
    const auto ordered = [this] { return !m_queue.empty(); };
    while (m_ordered.wait(lock, stop, ordered) && !stop.stop_requested()) {
        const auto end = m_queue.begin() + std::ptrdiff_t(std::min(longestTurn, m_queue.size()));
        const std::vector<FormulaKey> keys(m_queue.begin(), end);
        m_queue.erase(m_queue.begin(), end);
        const int forgotten = m_forgotten;
        lock.unlock();
        Known known;
        for (const FormulaKey& key : keys) {
            if (m_forgotten != forgotten)
                break;
            known.emplace_back(key, std::make_shared<const Formula>(set(key, *engine, fonts)));
        }
        QMetaObject::invokeMethod(
            this, [this, known] { arrived(known); }, Qt::QueuedConnection);
        lock.lock();
    }
    m_engine = nullptr;
}

void Formulas::arrived(const Known& known)
{
    if (m_known.size() > mostKnown)
        m_known.clear();
    for (const auto& [key, formula] : known) {
        m_known.insert(key, formula);
        m_wanted.remove(key);
    }
    if (m_wanted.isEmpty())
        emit ready();
}

void Formulas::fail()
{
    m_available = false;
    m_wanted.clear();
    m_said = true;
    emit missing();
    emit ready();
}

} // namespace steplight
