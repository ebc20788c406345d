// SPDX-License-Identifier: GPL-3.0-or-later
// The *.safetensors files of a checkpoint folder, mapped and checked to the last offset before
// anything is read. Format: https://github.com/huggingface/safetensors (u64 header length, JSON
// header, data without holes). Any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace steplight {

class MappedFile
{
public:
    explicit MappedFile(const std::filesystem::path& file);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::span<const std::byte> bytes() const { return {m_data, m_size}; }

private:
    const std::byte* m_data = nullptr;
    std::size_t m_size = 0;
};

struct TensorInfo {
    std::string dtype; // as the file writes it: BF16, F32, …
    at::ScalarType type = at::kFloat;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> data; // into the mapped file
    std::filesystem::path file;
};

class SafeTensors
{
public:
    // Reads model.safetensors.index.json and its shards, or model.safetensors. Throws EngineError
    // "weights" that names the file.
    static SafeTensors openFolder(const std::filesystem::path& folder);
    static SafeTensors openFile(const std::filesystem::path& file);

    const std::map<std::string, TensorInfo>& tensors() const { return m_tensors; }

private:
    void add(const std::filesystem::path& file);

    std::vector<std::unique_ptr<MappedFile>> m_files;
    std::map<std::string, TensorInfo> m_tensors;
};

std::int64_t elementsOf(const TensorInfo& info);

// A copy of the tensor, in the type and on the device of `place`.
at::Tensor toTensor(const TensorInfo& info, at::TensorOptions place);

} // namespace steplight
