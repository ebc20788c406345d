// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/word_difference.h"

#include <QTextBoundaryFinder>

#include <algorithm>

namespace steplight {

namespace {

using Kind = WordChange::Kind;
using Words = std::vector<QString>;

/// Words that may be taken or added before the rest counts as another text: memory is its square.
constexpr int mostChanges = 1000;

Words wordsOf(const QString& text)
{
    Words words;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    qsizetype from = 0;
    for (qsizetype to = finder.toNextBoundary(); to > 0; to = finder.toNextBoundary()) {
        words.push_back(text.mid(from, to - from));
        from = to;
    }
    return words;
}

/// Myers, "An O(ND) Difference Algorithm" (1986): the shortest way from the corner (0, 0) of the
/// grid of both texts to (n, m), where a step to the right takes a word and a step down adds one.
class ShortestWay
{
public:
    ShortestWay(const Words& before, const Words& after) : m_before(before), m_after(after) {}

    /// Kinds of all steps, in order; empty when there are more changes than that.
    std::vector<Kind> find(int most)
    {
        const int n = static_cast<int>(m_before.size()), m = static_cast<int>(m_after.size());
        std::vector<int> furthest(static_cast<std::size_t>(2 * most + 3)); // by diagonal x - y
        const auto at = [&](int diagonal) -> int& {
            return furthest[static_cast<std::size_t>(diagonal + most + 1)];
        };
        for (int changes = 0; changes <= std::min(most, n + m); ++changes) {
            for (int diagonal = -changes; diagonal <= changes; diagonal += 2) {
                int x = goesDown(changes, diagonal, at(diagonal - 1), at(diagonal + 1))
                            ? at(diagonal + 1)
                            : at(diagonal - 1) + 1;
                x = alongSame(x, x - diagonal);
                at(diagonal) = x;
                if (x >= n && x - diagonal >= m)
                    return wayBack(changes, n, m);
            }
            m_rounds.emplace_back(furthest.begin() + most + 1 - changes,
                                  furthest.begin() + most + 2 + changes);
        }
        return {};
    }

private:
    static bool goesDown(int changes, int diagonal, int left, int above)
    {
        return diagonal == -changes || (diagonal != changes && left < above);
    }

    int alongSame(int x, int y) const
    {
        while (x < static_cast<int>(m_before.size()) && y < static_cast<int>(m_after.size()) &&
               m_before[static_cast<std::size_t>(x)] == m_after[static_cast<std::size_t>(y)]) {
            ++x;
            ++y;
        }
        return x;
    }

    std::vector<Kind> wayBack(int changes, int x, int y) const
    {
        std::vector<Kind> way;
        for (; changes > 0; --changes) {
            const std::vector<int>& round = m_rounds[static_cast<std::size_t>(changes - 1)];
            const auto at = [&](int diagonal) {
                const int place = diagonal + changes - 1;
                return place < 0 || place >= static_cast<int>(round.size())
                           ? 0
                           : round[static_cast<std::size_t>(place)];
            };
            const int diagonal = x - y;
            const bool down = goesDown(changes, diagonal, at(diagonal - 1), at(diagonal + 1));
            const int fromX = at(down ? diagonal + 1 : diagonal - 1);
            const int fromY = fromX - (down ? diagonal + 1 : diagonal - 1);
            way.insert(way.end(), static_cast<std::size_t>(std::min(x - fromX, y - fromY)),
                       Kind::same);
            way.push_back(down ? Kind::added : Kind::taken);
            x = fromX;
            y = fromY;
        }
        way.insert(way.end(), static_cast<std::size_t>(x), Kind::same);
        std::reverse(way.begin(), way.end());
        return way;
    }

    const Words& m_before;
    const Words& m_after;
    std::vector<std::vector<int>> m_rounds; ///< of each number of changes, how far they lead
};

/// Gathers words into parts; between two words that are the same, all that was taken comes first.
class Parts
{
public:
    void add(Kind kind, const QString& word)
    {
        if (kind == Kind::same) {
            flush();
            put(kind, word);
        } else {
            (kind == Kind::taken ? m_taken : m_added) += word;
        }
    }
    std::vector<WordChange> finish()
    {
        flush();
        return std::move(m_parts);
    }

private:
    void put(Kind kind, const QString& text)
    {
        if (text.isEmpty())
            return;
        if (!m_parts.empty() && m_parts.back().kind == kind)
            m_parts.back().text += text;
        else
            m_parts.push_back({kind, text});
    }
    void flush()
    {
        if (m_taken.isEmpty() && m_added.isEmpty())
            return;
        joinAcrossBlank();
        put(Kind::taken, m_taken);
        put(Kind::added, m_added);
        m_taken.clear();
        m_added.clear();
    }
    /// "a b" for "c d" is one change, not two with a blank that stayed between them.
    void joinAcrossBlank()
    {
        if (m_parts.size() < 2 || m_parts.back().kind != Kind::same ||
            !m_parts.back().text.trimmed().isEmpty())
            return;
        QString taken, added; // the change before the blank
        std::size_t begin = m_parts.size() - 1;
        for (; begin > 0 && m_parts[begin - 1].kind != Kind::same; --begin)
            (m_parts[begin - 1].kind == Kind::taken ? taken : added) = m_parts[begin - 1].text;
        if ((taken.isEmpty() && m_taken.isEmpty()) || (added.isEmpty() && m_added.isEmpty()))
            return; // there the blank says that nothing but words came, or went
        const QString blank = m_parts.back().text;
        m_parts.resize(begin);
        m_taken = taken + blank + m_taken;
        m_added = added + blank + m_added;
    }

    std::vector<WordChange> m_parts;
    QString m_taken, m_added;
};

} // namespace

std::vector<WordChange> wordDifference(const QString& before, const QString& after)
{
    Words old = wordsOf(before), now = wordsOf(after);
    const auto [oldDiffers, nowDiffers] =
        std::mismatch(old.begin(), old.end(), now.begin(), now.end());
    Parts parts;
    std::for_each(old.begin(), oldDiffers,
                  [&](const QString& word) { parts.add(Kind::same, word); });
    old.erase(old.begin(), oldDiffers);
    now.erase(now.begin(), nowDiffers);
    const auto [oldEnd, nowEnd] = std::mismatch(old.rbegin(), old.rend(), now.rbegin(), now.rend());
    const Words tail(oldEnd.base(), old.end());
    old.erase(oldEnd.base(), old.end());
    now.erase(nowEnd.base(), now.end());
    const std::vector<Kind> way = ShortestWay(old, now).find(mostChanges);
    std::size_t x = 0, y = 0;
    for (const Kind kind : way) {
        parts.add(kind, kind == Kind::added ? now[y] : old[x]);
        x += kind == Kind::added ? 0 : 1;
        y += kind == Kind::taken ? 0 : 1;
    }
    for (; x < old.size(); ++x) // too many changes: as a whole
        parts.add(Kind::taken, old[x]);
    for (; y < now.size(); ++y)
        parts.add(Kind::added, now[y]);
    for (const QString& word : tail)
        parts.add(Kind::same, word);
    return parts.finish();
}

} // namespace steplight
