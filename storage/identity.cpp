// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/identity.h"

#include "storage/error.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <memory>
#include <mutex>
#include <system_error>
#include <vector>

#include <unistd.h>

namespace steplight {

namespace {

std::string hex(const unsigned char* bytes, std::size_t count)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(2 * count);
    for (std::size_t i = 0; i < count; ++i) {
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 15];
    }
    return text;
}

class Sha256
{
public:
    Sha256() : m_context(EVP_MD_CTX_new(), EVP_MD_CTX_free)
    {
        EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr);
    }
    void add(std::string_view bytes)
    {
        EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size());
    }
    /// Length first, so that no two lists of fields read the same.
    void addField(std::string_view field)
    {
        add(std::to_string(field.size()) + ":");
        add(field);
    }
    void addCount(std::size_t count) { add(std::to_string(count) + ";"); }
    std::string digest()
    {
        std::array<unsigned char, 32> bytes{};
        unsigned int count = 0;
        EVP_DigestFinal_ex(m_context.get(), bytes.data(), &count);
        return hex(bytes.data(), bytes.size());
    }
    std::string id() { return digest().substr(0, 32); }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_context;
};

} // namespace

std::string sha256(std::string_view bytes)
{
    Sha256 hash;
    hash.add(bytes);
    return hash.digest();
}

std::string sha256File(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    Sha256 hash;
    std::vector<char> block(1 << 20);
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0)
        hash.add({block.data(), static_cast<std::size_t>(in.gcount())});
    if (!in.eof())
        throw StorageError("io", file.string() + " cannot be read.");
    return hash.digest();
}

std::string questionId(const Question& question)
{
    Sha256 hash;
    hash.addField("steplight question 1");
    hash.addField(question.text);
    hash.addCount(question.options.size());
    for (const auto& option : question.options)
        hash.addField(option);
    hash.addCount(question.images.size());
    for (const auto& image : question.images)
        hash.addField(image.reference);
    return hash.id();
}

std::string traceId(std::string_view questionId, const std::vector<Step>& steps)
{
    Sha256 hash;
    hash.addField("steplight trace 1");
    hash.addField(questionId);
    hash.addCount(steps.size());
    for (const auto& step : steps) {
        hash.addField(step.section == Section::perception ? "perception" : "reasoning");
        hash.addField(step.text);
    }
    return hash.id();
}

std::string stepId(std::string_view traceId, int step)
{
    Sha256 hash;
    hash.addField("steplight step 1");
    hash.addField(traceId);
    hash.addField(std::to_string(step));
    return hash.id();
}

namespace {

std::string uuidText(std::array<unsigned char, 16> bytes, unsigned version)
{
    bytes[6] = static_cast<unsigned char>(version << 4 | (bytes[6] & 0x0F));
    bytes[8] = static_cast<unsigned char>(0x80 | (bytes[8] & 0x3F));
    auto text = hex(bytes.data(), bytes.size());
    for (const std::size_t dash : {8u, 13u, 18u, 23u})
        text.insert(dash, "-");
    return text;
}

} // namespace

std::string contentUuid(std::string_view content)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    EVP_Digest(content.data(), content.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    std::array<unsigned char, 16> bytes{};
    std::copy_n(digest.begin(), bytes.size(), bytes.begin());
    return uuidText(bytes, 8);
}

std::string newUuid()
{
    using namespace std::chrono;
    static std::mutex lock;
    static std::uint64_t last = 0; // milliseconds in the upper bits, a 12-bit counter below
    std::uint64_t stamp = 0;
    {
        const auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch());
        const std::lock_guard guard(lock);
        last = std::max(static_cast<std::uint64_t>(now.count()) << 12, last + 1);
        stamp = last;
    }
    std::array<unsigned char, 16> bytes{};
    // Not from libcrypto: its generator keeps a state per thread, and a thread of Qt's pool may
    // still be freeing its own when the process ends.
    if (getentropy(bytes.data() + 8, 8) != 0)
        throw std::system_error(errno, std::generic_category(), "random bytes");
    for (std::size_t i = 0; i < 6; ++i)
        bytes[i] = static_cast<unsigned char>(stamp >> (52 - 8 * i));
    bytes[6] = static_cast<unsigned char>(stamp >> 8 & 0x0F);
    bytes[7] = static_cast<unsigned char>(stamp);
    return uuidText(bytes, 7);
}

} // namespace steplight
