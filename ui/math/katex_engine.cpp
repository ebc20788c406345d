// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/math/katex_engine.h"

#include <QFile>
#include <QJSEngine>
#include <QJsonDocument>
#include <QLoggingCategory>

#include <stdexcept>

namespace steplight {

namespace {

constexpr auto never = std::chrono::steady_clock::time_point::max();

// KaTeX shows what it does not trust (\href, \includegraphics, \htmlStyle …) in the colour for
// errors.
const char* const script = R"((function (errorColor, maxExpand) {
    // What people write and KaTeX does not know.
    var macros = {"\\mbox": "\\text{#1}", "\\textsc": "\\text{#1}", "\\textdollar": "\\text{\\$}"};
    function svg(node) {
        var found = {aspect: node.attributes.preserveAspectRatio || "", box: node.attributes.viewBox || "",
                     width: node.attributes.width || "", height: node.attributes.height || "", lines: []};
        node.children.forEach(function (child) {
            if (child.attributes) { found.lines.push(child.attributes); return; }
            found.p = (found.p || "") + child.toMarkup().replace(/^[^']*'|'[^']*$/g, "");
        });
        return found;
    }
    function write(node) {
        if (node.style && node.style.color === errorColor) throw new Error("not trusted");
        if (node.attributes && !node.classes) return {svg: svg(node)};
        var style = {};
        for (var name in node.style || {}) style[name] = String(node.style[name]);
        return {v: style.color !== "transparent", c: (node.classes || []).join(" "), s: style, t: node.text, i: node.italic, h: node.height,
                d: node.depth, k: (node.children || []).map(write)};
    }
    return function (formula, display) {
        return JSON.stringify(write(katex.__renderToDomTree(formula, {
            displayMode: display, output: "html", throwOnError: true, errorColor: errorColor, trust: false,
            strict: "ignore", maxExpand: maxExpand, maxSize: 100, macros: Object.assign({}, macros)})));
    };
}))";

} // namespace

struct KatexEngine::Script {
    QJSEngine js;
    QJSValue write; ///< (formula, display) → JSON of the tree
};

KatexEngine::KatexEngine(const QString& folder, std::chrono::milliseconds limit)
    : m_script(std::make_unique<Script>()), m_limit(limit), m_deadline(never)
{
    QFile file(folder + QStringLiteral("/katex.min.js"));
    if (!file.open(QIODevice::ReadOnly))
        throw std::runtime_error(file.fileName().toStdString() + ": " +
                                 file.errorString().toStdString());
    // Minified script uses functions before their declarations: nobody needs to be told.
    QLoggingCategory::setFilterRules(QStringLiteral("qt.qml.compiler.warning=false"));
    const QJSValue loaded = m_script->js.evaluate(QString::fromUtf8(file.readAll()));
    const QJSValue made = m_script->js.evaluate(QLatin1String(script));
    m_script->write = made.call({QStringLiteral("#5e1f00"), mostExpansions});
    if (loaded.isError() || !m_script->write.isCallable())
        throw std::runtime_error(file.fileName().toStdString() + ": " +
                                 loaded.toString().toStdString());
    m_watch = std::jthread([this](std::stop_token stop) { watch(stop); });
}

KatexEngine::~KatexEngine() = default;

std::optional<KatexNode> KatexEngine::tree(const QString& formula, bool display)
{
    if (formula.size() > longestFormula)
        return {};
    {
        const std::lock_guard lock(m_lock);
        if (m_ended)
            return {};
        m_deadline = std::chrono::steady_clock::now() + m_limit;
    }
    m_changed.notify_one();
    const QJSValue written = m_script->write.call({formula, display});
    {
        const std::lock_guard lock(m_lock);
        m_deadline = never;
        if (!m_ended)
            m_script->js.setInterrupted(false);
    }
    if (!written.isString())
        return {};
    return katexTree(QJsonDocument::fromJson(written.toString().toUtf8()).object());
}

void KatexEngine::interrupt()
{
    const std::lock_guard lock(m_lock);
    m_ended = true;
    m_script->js.setInterrupted(true);
}

void KatexEngine::watch(std::stop_token stop)
{
    std::unique_lock lock(m_lock);
    while (!stop.stop_requested()) {
        const auto deadline = m_deadline;
        const auto moved = [this, deadline] { return m_deadline != deadline; };
        if (deadline == never) {
            m_changed.wait(lock, stop, moved);
        } else if (std::chrono::steady_clock::now() < deadline) {
            m_changed.wait_until(lock, stop, deadline, moved);
        } else {
            m_script->js.setInterrupted(true);
            m_deadline = never;
        }
    }
}

} // namespace steplight
