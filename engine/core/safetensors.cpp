// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/safetensors.h"

#include <ATen/ATen.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/core/error.h"
#include "engine/core/words.h"

namespace steplight {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr std::uint64_t maxHeader = 100'000'000; // the format's own limit

[[noreturn]] void fail(const fs::path& file, const std::string& what)
{
    throw EngineError("weights", file.string() + ": " + what);
}

/// Words that name their own next step stay as they are.
[[noreturn]] void damaged(const fs::path& file, const std::string& what)
{
    const bool whole = what.ends_with('?') || what.ends_with('.');
    fail(file, whole ? what : what + ". The file is damaged: download it again.");
}

constexpr const char* mixed =
    " The files are not of one download: download the shards and the index again.";

struct Dtype {
    const char* name;
    at::ScalarType type;
    std::uint64_t bytes;
};

constexpr Dtype dtypes[] = {{"BF16", at::kBFloat16, 2}, {"F16", at::kHalf, 2},
                            {"F32", at::kFloat, 4},     {"F64", at::kDouble, 8},
                            {"I64", at::kLong, 8},      {"I32", at::kInt, 4},
                            {"U8", at::kByte, 1},       {"BOOL", at::kBool, 1}};

// nlohmann keeps the last of two equal keys; the format forbids them, and a reader that sees the
// other one would load another model. So keys are watched while parsing.
Json parseStrict(std::string_view text)
{
    std::vector<std::set<std::string>> open;
    const auto watch = [&](int depth, Json::parse_event_t event, Json& value) {
        if (depth > 3)
            throw std::runtime_error("the header is nested too deeply");
        if (event == Json::parse_event_t::object_start)
            open.emplace_back();
        else if (event == Json::parse_event_t::object_end)
            open.pop_back();
        else if (event == Json::parse_event_t::key &&
                 !open.back().insert(value.get<std::string>()).second)
            throw std::runtime_error("the name " + value.get<std::string>() + " appears twice");
        return true;
    };
    return Json::parse(text, watch);
}

std::uint64_t unsignedAt(const Json& array, std::size_t i)
{
    if (!array.at(i).is_number_unsigned())
        throw std::runtime_error("an offset or dimension is no whole number");
    return array.at(i).get<std::uint64_t>();
}

TensorInfo parseEntry(const Json& entry, std::span<const std::byte> data)
{
    if (!entry.is_object() || entry.size() != 3)
        throw std::runtime_error("needs exactly dtype, shape and data_offsets");
    TensorInfo info;
    info.dtype = entry.at("dtype").get<std::string>();
    const auto* dtype = std::find_if(std::begin(dtypes), std::end(dtypes),
                                     [&](const Dtype& d) { return info.dtype == d.name; });
    if (dtype == std::end(dtypes))
        throw std::runtime_error("its type " + info.dtype +
                                 " is not supported, as of quantised weights. Take the checkpoint "
                                 "in BF16 or F32.");
    info.type = dtype->type;

    const Json& shape = entry.at("shape");
    if (!shape.is_array())
        throw std::runtime_error("the shape is no array");
    std::uint64_t bytes = dtype->bytes;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const std::uint64_t n = unsignedAt(shape, i);
        if (n > std::uint64_t(INT64_MAX) || __builtin_mul_overflow(bytes, n, &bytes))
            throw std::runtime_error("the shape is too large");
        info.shape.push_back(static_cast<std::int64_t>(n));
    }

    const Json& offsets = entry.at("data_offsets");
    if (!offsets.is_array() || offsets.size() != 2)
        throw std::runtime_error("data_offsets is no pair");
    const std::uint64_t begin = unsignedAt(offsets, 0);
    const std::uint64_t end = unsignedAt(offsets, 1);
    if (begin > end || end > data.size())
        throw std::runtime_error("its bytes lie outside the file. Is the download complete?");
    if (end - begin != bytes)
        throw std::runtime_error("the offsets do not fit dtype and shape");
    info.data = data.subspan(begin, end - begin);
    return info;
}

std::string_view headerText(const fs::path& file, std::span<const std::byte> bytes)
{
    if (bytes.size() < 8)
        fail(file, "is too short for a safetensors file. Is the download complete?");
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), 8); // little-endian, as is every machine that this runs on
    const std::string_view begin(reinterpret_cast<const char*>(bytes.data()), 8);
    const bool tooLong = length > maxHeader; // as is any text that is read as a number
    if (tooLong && begin == "version ")
        fail(file, "is a pointer of Git LFS, not the weights. Fetch them with \"git lfs pull\".");
    if (tooLong && begin.starts_with('<'))
        fail(file, "is a web page, not the weights. Download the file again, signed in where its "
                   "publisher asks for that.");
    if (tooLong)
        fail(file,
             "its header is longer than the format allows. Is it a safetensors file? Download "
             "it again.");
    if (length > bytes.size() - 8)
        fail(file, "ends inside its header. Is the download complete?");
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + 8, length);
    if (!text.starts_with('{'))
        fail(file, "its header does not start with '{'. Is it a safetensors file?");
    return text;
}

// The data must be covered exactly: no overlap, no hole, nothing after the last tensor.
void checkCoverage(const fs::path& file, std::vector<std::span<const std::byte>> parts,
                   std::span<const std::byte> data)
{
    std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
        return std::pair(a.data(), a.size()) < std::pair(b.data(), b.size());
    });
    const std::byte* at = data.data();
    for (const auto& part : parts) {
        if (part.data() != at)
            damaged(file, part.data() < at ? "two tensors overlap"
                                           : "there is a hole between two tensors");
        at += part.size();
    }
    if (at != data.data() + data.size())
        damaged(file, "it has bytes after its last tensor");
}

// {tensor name: shard}, shards being plain file names of the same folder
std::map<std::string, std::string> readIndex(const fs::path& file)
{
    try {
        std::ifstream in(file);
        const Json index = Json::parse(in);
        auto map = index.at("weight_map").get<std::map<std::string, std::string>>();
        for (const auto& [name, shard] : map)
            if (shard.empty() || shard == ".." || shard == "." ||
                fs::path(shard).filename() != shard)
                throw std::runtime_error("the shard name \"" + shard +
                                         "\" is not a plain file name");
        return map;
    } catch (const std::exception& e) {
        damaged(file, wordsOf(e));
    }
}

} // namespace

MappedFile::MappedFile(const fs::path& file)
{
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        fail(file, "is not there or cannot be opened. Is the download complete?");
    struct stat info {
    };
    void* data = MAP_FAILED;
    if (::fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0)
        data =
            ::mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_PRIVATE, fd, 0);
    ::close(fd);
    if (data == MAP_FAILED)
        fail(file, "is empty or cannot be mapped. Is the download complete?");
    m_data = static_cast<const std::byte*>(data);
    m_size = static_cast<std::size_t>(info.st_size);
    ::madvise(data, m_size, MADV_SEQUENTIAL);
}

MappedFile::~MappedFile()
{
    ::munmap(const_cast<std::byte*>(m_data), m_size);
}

void SafeTensors::add(const fs::path& file)
{
    m_files.push_back(std::make_unique<MappedFile>(file));
    const auto bytes = m_files.back()->bytes();
    const std::string_view text = headerText(file, bytes);
    const auto data = bytes.subspan(8 + text.size());
    Json header;
    try {
        header = parseStrict(text);
    } catch (const std::exception& e) {
        damaged(file, "its header cannot be read: " + wordsOf(e));
    }

    std::vector<std::span<const std::byte>> parts;
    for (const auto& [name, entry] : header.items()) {
        if (name == "__metadata__") {
            for (const auto& [key, value] : entry.items())
                if (!value.is_string())
                    damaged(file, "__metadata__ holds something other than text");
            continue;
        }
        TensorInfo info;
        try {
            info = parseEntry(entry, data);
        } catch (const std::exception& e) {
            damaged(file, "tensor " + name + ": " + wordsOf(e));
        }
        info.file = file;
        parts.push_back(info.data);
        if (!m_tensors.emplace(name, std::move(info)).second)
            fail(file, "tensor " + name + " is in another shard, too." + mixed);
    }
    checkCoverage(file, std::move(parts), data);
}

SafeTensors SafeTensors::openFile(const fs::path& file)
{
    SafeTensors s;
    s.add(file);
    return s;
}

SafeTensors SafeTensors::openFolder(const fs::path& folder)
{
    const auto index = folder / "model.safetensors.index.json";
    if (!fs::exists(index)) {
        if (!fs::exists(folder / "model.safetensors"))
            fail(folder,
                 fs::exists(folder / "pytorch_model.bin")
                     ? "has its weights in pytorch_model.bin only. Save it again as safetensors."
                     : "holds neither model.safetensors nor model.safetensors.index.json. Choose "
                       "the folder that does, or download the weights.");
        return openFile(folder / "model.safetensors");
    }
    const auto map = readIndex(index);
    std::set<std::string> shards;
    for (const auto& [name, shard] : map)
        shards.insert(shard);
    SafeTensors s;
    for (const auto& shard : shards)
        s.add(folder / shard);
    for (const auto& [name, shard] : map)
        if (const auto it = s.m_tensors.find(name);
            it == s.m_tensors.end() || it->second.file.filename() != shard)
            fail(index, "tensor " + name + " is not in " + shard + "." + mixed);
    for (const auto& [name, info] : s.m_tensors)
        if (!map.contains(name))
            fail(info.file, "tensor " + name + " is not in the index." + mixed);
    return s;
}

std::int64_t elementsOf(const TensorInfo& info)
{
    std::int64_t count = 1;
    for (const std::int64_t n : info.shape)
        count *= n;
    return count;
}

at::Tensor toTensor(const TensorInfo& info, at::TensorOptions place)
{
    at::Tensor raw = at::empty(info.shape, at::TensorOptions(info.type));
    if (!info.data.empty())
        std::memcpy(raw.data_ptr(), info.data.data(), info.data.size());
    return raw.to(place);
}

} // namespace steplight
