// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prm/picture_cache.h"

#include <algorithm>

#include "engine/text/sha256.h"

namespace steplight {

Picture PictureCache::of(const std::string& bytes, const std::function<Picture()>& look, bool& kept)
{
    const std::string hash = Sha256().add(bytes).hex();
    const auto found = std::find_if(m_pictures.begin(), m_pictures.end(),
                                    [&](const Picture& p) { return p.hash == hash; });
    kept = found != m_pictures.end();
    if (kept) {
        m_pictures.splice(m_pictures.begin(), m_pictures, found);
        return m_pictures.front();
    }
    Picture picture = look();
    picture.hash = hash;
    m_pictures.push_front(picture);
    m_bytes += picture.features.nbytes();
    while (m_bytes > m_mostBytes) {
        m_bytes -= m_pictures.back().features.nbytes();
        m_pictures.pop_back();
    }
    return picture;
}

} // namespace steplight
