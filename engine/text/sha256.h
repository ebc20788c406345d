// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 in pieces, by OpenSSL. One thread an object.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace steplight {

class Sha256
{
public:
    Sha256();
    ~Sha256();

    Sha256& add(std::string_view bytes);
    std::string hex(); // of all that was added; ends the object's use

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Free> m_context;
};

} // namespace steplight
