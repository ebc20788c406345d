// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cstring>

#include "engine/core/error.h"
#include "engine/core/safetensors.h"
#include "tests/core/pictures.h"

using namespace steplight;

namespace {

std::string withLength(std::uint64_t length, const std::string& header, const std::string& data)
{
    std::string file(8, '\0');
    std::memcpy(file.data(), &length, 8);
    return file + header + data;
}

std::string file(const std::string& header, std::size_t dataBytes)
{
    return withLength(header.size(), header, std::string(dataBytes, '\x01'));
}

std::string entry(const std::string& dtype, const std::string& shape, const std::string& offsets)
{
    return R"({"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets +
           "}";
}

struct BadFile {
    const char* what;
    std::string bytes;
};

std::vector<BadFile> badFiles()
{
    const std::string good = entry("F32", "[2]", "[0,8]");
    return {
        {"empty", ""},
        {"seven bytes", "1234567"},
        {"header longer than the file", withLength(100, "{}", "")},
        {"header over the limit", withLength(100'000'001, "{}", "")},
        {"header of 2^64-1", withLength(UINT64_MAX, "{}", "")},
        {"header of 2^64-8", withLength(UINT64_MAX - 7, "{}", "")},
        {"header does not start with a brace", file("[]", 0)},
        {"leading space", file(" {}", 0)},
        {"not JSON", file("{\"a\":", 0)},
        {"text after the JSON", file("{} x", 0)},
        {"entry is no object", file(R"({"a":1})", 0)},
        {"no dtype", file(R"({"a":{"shape":[2],"data_offsets":[0,8]}})", 8)},
        {"no shape", file(R"({"a":{"dtype":"F32","data_offsets":[0,8]}})", 8)},
        {"no offsets", file(R"({"a":{"dtype":"F32","shape":[2]}})", 8)},
        {"a fourth key",
         file(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}})", 8)},
        {"unknown dtype", file("{\"a\":" + entry("F4", "[2]", "[0,8]") + "}", 8)},
        {"dtype is a number", file(R"({"a":{"dtype":4,"shape":[2],"data_offsets":[0,8]}})", 8)},
        {"negative dimension", file("{\"a\":" + entry("F32", "[-2]", "[0,8]") + "}", 8)},
        {"fractional dimension", file("{\"a\":" + entry("F32", "[2.0]", "[0,8]") + "}", 8)},
        {"shape overflows",
         file("{\"a\":" + entry("F32", "[4294967296,4294967296]", "[0,8]") + "}", 8)},
        {"dimension over 2^63",
         file("{\"a\":" + entry("F32", "[0,9223372036854775808]", "[0,0]") + "}", 0)},
        {"shape is text", file("{\"a\":" + entry("F32", "\"2\"", "[0,8]") + "}", 8)},
        {"offsets reversed", file("{\"a\":" + entry("F32", "[2]", "[8,0]") + "}", 8)},
        {"offsets past the end", file("{\"a\":" + entry("F32", "[4]", "[0,16]") + "}", 8)},
        {"offset near 2^64",
         file("{\"a\":" + entry("F32", "[2]", "[18446744073709551608,18446744073709551615]") + "}",
              8)},
        {"negative offset", file("{\"a\":" + entry("F32", "[2]", "[-8,0]") + "}", 8)},
        {"one offset", file("{\"a\":" + entry("F32", "[2]", "[8]") + "}", 8)},
        {"three offsets", file("{\"a\":" + entry("F32", "[2]", "[0,8,8]") + "}", 8)},
        {"size does not fit the shape", file("{\"a\":" + entry("F32", "[3]", "[0,8]") + "}", 8)},
        {"overlap", file("{\"a\":" + good + ",\"b\":" + entry("F32", "[2]", "[4,12]") + "}", 12)},
        {"the same bytes twice", file("{\"a\":" + good + ",\"b\":" + good + "}", 8)},
        {"hole at the start", file("{\"a\":" + entry("F32", "[2]", "[4,12]") + "}", 12)},
        {"hole between",
         file("{\"a\":" + good + ",\"b\":" + entry("F32", "[1]", "[12,16]") + "}", 16)},
        {"bytes after the last tensor", file("{\"a\":" + good + "}", 9)},
        {"the same name twice", file("{\"a\":" + good + ",\"a\":" + good + "}", 8)},
        {"the same key twice in an entry",
         file(R"({"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8)},
        {"metadata is not text", file(R"({"__metadata__":{"a":1}})", 0)},
        {"deep nesting",
         file("{\"a\":" + std::string(50'000, '[') + std::string(50'000, ']') + "}", 0)},
    };
}

} // namespace

TEST(SafeTensors, RefusesMalformedFilesByName)
{
    const fixture::TempFolder folder;
    for (const BadFile& bad : badFiles()) {
        SCOPED_TRACE(bad.what);
        folder.write("model.safetensors", bad.bytes);
        try {
            SafeTensors::openFolder(folder.path());
            ADD_FAILURE() << "was read";
        } catch (const EngineError& e) {
            EXPECT_EQ(e.code(), "weights");
            EXPECT_NE(std::string(e.what()).find("model.safetensors"), std::string::npos)
                << e.what();
        }
    }
}

TEST(SafeTensors, ReadsEveryTypeAndOddAlignment)
{
    const fixture::TempFolder folder;
    const std::string data("\x07"             // U8
                           "\x80\x3f\x00\xc0" // BF16: 1, -2
                           "\x00\x3c"         // F16: 1
                           "\x00\x00\x20\x41",
                           11); // F32: 10
    const std::string header =
        R"({"__metadata__":{"format":"pt"},"u":)" + entry("U8", "[1]", "[0,1]") +
        ",\"b\":" + entry("BF16", "[1,2]", "[1,5]") + ",\"h\":" + entry("F16", "[]", "[5,7]") +
        ",\"f\":" + entry("F32", "[1]", "[7,11]") + ",\"none\":" + entry("F32", "[0,3]", "[7,7]") +
        "}  ";
    folder.write("model.safetensors", withLength(header.size(), header, data));
    const SafeTensors s = SafeTensors::openFolder(folder.path());
    EXPECT_EQ(s.tensors().size(), 5u);
    EXPECT_TRUE(at::equal(toTensor(s.tensors().at("u"), at::kFloat), at::tensor({7.0f})));
    EXPECT_TRUE(at::equal(toTensor(s.tensors().at("b"), at::kFloat),
                          at::tensor({1.0f, -2.0f}).view({1, 2})));
    EXPECT_TRUE(at::equal(toTensor(s.tensors().at("h"), at::kFloat), at::scalar_tensor(1.0f)));
    EXPECT_TRUE(at::equal(toTensor(s.tensors().at("f"), at::kFloat), at::tensor({10.0f})));
    EXPECT_EQ(toTensor(s.tensors().at("none"), at::kFloat).sizes(),
              (std::vector<std::int64_t>{0, 3}));
}

TEST(SafeTensors, RefusesAFolderWithoutWeights)
{
    const fixture::TempFolder folder;
    EXPECT_THROW(SafeTensors::openFolder(folder.path()), EngineError);
    EXPECT_THROW(SafeTensors::openFolder(folder.path() / "absent"), EngineError);
}

TEST(SafeTensors, ReadsShardsAndRefusesWrongIndexes)
{
    const fixture::TempFolder folder;
    const auto index = [&](const std::string& map) {
        folder.write("model.safetensors.index.json", R"({"weight_map":)" + map + "}");
        return SafeTensors::openFolder(folder.path()).tensors().size();
    };
    folder.write("1.safetensors", file("{\"a\":" + entry("F32", "[2]", "[0,8]") + "}", 8));
    folder.write("2.safetensors", file("{\"b\":" + entry("F32", "[2]", "[0,8]") + "}", 8));
    folder.write("3.safetensors", file("{\"a\":" + entry("F32", "[2]", "[0,8]") + "}", 8));
    EXPECT_EQ(index(R"({"a":"1.safetensors","b":"2.safetensors"})"), 2u);
    for (const char* bad :
         {R"({"a":"2.safetensors","b":"1.safetensors"})",
          R"({"a":"1.safetensors","b":"1.safetensors"})",
          R"({"a":"1.safetensors","b":"absent.safetensors"})", R"({"c":"1.safetensors"})",
          R"({"a":"../1.safetensors"})", R"({"a":"/etc/passwd"})", R"({"a":".."})", R"({"a":""})",
          R"({"a":1})", R"([])",
          R"({"a":"1.safetensors","b":"2.safetensors","c":"3.safetensors"})"})
        EXPECT_THROW(index(bad), EngineError) << bad;
    folder.write("model.safetensors.index.json", "{");
    EXPECT_THROW(SafeTensors::openFolder(folder.path()), EngineError);
}
