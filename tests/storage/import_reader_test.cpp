// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/record_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <vector>

using namespace steplight;

namespace {

RecordReader::Source sourceOf(std::string text, std::size_t chunk)
{
    return
        [text = std::move(text), chunk, at = std::size_t{0}](char* out, std::size_t size) mutable {
            const auto count = std::min({size, chunk, text.size() - at});
            std::memcpy(out, text.data() + at, count);
            at += count;
            return count;
        };
}

std::vector<Record> readAll(const std::string& text, std::size_t chunk = 1 << 20,
                            std::size_t limit = RecordReader::defaultLimit)
{
    RecordReader reader(sourceOf(text, chunk), limit);
    std::vector<Record> records;
    while (auto record = reader.next())
        records.push_back(std::move(*record));
    return records;
}

/// Texts of good records, "!line" for broken ones.
std::vector<std::string> shape(const std::string& text, std::size_t chunk = 1 << 20)
{
    std::vector<std::string> result;
    for (const auto& record : readAll(text, chunk))
        result.push_back(record.error.empty() ? record.text : "!" + std::to_string(record.place()));
    return result;
}

using Shape = std::vector<std::string>;

} // namespace

TEST(RecordReader, reads_lines_arrays_and_objects_over_several_lines_alike)
{
    EXPECT_EQ(shape("{\"a\":1}\n{\"b\":2}\n"), (Shape{"{\"a\":1}", "{\"b\":2}"}));
    EXPECT_EQ(shape("[{\"a\":1}, {\"b\":[2]}]"), (Shape{"{\"a\":1}", "{\"b\":[2]}"}));
    EXPECT_EQ(shape("[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\": 2\n  }\n]\n"),
              (Shape{"{\n    \"a\": 1\n  }", "{\n    \"b\": 2\n  }"}));
    EXPECT_EQ(shape("{\"a\":1}\n{\n  \"b\": {\n    \"c\": 2\n  }\n}\n{\"d\":3}\n"),
              (Shape{"{\"a\":1}", "{\n  \"b\": {\n    \"c\": 2\n  }\n}", "{\"d\":3}"}));
    EXPECT_EQ(shape("{\n\"a\":\n{\n\"b\": 1\n}\n}\n"), (Shape{"{\n\"a\":\n{\n\"b\": 1\n}\n}"}));
    EXPECT_EQ(shape("[]"), Shape{});
    EXPECT_EQ(shape(""), Shape{});
    EXPECT_EQ(shape("\n \r\n\n"), Shape{});
}

TEST(RecordReader, takes_byte_order_marks_and_carriage_returns_in_its_stride)
{
    const auto records = readAll("\xEF\xBB\xBF{\"a\":1}\r\n\r\n{\"b\":2}\r\n");
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].text, "{\"a\":1}");
    EXPECT_EQ(records[1].line, 3);
    const std::string joined = "{\"a\":1}\n\xEF\xBB\xBF{\"b\":2}\n";
    for (const std::size_t chunk : {1, 2, 9, 10, 64})
        EXPECT_EQ(shape(joined, chunk), (Shape{"{\"a\":1}", "{\"b\":2}"})) << chunk;
}

TEST(RecordReader, brackets_quotes_and_escapes_inside_strings_are_text)
{
    const std::string tricky = R"({"a":"}{][\"\\","b":"\\\""})";
    for (std::size_t chunk = 1; chunk < 12; ++chunk)
        EXPECT_EQ(shape(tricky + "\n[" + tricky + "," + tricky + "]", chunk),
                  (Shape{tricky, tricky, tricky}))
            << chunk;
}

TEST(RecordReader, a_broken_line_does_not_cost_the_next_one)
{
    const Shape expected{"{\"a\":1}", "!2", "{\"c\":3}"};
    EXPECT_EQ(shape("{\"a\":1}\n{\"b\": \"cut off\n{\"c\":3}\n"), expected);
    EXPECT_EQ(shape("{\"a\":1}\n{\"b\": [1, 2\n{\"c\":3}\n"), expected);
    EXPECT_EQ(shape("{\"a\":1}\n{'b': 'python'}\n{\"c\":3}\n"), expected);
    EXPECT_EQ(shape("{\"a\":1}\n{\n  \"b\": 1,\n  \"c\": [\n{\"c\":3}\n"), expected);
    for (std::size_t chunk = 1; chunk < 9; ++chunk)
        EXPECT_EQ(shape("{\"a\":1}\n{\"b\": \"cut off\n{\"c\":3}\n", chunk), expected) << chunk;
}

TEST(RecordReader, a_line_of_one_brace_costs_itself_alone)
{
    EXPECT_EQ(shape("{\"a\":1}\n{\n{\"b\":2}\n{\"c\":3}\n"),
              (Shape{"{\"a\":1}", "!2", "{\"b\":2}", "{\"c\":3}"}));
}

TEST(RecordReader, files_put_behind_one_another_keep_their_byte_order_marks)
{
    EXPECT_EQ(shape("\xEF\xBB\xBF{\"a\":1}\n\xEF\xBB\xBF{\"b\":2}\n"),
              (Shape{"{\"a\":1}", "{\"b\":2}"}));
}

TEST(RecordReader, rubbish_between_records_is_a_record_of_its_own)
{
    EXPECT_EQ(shape("{\"a\":1}\nrubbish here\n{\"c\":3}\n"),
              (Shape{"{\"a\":1}", "rubbish here", "{\"c\":3}"}));
}

TEST(RecordReader, a_broken_element_of_a_printed_array_does_not_cost_the_others)
{
    const auto records = readAll("[\n  {\"a\": 1},\n  {\"b\": \"cut\n  {\"c\": 3}\n]\n");
    ASSERT_EQ(records.size(), 3u);
    EXPECT_FALSE(records[1].error.empty());
    EXPECT_EQ(records[1].place(), 2) << "in an array it is the record's number";
    EXPECT_EQ(records[2].text, "{\"c\": 3}");
}

TEST(RecordReader, an_end_that_is_missing_is_said)
{
    EXPECT_EQ(shape("[{\"a\":1},"), (Shape{"{\"a\":1}", "!2"}));
    EXPECT_EQ(shape("[{\"a\":1},{\"b\":"), (Shape{"{\"a\":1}", "!2"}));
    EXPECT_EQ(shape("{\"a\":\"x"), Shape{"!1"});
}

TEST(RecordReader, python_values_are_called_by_their_name)
{
    const auto records = readAll("[{'a': \"it's\"}]\n\n['[Perception]\\n<step_1>']\n");
    ASSERT_EQ(records.size(), 2u);
    for (const auto& record : records)
        EXPECT_EQ(record.error, "not JSON: single quotes, as Python prints its values");
    EXPECT_EQ(records[1].line, 3);
}

TEST(RecordReader, nan_and_infinity_become_null_outside_strings_only)
{
    const auto records = readAll(R"([{"a":NaN,"b":"NaN","c":[-Infinity,Infinity],"d":-1}])");
    ASSERT_EQ(records.size(), 1u);
    EXPECT_EQ(records[0].text, R"({"a":null,"b":"NaN","c":[null,null],"d":-1})");
    EXPECT_EQ(records[0].nonFinite, 3);
}

TEST(RecordReader, a_record_over_the_limit_is_refused_and_the_next_is_read)
{
    const std::string large = "{\"a\":\"" + std::string(5 << 20, 'x') + "\"}";
    const auto records = readAll(large + "\n{\"b\":2}\n", 1 << 16, 1 << 20);
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].error, "the record is larger than 1 MB");
    EXPECT_LE(records[0].text.size(), Record::rawKept);
    EXPECT_EQ(records[1].text, "{\"b\":2}");
}

TEST(RecordReader, a_hundred_thousand_open_brackets_are_one_broken_record)
{
    const auto records = readAll(std::string(100'000, '['));
    ASSERT_EQ(records.size(), 1u);
    EXPECT_FALSE(records[0].error.empty());
}
